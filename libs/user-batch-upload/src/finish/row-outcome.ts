import type { Outcome } from '../load/load-row.js';
import type { Language } from '../texts/language.js';
import type { ReasonParams } from '../texts/parameters.js';
import { textsIn } from '../texts/texts-in.js';

/** What Finish did with a row, if it did not write it, and why. */
export interface RowOutcome {
  outcome: Outcome;
  reason: Reason;
}

/** A reason, whose text is made from its parameters. */
export type Reason = {
  [Code in keyof ReasonParams]: { code: Code; params: ReasonParams[Code] };
}[keyof ReasonParams];

export function reasonText(language: Language, { code, params }: Reason): string {
  const text = textsIn(language).reasons[code] as (values: typeof params) => string;
  return text(params);
}

type Because = <Code extends keyof ReasonParams>(
  code: Code,
  params: ReasonParams[Code],
) => RowOutcome;

const because =
  (outcome: Outcome): Because =>
  (code, params) => ({ outcome, reason: { code, params } as Reason });

export const conflict = because('CONFLICT');
export const failed = because('FAILED');
export const skipped = because('SKIPPED');
export const unchanged = because('UNCHANGED');

export const isOutcome = (result: object): result is RowOutcome => 'outcome' in result;
