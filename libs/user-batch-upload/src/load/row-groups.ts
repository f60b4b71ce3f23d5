/** How many bytes of texts are in memory at once. */
const GROUP_BYTES = 1_000_000;

/** A line, and the bytes of its row's texts. */
export interface RowSize {
  line: number;
  size: number;
}

/** Groups of lines whose rows are read together: about `GROUP_BYTES` of texts, and at most `most` lines. */
export function groupsOf(sizes: readonly RowSize[], most = Infinity): number[][] {
  const groups: number[][] = [];
  let room = 0;
  for (const { line, size } of sizes) {
    if (groups.length === 0 || size > room || (groups.at(-1)?.length ?? 0) >= most) {
      groups.push([]);
      room = GROUP_BYTES;
    }
    groups.at(-1)?.push(line);
    room -= size;
  }
  return groups;
}
