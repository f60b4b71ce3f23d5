import { parse } from 'csv-parse';
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { orderedId } from './ordered-id.ts';

/** Rows per transaction, as in the product. */
const CHUNK_ROWS = 1_000;

/** A user's values in the order of the base columns. */
export const VALUE_COLUMNS = [
  'profile_type',
  'internal_id',
  'email',
  'first_name',
  'last_name',
  'office_id',
  'status',
  'mobile_phone_country',
  'mobile_phone',
] as const;

export const ROW_COLUMNS = [
  'load_id',
  'line',
  'action',
  'user_id',
  'problem',
  'changes',
  ...VALUE_COLUMNS,
  'email_key',
  'custom_fields',
] as const;

/** A row of `baseline_row`, in the order of ROW_COLUMNS. */
export type StagedRow = (string | number | null)[];

export type BaselineUser = Record<(typeof VALUE_COLUMNS)[number] | 'id' | 'email_key', string> & {
  custom_fields: Record<string, string>;
};

/** The organisation of the file. */
export interface Scope {
  organisationId: string;
  roleId: string;
  officeIds: ReadonlyMap<string, string>;
  fieldIds: ReadonlyMap<string, string>;
}

/** The database operations of the baseline. */
export interface BaselineStore {
  scope(): Promise<Scope>;
  findUsers(scope: Scope, emailKeys: string[], internalIds: string[]): Promise<BaselineUser[]>;
  /** Runs the work in its own transaction. */
  transaction(work: () => Promise<void>): Promise<void>;
  addLoad(id: string, headers: string): Promise<void>;
  addRows(rows: StagedRow[]): Promise<void>;
  addChunk(loadId: string, firstLine: number, lastLine: number): Promise<void>;
  chunks(loadId: string): Promise<{ first_line: number; last_line: number }[]>;
  /** Writes users, an outcome for each row and an event for each change, and completes the chunk. */
  applyChunk(scope: Scope, loadId: string, firstLine: number, lastLine: number): Promise<void>;
  /** The number of rows for each value of the column. */
  count(
    table: 'baseline_row' | 'baseline_outcome',
    column: string,
    loadId: string,
  ): Promise<Counts>;
  page(loadId: string): Promise<object[]>;
}

export type Counts = Record<string, number>;

/**
 * The minimal program that the product is compared with. It does only what is unavoidable: the same chunks in their own
 * transactions, bulk look-ups of users, an outcome for each row and an outbox row for each change.
 */
export class Baseline {
  private readonly store: BaselineStore;

  constructor(store: BaselineStore) {
    this.store = store;
  }

  async stage(file: Readable): Promise<{ id: string; counts: Counts }> {
    const id = randomUUID();
    const scope = await this.store.scope();
    const parser = parse({ bom: true, relax_column_count: true });
    file.on('error', (error) => parser.destroy(error)).pipe(parser);
    let headers: string[] | undefined;
    let line = 1;
    let rows: string[][] = [];
    const flush = async () => {
      await this.stageChunk(scope, id, headers ?? [], line - rows.length + 1, rows);
      rows = [];
    };
    for await (const record of parser as AsyncIterable<string[]>) {
      if (!headers) {
        headers = record;
        await this.store.addLoad(id, JSON.stringify(headers));
        continue;
      }
      line += 1;
      if (rows.push(record) === CHUNK_ROWS) await flush();
    }
    if (rows.length > 0) await flush();
    return { id, counts: await this.store.count('baseline_row', 'action', id) };
  }

  async finish(loadId: string): Promise<Counts> {
    const scope = await this.store.scope();
    for (const { first_line, last_line } of await this.store.chunks(loadId))
      await this.store.transaction(() =>
        this.store.applyChunk(scope, loadId, first_line, last_line),
      );
    return this.store.count('baseline_outcome', 'outcome', loadId);
  }

  async page(loadId: string): Promise<{ items: object[]; counts: Counts }> {
    return {
      items: await this.store.page(loadId),
      counts: await this.store.count('baseline_row', 'action', loadId),
    };
  }

