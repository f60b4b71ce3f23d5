import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Database } from '../../database/database.js';
import type { RowCheck } from '../../load/load-row.js';
import type { ChunkSelection } from '../../load/selection.js';
import {
  type ChangedMarks,
  differentMarks,
  marksOf,
  readMarks,
  replaceMarks,
  storedMarks,
  type StoredMarks,
} from '../marks/row-marks.js';
import { chunkPages } from '../chunk-pages.js';
import { hashesIn, hashOf } from './hash-set.js';

/** What two rows must not share, and the column that a problem is about. */
export const KINDS = [
  { what: 'user', column: 'Email Address' },
  { what: 'email', column: 'Email Address' },
  { what: 'Internal ID', column: 'Internal ID' },
] as const;

type Key = string | null;

/** A row's line, and its key of each kind. */
export type KeyedRow = [line: number, ...keys: Key[]];

/** Keys of each kind. */
export type Keys = readonly Set<string>[];

/** The keys and marks of changed rows that may affect other rows. */
export interface Changed {
  /** Keys that rows got, or no longer share. */
  keys: Keys;
  marks: ChangedMarks;
}

export const noKeys = (): Keys => KINDS.map(() => new Set());

/** How many chunks of hashes are read together: some hundred KB. */
const READ_CHUNKS = 20;
/** How many chunks of keys are read together: some hundred KB. */
const KEY_CHUNKS = 5;
/** The database searches for up to this many hashes. For more, all hashes are read. */
const FEW_HASHES = 20;

/**
 * Each chunk of a load stores the keys of its rows and their hashes in one record. An index over the keys took half of
 * the database's time for staging.
 */
@Injectable()
export class RowKeys {
  constructor(private readonly db: Database) {}

  /** Stores the keys and marks of the rows of a chunk. */
  async add(loadId: string, rowChecks: readonly RowCheck[]): Promise<void> {
    const rows = rowChecks.map(keyedRow);
    const marks = marksOf(rowChecks, hashOf(loadId));
    await this.db.change((tables) =>
      tables.insertInto('batch_upload_row_key').values({
        load_id: loadId,
        first_line: rows[0]?.[0] ?? 0,
        ...stored(loadId, rows),
        ...storedMarks(marks),
      }),
    );
  }

  /**
   * Stores the keys and marks of rows that were checked again, in these chunks. Adds to `changed` the keys that they
   * got, the keys that rows of `sharing` lost, and the marks that changed.
   */
  async replace(
    loadId: string,
    rowChecks: readonly RowCheck[],
    chunks: readonly Pick<ChunkSelection, 'firstLine' | 'lines'>[],
    sharing: ReadonlySet<number>,
    changed: Changed,
  ): Promise<void> {
    const hash = hashOf(loadId);
    const checksNow = new Map(rowChecks.map((rowCheck) => [rowCheck.line, rowCheck]));
    const rowsNow = new Map(rowChecks.map((rowCheck) => [rowCheck.line, keyedRow(rowCheck)]));
    for (const { firstLine, lines } of chunks) {
      const chunk = await this.hashedChunk(loadId, firstLine);
      if (!chunk) continue;
      // Hashes show whether keys differ, and have a tenth of their bytes.
      const differ = lines.some((line, index) => {
        const row = rowsNow.get(line);
        return (
          row !== undefined &&
          KINDS.some(
            (_, kind) => hash(keyOf(row, kind)) !== chunk.hashes[index * KINDS.length + kind],
          )
        );
      });
      const keys = differ
        ? stored(loadId, await this.keysNow(loadId, firstLine, rowsNow, sharing, changed.keys))
        : {};
      const marks = replaceMarks(readMarks(chunk), [...lines], checksNow, hash, changed.marks);
      const set = { ...keys, ...differentMarks(chunk, storedMarks(marks)) };
      if (Object.keys(set).length === 0) continue;
      await this.db.change((tables) =>
        tables
          .updateTable('batch_upload_row_key')
          .set(set)
          .where('load_id', '=', loadId)
          .where('first_line', '=', firstLine),
      );
    }
  }

  private async keysNow(
    loadId: string,
    firstLine: number,
    rowsNow: ReadonlyMap<number, KeyedRow>,
    sharing: ReadonlySet<number>,
    changed: Keys,
  ): Promise<KeyedRow[]> {
    return (await this.ofChunk(loadId, firstLine)).map((row) => {
      const now = rowsNow.get(row[0]) ?? row;
      for (const kind of KINDS.keys()) {
        const [before, after] = [keyOf(row, kind), keyOf(now, kind)];
        if (before === after) continue;
        if (after !== null) changed[kind]?.add(after);
        if (before !== null && sharing.has(row[0])) changed[kind]?.add(before);
      }
      return now;
    });
  }

