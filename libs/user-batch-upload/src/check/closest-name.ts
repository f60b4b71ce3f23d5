import leven from 'leven';

/** No name is longer, and measuring the distance of long texts takes long. */
const LONGEST_NAME = 254;
/** Pairs of characters that are compared, for all texts together: some 20 ms. */
const MOST_PAIRS = 20_000_000;

/**
 * Finds the one name that is meant by a slip of the pen. Made anew for each chunk: where so many of its texts are no
 * name that comparing all would hold the process up, it is the wrong column, and the rest gets no suggestion.
 */
export class NearNames {
  private plainNames?: { name: string; plainName: string }[];
  private readonly found = new Map<string, string | undefined>();
  private pairs = 0;

  constructor(private readonly names: readonly string[]) {}

  /** Undefined where none is near, or two are equally near. */
  of(text: string): string | undefined {
    // A name that is wrong is mostly wrong in many rows.
    if (!this.found.has(text) && this.pairs < MOST_PAIRS) this.found.set(text, this.nearest(text));
    return this.found.get(text);
  }

  private nearest(text: string): string | undefined {
    if (text.length > LONGEST_NAME) return undefined;
    this.plainNames ??= [...new Set(this.names)].map((name) => ({ name, plainName: plain(name) }));
    const written = plain(text);
    let least = text.length < 3 ? 0 : Math.max(1, Math.floor(text.length / 4));
    let nearest: string[] = [];
    for (const { name, plainName } of this.plainNames) {
      if (Math.abs(plainName.length - written.length) > least) continue;
      this.pairs += plainName.length * written.length;
      const distance = leven(written, plainName, { maxDistance: least + 1 });
      if (distance > least) continue;
      if (distance < least) nearest = [];
      least = distance;
      nearest.push(name);
    }
    return nearest.length === 1 ? nearest[0] : undefined;
  }
}

const plain = (name: string): string => name.toLowerCase().replace(/\s+/g, ' ');
