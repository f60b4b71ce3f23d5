/** The records of a load's chunks, at most `size` at a time. `read` finds those after a first line, in the order of the file. */
export async function* chunkPages<Chunk extends { first_line: number }>(
  size: number,
  read: (after: number, size: number) => Promise<Chunk[]>,
): AsyncGenerator<Chunk> {
  for (let after = 0; ;) {
    const chunks = await read(after, size);
    yield* chunks;
    const last = chunks.at(-1);
    if (!last || chunks.length < size) return;
    after = last.first_line;
  }
}
