import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Database } from '../../database/database.js';
import type { RowCheck } from '../../load/load-row.js';
import { problemMessage } from '../../problems/problem-messages.js';
import { DuplicateGroups, type GroupMember } from './duplicate-groups.js';
import { HashSet, hashOf } from './hash-set.js';

export interface Duplicate {
  line: number;
  /** The other lines, the first few by number. */
  others: GroupMember['others'];
  column: 'Email Address' | 'Internal ID';
  message: string;
}

const KINDS = [
  { what: 'user', column: 'Email Address' },
  { what: 'e-mail', column: 'Email Address' },
  { what: 'Internal ID', column: 'Internal ID' },
] as const;

/** How many chunks of hashes are read together: some hundred KB. */
const READ_CHUNKS = 20;

/** How many keys are compared together: some MB. A file with more repeated keys is read several times. */
const COMPARED_KEYS = 50_000;

/** How many duplicates are reported together. */
const BATCH = 1_000;

/** A row's line, and its key of each kind. */
type KeyedRow = [line: number, ...keys: Key[]];
type Key = string | null;

/** Hashes of keys, a set for each kind. */
type Hashes = readonly ReadonlySet<number>[];

/** Lines of a load, and the lines on which their chunks begin. */
export interface SomeLines {
  lines: ReadonlySet<number>;
  firstLines: readonly number[];
}

/** Keys that rows had or got, and what finds their other rows. */
export interface ChangedKeys {
  hashes: Set<number>[];
  /** Of each kind. */
  keys: Set<string>[];
}

export const noKeys = (): ChangedKeys => ({ hashes: emptySets(), keys: emptySets() });

/**
 * Finds rows of one load that would write the same user, or give the same e-mail or Internal ID to two users. Each chunk
 * stores its keys and their hashes in one record. The hashes of all chunks show which keys may repeat, and only those
 * keys are compared. An index over the keys took half of the database's time for staging.
 */
@Injectable()
export class Duplicates {
  constructor(private readonly db: Database) {}

  /** Stores the keys of the rows of a chunk. */
  async add(loadId: string, rowChecks: readonly RowCheck[]): Promise<void> {
    await this.save(loadId, rowChecks.map(keyedRow));
  }

  /** Stores the keys of rows that were checked again, in chunks that begin on these lines. Adds the keys that they lost or got to `changed`. */
  async replace(
    loadId: string,
    rowChecks: readonly RowCheck[],
    firstLines: readonly number[],
    changed: ChangedKeys,
  ): Promise<void> {
    const hash = hashOf(loadId);
    const rowsNow = new Map(rowChecks.map((rowCheck) => [rowCheck.line, keyedRow(rowCheck)]));
    for (const firstLine of firstLines) {
      let isChanged = false;
      const rows = (await this.keys(loadId, firstLine)).map((row) => {
        const now = rowsNow.get(row[0]);
        if (!now) return row;
        for (const kind of KINDS.keys())
          for (const key of differentKeys(keyOf(row, kind), keyOf(now, kind))) {
            isChanged = true;
            changed.keys[kind]?.add(key);
            changed.hashes[kind]?.add(hash(key));
          }
        return now;
      });
      if (!isChanged) continue;
      await this.db.change((tables) =>
        tables
          .deleteFrom('batch_upload_row_key')
          .where('load_id', '=', loadId)
          .where('first_line', '=', firstLine),
      );
      await this.save(loadId, rows);
    }
  }

  /** The lines that have one of these keys, in the order of the file. */
  async linesWith(loadId: string, { hashes: asked, keys }: ChangedKeys): Promise<number[]> {
    const lines: number[] = [];
    if (keys.every(({ size }) => size === 0)) return lines;
    for await (const { firstLine, hashes } of this.chunks(loadId)) {
      if (!hashes.some((hash, index) => asked[index % KINDS.length]?.has(hash))) continue;
      for (const [line, ...rowKeys] of await this.keys(loadId, firstLine))
        if (rowKeys.some((key, kind) => key !== null && keys[kind]?.has(key))) lines.push(line);
    }
    return lines;
  }

