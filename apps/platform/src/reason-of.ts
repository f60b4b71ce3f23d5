/** The message of an error, in one line. */
export function reasonOf(error: unknown): string {
  // If a host is unreachable, Node throws an AggregateError with an empty message and one error for each address.
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.replace(/\s*\n\s*/g, ' ');
}
