import { distance } from 'fastest-levenshtein';

/** The longest text that is compared. Edit distance takes quadratic time. */
const LONGEST_NAME = 254;
/** How many pairs of characters are compared for all texts of a chunk: about 20 ms. */
const MOST_PAIRS = 20_000_000;

/**
 * Suggests the closest name for a typo. Create one for each chunk. If very many texts of a chunk are unknown, the
 * column is probably wrong, and comparing them all would block the process: the rest gets no suggestion.
 */
export class ClosestName {
  private candidates?: Candidate[];
  private words?: ReadonlySet<string>;
  private readonly found = new Map<string, string | undefined>();
  private pairs = 0;

  constructor(private readonly names: readonly string[]) {}

  /** Undefined if no name is close, or two are equally close. */
  of(text: string): string | undefined {
    // A wrong name often occurs in many rows.
    if (!this.found.has(text) && this.pairs < MOST_PAIRS) this.found.set(text, this.nearest(text));
    return this.found.get(text);
  }

  private nearest(text: string): string | undefined {
    if (text.length > LONGEST_NAME) return undefined;
    this.candidates ??= [...new Set(this.names)].map((name) => ({ name, words: wordsOf(name) }));
    const written = wordsOf(text);
    let least = Infinity;
    let nearest: Candidate[] = [];
    for (const candidate of this.candidates) {
      this.pairs += text.length * candidate.name.length;
      const slips = slipsBetween(written, candidate.words);
      if (slips === undefined || slips > least) continue;
      if (slips < least) nearest = [];
      least = slips;
      nearest.push(candidate);
    }
    // A text that extends a name has all of its letters, so this name is preferred to one with a slip.
    if (least > 0) {
      const extended = this.candidates.filter(
        ({ words }) => extendsName(written, words) && !this.namesAnother(written, words),
      );
      if (extended.length > 0) nearest = extended;
    }
    const [only, ...others] = nearest;
    return only && others.length === 0 && haveSameInitials(written, only.words)
      ? only.name
      : undefined;
  }

  /** Whether the text continues with a word of another name. It may then mean either name. */
  private namesAnother(written: readonly string[], words: readonly string[]): boolean {
    const rest = written.slice(words.length).filter((word) => !words.includes(word));
    if (rest.length === 0) return false;
    this.words ??= new Set(this.candidates?.flatMap((candidate) => candidate.words));
    const others = [...this.words].filter((word) => !words.includes(word));
    this.pairs += rest.join('').length * others.join('').length;
    return rest.some((word) => others.some((other) => slipsOf(word, other) !== undefined));
  }
}

interface Candidate {
  name: string;
  words: string[];
}

/** Letters and digits as East Asian keyboards write them. */
const FULL_WIDTH = /[\uFF01-\uFF5E]+/g;

const wordsOf = (name: string): string[] =>
  name
    .replace(FULL_WIDTH, (wide) => wide.normalize('NFKC'))
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}'’]+/gu) ?? [];

/** Numbers and short words tell names apart, so a different one is never a slip. */
const isFixed = (word: string): boolean => word.length < 3 || /\p{N}/u.test(word);

/** How many letters differ. Undefined if two words are too different to be the same word. */
function slipsBetween(written: readonly string[], words: readonly string[]): number | undefined {
  if (written.length !== words.length || words.length === 0) return undefined;
  let slips = 0;
  for (const [index, word] of words.entries()) {
    const slip = slipsOf(written[index] ?? '', word);
    if (slip === undefined) return undefined;
    slips += slip;
  }
  return slips;
}

/** A word of at least this many letters can have two slips and still be the same word. */
const LONG_WORD = 8;

/** In a word with fewer letters, one different letter makes a different word: `Lake` is not `Lane`. */
const MIDDLING_WORD = 5;

function slipsOf(written: string, word: string): number | undefined {
  if (written === word) return 0;
  if (isFixed(written) || isFixed(word)) return undefined;
  const most = Math.min(written.length, word.length) >= LONG_WORD ? 2 : 1;
  if (Math.abs(written.length - word.length) > most) return undefined;
  const slips = distance(written, word);
  if (slips === 1 && isOtherWord(written, word)) return undefined;
  return slips <= most || (slips === 2 && isSwapped(written, word)) ? slips : undefined;
}

const isOtherWord = (written: string, word: string): boolean =>
  written.length === word.length &&
  word.length < MIDDLING_WORD &&
  withoutAccents(written) !== withoutAccents(word);

const withoutAccents = (word: string): string => word.normalize('NFD').replace(/\p{M}/gu, '');

/** Whether the words differ only in two adjacent letters that are swapped. */
function isSwapped(written: string, word: string): boolean {
  let at = 0;
  while (written[at] === word[at]) at += 1;
  return (
    written.length === word.length &&
    written[at] === word[at + 1] &&
    written[at + 1] === word[at] &&
    written.slice(at + 2) === word.slice(at + 2)
  );
}

/** Whether one of the two is the other with more words at its end. */
function extendsName(written: readonly string[], words: readonly string[]): boolean {
  const [short, long] = written.length < words.length ? [written, words] : [words, written];
  return (
    short.length > 0 &&
    short.length < long.length &&
    short.every((word, index) => word === long[index]) &&
    !short.every(isFixed) &&
    !long.slice(short.length).some(isFixed)
  );
}

/** A slip is seldom in the first letter: `Yard` is another word than `Ward`. */
const haveSameInitials = (written: readonly string[], words: readonly string[]): boolean =>
  words.every((word, index) => written[index] === undefined || written[index]?.[0] === word[0]);
