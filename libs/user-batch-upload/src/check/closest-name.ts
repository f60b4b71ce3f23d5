import { distance } from 'fastest-levenshtein';

/** The longest text that is compared. Edit distance takes quadratic time. */
const LONGEST_NAME = 254;
/** How many pairs of characters are compared for all texts of a chunk: about 20 ms. */
const MOST_PAIRS = 20_000_000;

/**
 * Suggests the closest name for a typo. Create one for each chunk: if so many of its texts are unknown that comparing
 * them would block the process, the column is wrong, and the rest gets no suggestion.
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
    // A name that was extended has all of its letters, so it goes before one with a slip.
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

  /** Does the text go on with a word of another name? Then it may mean either. */
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

/** A number and a short word say which one is meant: none of them is a slip of another. */
const isFixed = (word: string): boolean => word.length < 3 || /\p{N}/u.test(word);

/** How many letters differ; undefined where a word is another word. */
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

/** From so many letters a word can have two slips and still be the same word. */
const LONG_WORD = 8;

/** In a word of fewer letters another letter makes another word: `Lake` is not `Lane`. */
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

/** Are two letters that follow one another swapped? */
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

/** Does one of the two begin with the other and go on with whole words? */
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
