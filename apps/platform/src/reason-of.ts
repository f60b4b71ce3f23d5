/** What an error says, in one line. */
export function reasonOf(error: unknown): string {
  // Node tells of a host that can't be reached with one error for each of its addresses, and an empty message.
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.replace(/\s*\n\s*/g, ' ');
}