  private stageChunk(
    scope: Scope,
    loadId: string,
    headers: string[],
    firstLine: number,
    rows: string[][],
  ): Promise<void> {
    return this.store.transaction(async () => {
      const users = await this.store.findUsers(
        scope,
        rows.map((cells) => emailKey(cells[2])),
        rows.map((cells) => cells[1] ?? '').filter(Boolean),
      );
      const byEmail = new Map(users.map((user) => [user.email_key, user]));
      const byInternalId = new Map(users.map((user) => [user.internal_id, user]));
      await this.store.addRows(
        rows.map((cells, index) => {
          const user = byInternalId.get(cells[1] ?? '') ?? byEmail.get(emailKey(cells[2]));
          return judged(scope, loadId, firstLine + index, headers, cells, user);
        }),
      );
      await this.store.addChunk(loadId, firstLine, firstLine + rows.length - 1);
    });
  }
}

const emailKey = (email = ''): string => email.toLowerCase();

function judged(
  scope: Scope,
  loadId: string,
  line: number,
  headers: string[],
  cells: string[],
  user: BaselineUser | undefined,
): StagedRow {
  const officeId = scope.officeIds.get(cells[5] ?? '') ?? '';
  const values = VALUE_COLUMNS.map((column, index) =>
    column === 'office_id' ? officeId : (cells[index] ?? ''),
  );
  const fields: Record<string, string> = {};
  for (let index = VALUE_COLUMNS.length; index < headers.length; index += 1) {
    const id = scope.fieldIds.get(headers[index] ?? '');
    const cell = cells[index];
    if (id && cell) fields[id] = cell;
  }
  const problem =
    cells[5] && !officeId
      ? 'OFFICE_UNKNOWN'
      : !user && [0, 2, 3, 4, 5].some((index) => !cells[index])
        ? 'REQUIRED'
        : null;
  const changes = user ? changesTo(user, headers, values, fields) : [];
  const does = user ? (changes.length > 0 ? 'UPDATE' : 'UNCHANGED') : 'CREATE';
  return [
    loadId,
    line,
    problem ? 'INVALID' : does,
    user?.id ?? orderedId(),
    problem,
    JSON.stringify(changes),
    ...values,
    emailKey(cells[2]),
    JSON.stringify(fields),
  ];
}

function changesTo(
  user: BaselineUser,
  headers: string[],
  values: string[],
  fields: Record<string, string>,
): { column: string | undefined; from: string; to: string }[] {
  const changes = [];
  for (const [index, column] of VALUE_COLUMNS.entries()) {
    const to = values[index];
    if (to && to !== user[column])
      changes.push({ column: headers[index], from: user[column] ?? '', to });
  }
  for (const id in fields) {
    const from = user.custom_fields[id] ?? '';
    const to = fields[id] ?? '';
    if (to !== from) changes.push({ column: id, from, to });
  }
  return changes;
}

/** The baseline's tables. Its users are in a copy of the platform's table with the same indexes. */
export const baselineTables = (serial: string): string[] => [
  `create table baseline_load (id text primary key, headers text not null)`,
  `create table baseline_row (load_id text not null, line integer not null, action text not null, user_id text,
    problem text, changes text not null, ${VALUE_COLUMNS.map((column) => `${column} text not null`).join(', ')},
    email_key text not null, custom_fields text not null, primary key (load_id, line))`,
  `create table baseline_chunk (load_id text not null, first_line integer not null, last_line integer not null,
    done smallint not null, primary key (load_id, first_line))`,
  `create table baseline_outcome (load_id text not null, line integer not null, outcome text not null, user_id text,
    primary key (load_id, line))`,
  `create table baseline_event (position ${serial}, id text not null unique, type text not null,
    occurred_at bigint not null, organisation_id text not null, load_id text not null, line integer not null,
    user_id text not null, changes text, fanned_out smallint not null)`,
  `create index baseline_event_waiting on baseline_event (position) where fanned_out = 0`,
];
export const BASELINE_LOAD_TABLES = [
  'baseline_load',
  'baseline_row',
  'baseline_chunk',
  'baseline_outcome',
  'baseline_event',
];
