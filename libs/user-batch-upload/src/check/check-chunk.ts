import { Injectable } from '@nestjs/common';
import { CheckRows } from './check-rows.js';
import { type CheckScope, RowPlan } from './row-plan.js';
import type { LoadRecord } from '../load/load.js';
import type { RowCheck } from '../load/load-row.js';
import { matchRows } from '../match/match-rows.js';
import { findSimilarUsers } from '../match/similar-users.js';
import type { RawRow } from '../parse/file-format.js';
import type { Actor } from '../ports/actors.port.js';
import { CustomFields } from '../ports/custom-fields.port.js';
import { Offices } from '../ports/offices.port.js';
import { Users } from '../ports/users.port.js';
import { columnsOf } from '../columns/column.js';

/** How the rows of a load are checked. */
export type CheckedLoad = Pick<CheckScope, 'headers' | 'isWorkbook' | 'language'>;

export const checkedLoad = ({ headers, sheet, language }: LoadRecord): CheckedLoad => ({
  headers: JSON.parse(headers) as string[],
  isWorkbook: sheet !== null,
  language,
});

/** Matches and checks a chunk of rows. Writes nothing. */
@Injectable()
export class CheckChunk {
  constructor(
    private readonly users: Users,
    private readonly offices: Offices,
    private readonly customFields: CustomFields,
    private readonly rules: CheckRows,
  ) {}

  async scope(actor: Actor, load: CheckedLoad): Promise<CheckScope> {
    return { ...(await this.organisation(actor.organisationId)), ...load, actor };
  }

  /** The scope without an actor and a load. */
  async organisation(
    organisationId: string,
  ): Promise<Omit<CheckScope, 'actor' | keyof CheckedLoad>> {
    const [offices, officeLabel, fields] = await Promise.all([
      this.offices.findAll(organisationId),
      this.offices.label(organisationId),
      this.customFields.findAll(organisationId),
    ]);
    return {
      organisationId,
      offices,
      officeLabel,
      columns: columnsOf(fields),
      officeNames: new Map(offices.map((office) => [office.id, office.name])),
    };
  }

  /** `restore` is called after a rule threw, so that an open transaction can continue. */
  async check(
    rows: readonly RawRow[],
    scope: CheckScope,
    restore?: () => Promise<void>,
  ): Promise<RowCheck[]> {
    const matched = await matchRows(rows, scope, this.users);
    const similarUsers = await findSimilarUsers(matched, scope.organisationId, this.users);
    const plans = matched.map((row) => new RowPlan(row, scope));
    const judged = plans.filter((plan) => plan.isJudged);
    const unchanged = plans.filter((plan) => plan.isUnchanged);
    const matchedUsers = plans.flatMap(({ user }) => (user ? [user] : []));
    await this.rules.check(judged, { ...scope, matchedUsers, similarUsers }, unchanged, restore);
    return plans.map((plan) => plan.rowCheck());
  }
}
