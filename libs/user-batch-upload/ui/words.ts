import { html, type TemplateResult } from 'lit';
import type { ProblemCode } from '../src/problems/problem.js';
import { page as de } from '../src/texts/de/page.js';
import { page as en, type PageTexts } from '../src/texts/en/page.js';
import type { Language } from '../src/texts/language.js';
import { pageFormatsIn } from '../src/texts/page-formats.js';
import type { Load } from './api-types.js';

const wordsIn = (language: Language, texts: PageTexts) => ({
  language,
  ...pageFormatsIn(language),
  ...texts,
});

/** The texts of the page in one language, and how it writes numbers, times and lists. */
export type Words = ReturnType<typeof wordsIn>;

export const WORDS: Record<Language, Words> = { en: wordsIn('en', en), de: wordsIn('de', de) };

const GAP = '\u0000';

/** A text with markup in the place of its parameter. */
export function withMarkup(text: (part: string) => string, markup: TemplateResult): TemplateResult {
  const [before, after] = text(GAP).split(GAP);
  return html`${before}${markup}${after}`;
}

/** The title of the page: what the load needs first. */
export function titleOf({ review, frame }: Words, { status, fileName, counts }: Load): string {
  const needs =
    status === 'STAGED' && counts.invalid > 0
      ? review.withErrors(counts.invalid)
      : frame.states[status];
  return `${needs} · ${fileName}`;
}

/** A review in one sentence. */
export function reviewSentence({ review, number, list }: Words, { counts }: Load): string {
  const { create, update, invalid, unchanged } = counts;
  const parts = [
    invalid > 0 && review.withErrors(invalid),
    review.ready(number(create + update)),
    unchanged > 0 && review.unchanged(number(unchanged)),
  ];
  return review.nothingChanged(list(parts.filter((part) => part !== false)));
}

/** What Finish will do, with exact numbers. */
export function finishSentence(words: Words, { counts }: Load, creates: number): string {
  const { review, number, list } = words;
  const updates = counts.selected - creates;
  const does = list(
    [
      creates > 0 && review.creates(creates),
      updates > 0 && (creates > 0 ? review.updatesToo(number(updates)) : review.updates(updates)),
      counts.emails > 0 && review.emails(counts.emails),
    ].filter((part) => part !== false),
  );
  const unticked = counts.create + counts.update - counts.selected;
  const left = [
    counts.invalid > 0 && review.leavesOut(counts.invalid),
    unticked > 0 && review.unticked(unticked),
  ].filter((part) => part !== false);
  return `${does.charAt(0).toUpperCase()}${does.slice(1)}${left.length > 0 ? `; ${list(left)}` : ''}.`;
}

/** The name of a kind of problem, such as “Office: unknown”. A host's own codes stay as they are. */
export function kindName({ review }: Words, code: string, column: string): string {
  // A code without a name does not compile.
  const names: Record<ProblemCode, string> = review.problems;
  const name = isOurs(names, code) ? names[code] : code.toLowerCase().replaceAll('_', ' ');
  return column ? `${column}: ${name}` : name.charAt(0).toUpperCase() + name.slice(1);
}

const isOurs = (names: Record<ProblemCode, string>, code: string): code is ProblemCode =>
  Object.hasOwn(names, code);

/** The result of a load, or how far it is. */
export function loadResult(words: Words, { status, outcome, counts }: Load): string {
  const { afterwards, number, list } = words;
  const rows = afterwards.rows(counts.rows);
  if (!outcome) {
    const facts =
      counts.invalid > 0 ? [rows, afterwards.withErrors(number(counts.invalid))] : [rows];
    return status === 'STAGED' ? afterwards.continueReview(list(facts)) : list(facts);
  }
  const { created, updated, unchanged, skipped, conflict, failed } = outcome;
  const parts = [
    afterwards.created(number(created)),
    afterwards.updated(number(updated)),
    unchanged > 0 && afterwards.unchanged(number(unchanged)),
    counts.invalid > 0 && afterwards.hadErrors(number(counts.invalid)),
    skipped > counts.invalid && afterwards.notIncluded(number(skipped - counts.invalid)),
    conflict > 0 && afterwards.inConflict(number(conflict)),
    failed > 0 && afterwards.failed(number(failed)),
  ];
  return list(parts.filter((part) => part !== false));
}
