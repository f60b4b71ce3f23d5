import type { Change } from '../load/change.js';
import type { Outcome } from '../load/load-row.js';
import type { Language } from '../texts/language.js';
import type { ReasonParams } from '../texts/parameters.js';
import { textsIn } from '../texts/texts-in.js';
import type { UserRecord } from '../ports/users.port.js';

/** A ticked row at Finish, as it was reviewed. */
export interface ReviewedRow {
  line: number;
  action: 'CREATE' | 'UPDATE';
  userId: string | null;
  changes: readonly Change[];
  cells: ReadonlyMap<string, string>;
}

export interface RowOutcome {
  outcome: Outcome;
  reason: Reason;
}

/** Its text is made from its parameters, in the language of the load. */
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

/** The users of a chunk as they are now. */
export interface UsersNow {
  byId: ReadonlyMap<string, UserRecord>;
  byEmail: ReadonlyMap<string, UserRecord>;
  byInternalId: ReadonlyMap<string, UserRecord>;
  /** The ids of the rows' users whom the actor may change. */
  changeable: ReadonlySet<string>;
  /** Whether the writes of a failed attempt are rolled back. */
  rollsBack: boolean;
}

export const conflict = because('CONFLICT');
export const failed = because('FAILED');
export const skipped = because('SKIPPED');
export const unchanged = because('UNCHANGED');

export const isOutcome = (result: object): result is RowOutcome => 'outcome' in result;
