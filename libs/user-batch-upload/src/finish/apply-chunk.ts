import { Injectable } from '@nestjs/common';
import type { Change } from '../load/change.js';
import { LOAD_FINISHED, type NewEvent, Outbox } from '../events/outbox.js';
import { ChunkLeases, type ClaimedChunk } from '../work/chunk-lease.js';
import { type LoadRecord, NOTHING_DONE, type OutcomeCounts } from '../load/load.js';
import { LoadRepository } from '../load/load.repository.js';
import { SelectionRepository } from '../load/selection.repository.js';
import { type RowSelection, stateOf } from '../load/selection.js';
import type { Outcome } from '../load/load-row.js';
import { CheckScopes, type LoadScope } from '../check/check-scopes.js';
import { Database } from '../database/database.js';
import type { ReviewedRow } from './reviewed-row.js';
import { failed, type Reason, reasonText, skipped } from './row-outcome.js';
import { type RowResult, WriteRows } from './write-rows.js';

interface StagedRecord {
  line: number;
  user_id: string | null;
  changes: string;
  /** Set only for rows that would create or update. */
  cells: string | null;
}

type ReviewedRecord = StagedRecord & RowSelection;

interface Applied {
  line: number;
  outcome: Outcome;
  reason: Reason | null;
  userId: string | null;
  /** The changes of an update. */
  changes: readonly Change[];
}

/** From this attempt on, a chunk is written user by user. */
const CAREFUL_FROM = 3;

/**
 * Applies one chunk of a load in one transaction: checks its lease, looks its users up again and locks them, writes
 * them through the host's port, and adds the outcomes and the events.
 */
@Injectable()
export class ApplyChunk {
  constructor(
    private readonly db: Database,
    private readonly chunks: ChunkLeases,
    private readonly scopes: CheckScopes,
    private readonly writeRows: WriteRows,
    private readonly outbox: Outbox,
    private readonly selections: SelectionRepository,
    private readonly loads: LoadRepository,
  ) {}

  /** Asks the host for the scope while the first chunk is being claimed. */
  prefetchScope(load: LoadRecord): void {
    void this.scopes.scopeFor(load, load.finished_by ?? '');
  }

  /** Resolves to true if the chunk was the whole load. The load is then finished. */
  async apply(load: LoadRecord, chunk: ClaimedChunk): Promise<boolean> {
    const scope = await this.scopes.scopeFor(load, load.finished_by ?? '');
    return this.db.transaction(async () => {
      await this.chunks.complete(chunk);
      const rows = await this.rows(chunk);
      const results = await this.results(load, scope, rows, chunk);
      const applied = rows.map((row) => outcomeOf(row, results.get(row.line)));
      const invited = new Set(rows.filter((row) => row.email).map((row) => row.line));
      await this.saveOutcomes(load, applied);
      // The only chunk of a small load also finishes it.
      const isWhole = rows.length === load.row_count;
      await this.outbox.add(
        {
          organisationId: load.organisation_id,
          loadId: load.id,
          actorId: load.finished_by ?? '',
        },
        [
          ...applied.flatMap((row) => eventsOf(row, invited.has(row.line))),
          ...(isWhole ? [LOAD_FINISHED] : []),
        ],
      );
      const tally = tallyOf(applied, invited);
      if (isWhole) await this.loads.finish(load.id, tally);
      else await this.chunks.saveCounts(chunk, tally);
      return isWhole;
    });
  }

  /** The results of the ticked rows, by line. `scope` is undefined if the actor may no longer upload. */
  private async results(
    load: LoadRecord,
    scope: LoadScope | undefined,
    rows: readonly ReviewedRecord[],
    { attempts }: ClaimedChunk,
  ): Promise<Map<number, RowResult>> {
    const ticked = rows.filter((row) => row.selected);
    if (!scope) return new Map(ticked.map((row) => [row.line, RIGHTS_LOST]));
    const reviewedRows = ticked.map((row) => reviewed(row, scope.headers));
    return this.writeRows.write(load, scope, reviewedRows, attempts >= CAREFUL_FROM);
  }

