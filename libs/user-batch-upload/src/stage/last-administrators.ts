import { Injectable } from '@nestjs/common';
import { leavesNoAdministrator } from '../check/administrators.js';
import { MarkedRows } from '../match/marks/marked-rows.js';
import type { Leaving } from '../match/marks/row-marks.js';
import { Users } from '../ports/users.port.js';
import type { CodedProblem } from '../problems/problem.js';

/** Finds the rows of a load that together would leave the organisation without an active administrator. */
@Injectable()
export class LastAdministrators {
  constructor(
    private readonly marked: MarkedRows,
    private readonly users: Users,
  ) {}

  /** The problems of a load that is wholly checked, by line. */
  async find(organisationId: string, loadId: string): Promise<Map<number, CodedProblem[]>> {
    const leaving = await this.marked.leaving(loadId);
    return (await this.areLast(organisationId, leaving)) ? problemsOf(leaving) : new Map();
  }

  /** Whether these rows are about all active administrators. */
  areLast(organisationId: string, leaving: readonly Leaving[]): Promise<boolean> {
    const gone = new Set(leaving.map(({ userId }) => userId));
    return leavesNoAdministrator(this.users, organisationId, gone);
  }
}

export const problemsOf = (
  leaving: readonly Pick<Leaving, 'line'>[],
): Map<number, CodedProblem[]> => new Map(leaving.map(({ line }) => [line, [problem()]]));

const problem = (): CodedProblem => ({
  column: 'Profile Status',
  code: 'PROTECTED_USER',
  params: { reason: 'last-administrator' },
});