  private async hashedChunk(
    loadId: string,
    firstLine: number,
  ): Promise<(StoredMarks & { hashes: Uint32Array }) | undefined> {
    const chunk = await this.db.first((tables) =>
      tables
        .selectFrom('batch_upload_row_key')
        .select(['hashes', 'held_names', 'renames', 'leaving'])
        .where('load_id', '=', loadId)
        .where('first_line', '=', firstLine),
    );
    return chunk && { ...chunk, hashes: hashesIn(chunk.hashes) };
  }

  /** The rows of these lines, from chunks that begin on `firstLines`. */
  async ofLines(
    loadId: string,
    lines: ReadonlySet<number>,
    firstLines: readonly number[],
  ): Promise<KeyedRow[]> {
    const found: KeyedRow[] = [];
    for (const firstLine of firstLines)
      for (const row of await this.ofChunk(loadId, firstLine))
        if (lines.has(row[0])) found.push(row);
    return found;
  }

  /** The rows that have one of these keys, in the order of the file. */
  async having(loadId: string, keys: Keys): Promise<KeyedRow[]> {
    const found: KeyedRow[] = [];
    for await (const rows of this.chunksThatMayHave(loadId, keys))
      for (const row of rows)
        if (keys.some((some, kind) => some.has(keyOf(row, kind) ?? ''))) found.push(row);
    return found;
  }

  async ofChunk(loadId: string, firstLine: number): Promise<KeyedRow[]> {
    const chunk = await this.db.first((tables) =>
      tables
        .selectFrom('batch_upload_row_key')
        .select('keys')
        .where('load_id', '=', loadId)
        .where('first_line', '=', firstLine),
    );
    return JSON.parse(chunk?.keys ?? '[]') as KeyedRow[];
  }

  /** The hashes of all chunks: one of each kind for each row. */
  async *hashes(loadId: string): AsyncGenerator<{ firstLine: number; hashes: Uint32Array }> {
    const chunks = chunkPages(READ_CHUNKS, (after, size) =>
      this.db.all((tables) =>
        tables
          .selectFrom('batch_upload_row_key')
          .select(['first_line', 'hashes'])
          .where('load_id', '=', loadId)
          .where('first_line', '>', after)
          .orderBy('first_line')
          .limit(size),
      ),
    );
    for await (const chunk of chunks)
      yield { firstLine: chunk.first_line, hashes: hashesIn(chunk.hashes) };
  }

  /** The rows of each chunk. */
  private async *chunksThatMayHave(loadId: string, keys: Keys): AsyncGenerator<KeyedRow[]> {
    const hash = hashOf(loadId);
    const asked = keys.map((some) => new Set([...some].map(hash)));
    const all = asked.flatMap((some) => [...some]);
    if (all.length === 0) return;
    if (all.length > FEW_HASHES) {
      for await (const { firstLine, hashes } of this.hashes(loadId))
        if (hashes.some((one, index) => asked[index % KINDS.length]?.has(one)))
          yield this.ofChunk(loadId, firstLine);
      return;
    }
    const bytes = all.map((one) => Buffer.from(Uint32Array.of(one).buffer));
    const chunks = chunkPages(KEY_CHUNKS, (after, size) =>
      this.db.all((tables) =>
        tables
          .selectFrom('batch_upload_row_key')
          .select(['first_line', 'keys'])
          .where('load_id', '=', loadId)
          .where('first_line', '>', after)
          .where(this.db.containsBytes('hashes', bytes))
          .orderBy('first_line')
          .limit(size),
      ),
    );
    for await (const chunk of chunks) yield JSON.parse(chunk.keys) as KeyedRow[];
  }
}

/** The longest e-mail address. */
const KEY_CHARACTERS = 254;

/** A longer key is stored as its hash, because many long keys would fill the memory. */
const keptKey = (key: Key): Key =>
  key === null || key.length <= KEY_CHARACTERS
    ? key
    : createHash('sha256').update(key).digest('base64');

export const keyedRow = ({
  line,
  touchedUser,
  givenEmail,
  givenInternalId,
}: RowCheck): KeyedRow => [line, touchedUser, keptKey(givenEmail), keptKey(givenInternalId)];

export const keyOf = (row: KeyedRow, kind: number): Key => row[kind + 1] as Key;

function stored(loadId: string, rows: readonly KeyedRow[]): { hashes: Buffer; keys: string } {
  const hash = hashOf(loadId);
  const hashes = new Uint32Array(rows.length * KINDS.length);
  let at = 0;
  for (const row of rows)
    for (let kind = 0; kind < KINDS.length; kind += 1) hashes[at++] = hash(keyOf(row, kind));
  return { hashes: Buffer.from(hashes.buffer), keys: JSON.stringify(rows) };
}