  /**
   * The duplicates of a load that is wholly checked, in the order of the file, at most `BATCH` at a time. `among`: only
   * these lines.
   */
  async *find(loadId: string, rowCount: number, among?: SomeLines): AsyncGenerator<Duplicate[]> {
    const only = among && (await this.hashesOf(loadId, among));
    const groups = await this.groups(loadId, await this.repeatedHashes(loadId, rowCount, only));
    if (!groups) return;
    let batch: Duplicate[] = [];
    for (const found of duplicatesOf(groups, among?.lines)) {
      if (batch.length >= BATCH && batch.at(-1)?.line !== found.line) {
        yield batch;
        batch = [];
      }
      batch.push(found);
    }
    if (batch.length > 0) yield batch;
  }

  private async save(loadId: string, rows: readonly KeyedRow[]): Promise<void> {
    const hash = hashOf(loadId);
    const hashes = new Uint32Array(rows.length * KINDS.length);
    let at = 0;
    for (const row of rows)
      for (let kind = 0; kind < KINDS.length; kind += 1) hashes[at++] = hash(keyOf(row, kind));
    await this.db.change((tables) =>
      tables.insertInto('batch_upload_row_key').values({
        load_id: loadId,
        first_line: rows[0]?.[0] ?? 0,
        hashes: Buffer.from(hashes.buffer),
        keys: JSON.stringify(rows),
      }),
    );
  }

  /** The hashes of the keys of these lines. */
  private async hashesOf(loadId: string, { lines, firstLines }: SomeLines): Promise<Hashes> {
    const hash = hashOf(loadId);
    const found = emptySets<number>();
    for (const firstLine of firstLines)
      for (const [line, ...keys] of await this.keys(loadId, firstLine))
        if (lines.has(line)) for (const [kind, key] of keys.entries()) found[kind]?.add(hash(key));
    return found;
  }

  /** The hashes of each kind, of all keys or only of those with these hashes. */
  private async repeatedHashes(
    loadId: string,
    rowCount: number,
    only?: Hashes,
  ): Promise<HashSet[]> {
    const sets = KINDS.map((_, kind) => new HashSet(only?.[kind]?.size ?? rowCount));
    for await (const { hashes } of this.chunks(loadId))
      // By index: an iterator's pairs would be garbage, three for each of a million rows.
      for (let index = 0; index < hashes.length; index += 1) {
        const kind = index % KINDS.length;
        const hash = hashes[index] ?? 0;
        if (!only || only[kind]?.has(hash)) sets[kind]?.add(hash);
      }
    return sets;
  }

  /** Undefined if another worker has opened the load meanwhile and deleted its keys. */
  private async groups(
    loadId: string,
    hashes: readonly HashSet[],
  ): Promise<DuplicateGroups | undefined> {
    const groups = new DuplicateGroups(sumOf(hashes.map(({ repeated }) => repeated)), KINDS.length);
    const parts = Math.ceil(
      sumOf(hashes.map(({ repeatedValues }) => repeatedValues)) / COMPARED_KEYS,
    );
    for (let part = 0; part < parts; part += 1) {
      const isComplete = await this.group(loadId, hashes, groups, (hash) => hash % parts === part);
      if (!isComplete) return undefined;
      groups.forgetKeys();
    }
    return groups;
  }

  /** Groups the rows of one part of the hashes. Resolves to whether all keys were still there. */
  private async group(
    loadId: string,
    repeated: readonly HashSet[],
    groups: DuplicateGroups,
    isInPart: (hash: number) => boolean,
  ): Promise<boolean> {
    let next = 0;
    for await (const { firstLine, hashes } of this.chunks(loadId)) {
      let rows: KeyedRow[] | undefined;
      for (let index = 0; index < hashes.length; index += 1) {
        const kind = index % KINDS.length;
        const hash = hashes[index] ?? 0;
        if (!repeated[kind]?.isRepeated(hash)) continue;
        const position = next++;
        if (!isInPart(hash)) continue;
        rows ??= await this.keys(loadId, firstLine);
        const row = rows[Math.floor(index / KINDS.length)];
        if (!row) return false;
        const [line, ...keys] = row;
        groups.add(position, line, kind, keys[kind] ?? '');
      }
    }
    return next === groups.size;
  }

