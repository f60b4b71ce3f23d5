/** Other lines that a message names before it counts. */
const NAMED_LINES = 5;

/** One row that has the same key as others. */
export interface GroupMember {
  line: number;
  kind: number;
  /** The other lines of the group: the first few by number, the rest as a count. */
  others: { lines: number[]; more: number };
}

/**
 * Rows grouped by equal keys, in the order of the file. Typed arrays hold a group as a linked list: all rows of a file
 * may be duplicates, and an object for each would fill the memory.
 */
export class DuplicateGroups {
  private readonly lines: Uint32Array;
  private readonly kinds: Uint8Array;
  /** The first member of the group. */
  private readonly firsts: Uint32Array;
  /** The next member of the group; 0 after the last. */
  private readonly nexts: Uint32Array;
  /** The size of the group, kept at its first member. */
  private readonly counts: Uint32Array;
  private lasts: Map<string, number>[];

  /** `size`: how many rows and kinds may be added. */
  constructor(
    readonly size: number,
    private readonly kindCount: number,
  ) {
    this.lines = new Uint32Array(size);
    this.kinds = new Uint8Array(size);
    this.firsts = new Uint32Array(size);
    this.nexts = new Uint32Array(size);
    this.counts = new Uint32Array(size);
    this.lasts = this.noKeys();
  }

  /** Adds a row at its position in the order of the file. All rows with this key must be added before `forgetKeys`. */
  add(position: number, line: number, kind: number, key: string): void {
    const keys = this.lasts[kind] as Map<string, number>;
    const last = keys.get(key);
    keys.set(key, position);
    const first = last === undefined ? position : numberAt(this.firsts, last);
    if (last !== undefined) this.nexts[last] = position;
    this.lines[position] = line;
    this.kinds[position] = kind;
    this.firsts[position] = first;
    this.counts[first] = numberAt(this.counts, first) + 1;
  }

  /** Frees the keys that were compared; the groups stay. */
  forgetKeys(): void {
    this.lasts = this.noKeys();
  }

  /** Every row whose group has at least two, in the order of the file. */
  *members(): Generator<GroupMember> {
    for (let at = 0; at < this.size; at += 1) {
      const count = numberAt(this.counts, numberAt(this.firsts, at));
      if (count > 1) yield this.member(at, count);
    }
  }

  private member(at: number, count: number): GroupMember {
    const lines: number[] = [];
    let other = numberAt(this.firsts, at);
    do {
      if (other !== at) lines.push(numberAt(this.lines, other));
      other = numberAt(this.nexts, other);
    } while (other !== 0 && lines.length < NAMED_LINES);
    return {
      line: numberAt(this.lines, at),
      kind: numberAt(this.kinds, at),
      others: { lines, more: count - 1 - lines.length },
    };
  }

  private noKeys(): Map<string, number>[] {
    return Array.from({ length: this.kindCount }, () => new Map<string, number>());
  }
}

const numberAt = (numbers: Uint32Array | Uint8Array, index: number): number => numbers[index] ?? 0;