  private async saveOutcomes(
    { id, language }: LoadRecord,
    applied: readonly Applied[],
  ): Promise<void> {
    await this.db.insertBatch(
      'batch_upload_outcome',
      { line: 'integer', outcome: 'text', reason: 'text', user_id: 'text' },
      applied.map((row) => [
        row.line,
        row.outcome,
        row.reason && reasonText(language, row.reason),
        row.userId,
      ]),
      { load_id: id },
    );
  }

  private async rows({ loadId, firstLine, lastLine }: ClaimedChunk): Promise<ReviewedRecord[]> {
    const staged = await this.db.all((tables) =>
      tables
        .selectFrom('batch_upload_row_check as c')
        .innerJoin('batch_upload_row as r', (join) =>
          join.onRef('r.load_id', '=', 'c.load_id').onRef('r.line', '=', 'c.line'),
        )
        .select((row) => [
          'c.line',
          'c.user_id',
          'c.changes',
          row
            .case()
            .when('c.action', 'in', ['CREATE', 'UPDATE'])
            .then(row.ref('r.cells'))
            .end()
            .as('cells'),
        ])
        .where('c.load_id', '=', loadId)
        .where((row) => row.between('c.line', firstLine, lastLine))
        .orderBy('c.line'),
    );
    const chunks = await this.selections.find(loadId, { first: firstLine, last: lastLine });
    const states = chunks.map((chunk) => chunk.states).join('');
    return staged.map((row, index) => ({ ...row, ...stateOf(states[index] as string) }));
  }
}

const HAS_PROBLEMS = skipped('HAS_PROBLEMS', {});
const UNTICKED = skipped('UNTICKED', {});
const RIGHTS_LOST = failed('RIGHTS_LOST', {});

function reviewed(row: ReviewedRecord, headers: readonly string[]): ReviewedRow {
  const cells = JSON.parse(row.cells ?? '[]') as string[];
  return {
    line: row.line,
    action: row.action === 'CREATE' ? 'CREATE' : 'UPDATE',
    userId: row.user_id,
    changes: JSON.parse(row.changes) as Change[],
    cells: new Map(headers.map((header, index) => [header, cells[index] ?? ''])),
  };
}

function outcomeOf(row: ReviewedRecord, result: RowResult | undefined): Applied {
  const base = { line: row.line, userId: row.user_id, reason: null, changes: [] };
  if (row.action === 'UNCHANGED') return { ...base, outcome: 'UNCHANGED' };
  if (row.action === 'INVALID') return { ...base, ...HAS_PROBLEMS };
  if (!row.selected) return { ...base, ...UNTICKED };
  if (!result) throw new Error(`The host's users port gave no result for line ${row.line}.`);
  if ('userId' in result)
    return {
      ...base,
      outcome: row.action === 'CREATE' ? 'CREATED' : 'UPDATED',
      userId: result.userId,
      changes: result.changes,
    };
  return { ...base, ...result };
}

const isWritten = ({ outcome }: Applied): boolean => outcome === 'CREATED' || outcome === 'UPDATED';

function eventsOf(row: Applied, invited: boolean): NewEvent[] {
  const { line, userId, outcome, changes } = row;
  if (userId === null || !isWritten(row)) return [];
  const events: NewEvent[] = [
    outcome === 'CREATED'
      ? { type: 'UserCreated', line, userId }
      : { type: 'UserUpdated', line, userId, changes: JSON.stringify(changes) },
  ];
  if (invited) events.push({ type: 'InviteRequested', line, userId });
  return events;
}

function tallyOf(rows: Applied[], invited: ReadonlySet<number>): OutcomeCounts {
  const tally = { ...NOTHING_DONE };
  for (const row of rows) {
    tally[row.outcome.toLowerCase() as Lowercase<Outcome>] += 1;
    if (isWritten(row) && invited.has(row.line)) tally.invited += 1;
  }
  return tally;
}
