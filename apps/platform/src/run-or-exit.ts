/** A start that fails tells its reason in a line, not in a stack, and leaves nothing running. */
export async function orSayWhy(start: () => Promise<void>): Promise<void> {
  try {
    needNode();
    await start();
  } catch (error) {
    console.error(`The platform can’t start. ${reasonOf(error)}`);
    process.exit(1);
  }
}

/** SQLite's driver ends an older Node without a word. */
function needNode(): void {
  const { node } = process.versions;
  if (Number(node.split('.')[0]) < 22)
    throw new Error(`It needs Node 22.17 or newer, this is ${node}. “npm start” brings its own.`);
}

function reasonOf(error: unknown): string {
  // Node tells of a host that can't be reached with one error for each of its addresses, and an empty message.
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