  private async *chunks(
    loadId: string,
  ): AsyncGenerator<{ firstLine: number; hashes: Uint32Array }> {
    for (let after = 0; ;) {
      const records = await this.db.all((tables) =>
        tables
          .selectFrom('batch_upload_row_key')
          .select(['first_line', 'hashes'])
          .where('load_id', '=', loadId)
          .where('first_line', '>', after)
          .orderBy('first_line')
          .limit(READ_CHUNKS),
      );
      for (const { first_line, hashes } of records) {
        after = first_line;
        // Copied, because the bytes of a driver may start at any offset.
        yield { firstLine: first_line, hashes: new Uint32Array(new Uint8Array(hashes).buffer) };
      }
      if (records.length < READ_CHUNKS) return;
    }
  }

  private async keys(loadId: string, firstLine: number): Promise<KeyedRow[]> {
    const chunk = await this.db.first((tables) =>
      tables
        .selectFrom('batch_upload_row_key')
        .select('keys')
        .where('load_id', '=', loadId)
        .where('first_line', '=', firstLine),
    );
    return JSON.parse(chunk?.keys ?? '[]') as KeyedRow[];
  }
}

/** The longest e-mail address. */
const KEY_CHARACTERS = 254;

/** A longer key is stored as its hash: many of them would fill the memory. */
const keptKey = (key: string | null): string | null =>
  key === null || key.length <= KEY_CHARACTERS
    ? key
    : createHash('sha256').update(key).digest('base64');

const keyedRow = ({ line, touchedUser, givenEmail, givenInternalId }: RowCheck): KeyedRow => [
  line,
  touchedUser,
  keptKey(givenEmail),
  keptKey(givenInternalId),
];

const keyOf = (row: KeyedRow, kind: number): Key => row[kind + 1] as Key;

const emptySets = <Item>(): Set<Item>[] => KINDS.map(() => new Set<Item>());

/** Both keys, if they differ. */
const differentKeys = (before: Key, now: Key): string[] =>
  before === now ? [] : [before, now].filter((key) => key !== null);

/** The duplicates among rows that are all in memory, in their order. */
export function duplicatesIn(rowChecks: readonly RowCheck[]): Duplicate[] {
  const keys = rowChecks.flatMap((rowCheck) => {
    const row = keyedRow(rowCheck);
    return [...KINDS.keys()].flatMap((kind) => {
      const key = keyOf(row, kind);
      return key === null ? [] : [{ line: rowCheck.line, kind, key }];
    });
  });
  const groups = new DuplicateGroups(keys.length, KINDS.length);
  for (const [position, { line, kind, key }] of keys.entries())
    groups.add(position, line, kind, key);
  return [...duplicatesOf(groups)];
}

/** The members of the groups, or only those on these lines. */
function* duplicatesOf(groups: DuplicateGroups, lines?: ReadonlySet<number>): Generator<Duplicate> {
  let before: Duplicate | undefined;
  for (const member of groups.members()) {
    if (lines && !lines.has(member.line)) continue;
    const found = duplicate(member);
    // Two rows that share one key mostly share all keys; one message is enough.
    if (before?.line === found.line && hasSameLines(before, found)) continue;
    before = found;
    yield found;
  }
}

function duplicate({ line, kind, others }: GroupMember): Duplicate {
  const { what, column } = KINDS[kind] as (typeof KINDS)[number];
  return {
    line,
    others,
    column,
    message: problemMessage('DUPLICATE_IN_FILE', { ...others, what }),
  };
}

const hasSameLines = (a: Duplicate, b: Duplicate): boolean =>
  a.others.more === b.others.more && a.others.lines.join() === b.others.lines.join();

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);
