import { Injectable } from '@nestjs/common';
import { foldCase } from '../columns/fold-case.js';
import { Database } from '../database/database.js';
import type { Change } from '../load/change.js';
import type { RowCheck } from '../load/load-row.js';
import type { ChunkSelection } from '../load/selection.js';
import { HashSet, hashesIn, hashOf } from '../match/duplicates/hash-set.js';
import { problemMessage } from '../problems/problem-messages.js';
import type { ReportedProblem } from '../problems/problem.js';
import { Turns } from '../work/turns.js';

const [FIRST, LAST] = ['First Name', 'Last Name'] as const;

/** Chunks that one statement reads: some thousand rows. */
const READ_CHUNKS = 5;
/** Chunks whose hashes are read together: some hundred KB. */
const HASHED_CHUNKS = 20;
/** Names that are looked for together: some MB. A file that gives more is read several times. */
const NAMES = 50_000;
/** Rows that get their warning together. */
const BATCH = 1_000;

type Found = Map<number, ReportedProblem[]>;
type Lines = Pick<ChunkSelection, 'firstLine' | 'lastLine' | 'lines'>;

/** A row that gives its user another name. */
interface Given {
  line: number;
  userId: string;
  before: string;
  after: string;
  column: typeof FIRST | typeof LAST;
}

/**
 * Finds rows that give a user the name of a user of another chunk, as where one column of a sheet was sorted without
 * the others. The rule `PersonStaysTheSame` sees only the users of its own chunk.
 */
@Injectable()
export class MovedNames {
  constructor(private readonly db: Database) {}

  /** The warnings by line, in batches. Repeated, it finds the same but for rows that have such a warning. */
  async *find(loadId: string, chunks: readonly Lines[]): AsyncGenerator<Found> {
    if (chunks.length < 2 || !(await this.mayHaveMoved(loadId, chunks))) return;
    let given = new Map<string, Given[]>();
    let names = 0;
    for await (const one of this.givenNames(loadId, chunks)) {
      const key = foldCase(one.after);
      given.set(key, [...(given.get(key) ?? []), one]);
      names += 1;
      if (names % NAMES > 0) continue;
      yield* this.among(loadId, chunks, given);
      given = new Map();
    }
    yield* this.among(loadId, chunks, given);
  }

  /** Whether some row gives a name that some user has, by the hashes. In most files none does, and no row is read. */
  private async mayHaveMoved(loadId: string, chunks: readonly Lines[]): Promise<boolean> {
    const names: Uint32Array[] = [];
    for (const { firstLine, lastLine } of groupsOf(chunks, HASHED_CHUNKS)) {
      const records = await this.db.all((tables) =>
        tables
          .selectFrom('batch_upload_row_key')
          .select('names')
          .where('load_id', '=', loadId)
          .where((row) => row.between('first_line', firstLine, lastLine)),
      );
      names.push(...records.map((record) => hashesIn(record.names)));
    }
    const turns = new Turns();
    const given = new HashSet(chunks.reduce((rows, { lines }) => rows + lines.length, 0));
    for (const hashes of names) {
      for (let at = 1; at < hashes.length; at += 2) given.add(hashes[at] ?? 0);
      await turns.after(hashes.length);
    }
    for (const hashes of names) {
      for (let at = 0; at < hashes.length; at += 2) if (given.has(hashes[at] ?? 0)) return true;
      await turns.after(hashes.length);
    }
    return false;
  }

  private async *givenNames(loadId: string, chunks: readonly Lines[]): AsyncGenerator<Given> {
    for (const lines of groupsOf(chunks)) {
      const rows = await this.db.all((tables) =>
        tables
          .selectFrom('batch_upload_row_check')
          .select(['line', 'user_id', 'user_name', 'changes'])
          .where('load_id', '=', loadId)
          .where((row) => row.between('line', lines.firstLine, lines.lastLine))
          .where('user_id', 'is not', null)
          .where('changes', 'like', '% Name"%')
          .where('problem_codes', 'not like', '%PERSON_REPLACED%'),
      );
      for (const { line, user_id: userId, user_name: before, changes } of rows) {
        const renamed = before === null ? undefined : renaming(before, JSON.parse(changes));
        if (renamed && userId !== null && before !== null)
          yield { line, userId, before, ...renamed };
      }
    }
  }

  /** Those whose new name is that of another user whom a row of the load matched. */
  private async *among(
    loadId: string,
    chunks: readonly Lines[],
    given: Map<string, Given[]>,
  ): AsyncGenerator<Found> {
    if (given.size === 0) return;
    const turns = new Turns();
    let found: Found = new Map();
    for (const lines of groupsOf(chunks)) {
      const users = await this.db.all((tables) =>
        tables
          .selectFrom('batch_upload_row_check')
          .select(['user_id', 'user_name'])
          .where('load_id', '=', loadId)
          .where((row) => row.between('line', lines.firstLine, lines.lastLine))
          .where('user_id', 'is not', null),
      );
      for (const { user_id: id, user_name: name } of users) {
        const key = foldCase(name ?? '');
        for (const one of given.get(key) ?? [])
          if (one.userId !== id) found.set(one.line, [warning(one)]);
        if (found.size >= BATCH) {
          yield found;
          found = new Map();
        }
        await turns.after(key.length);
      }
    }
    if (found.size > 0) yield found;
  }
}

/** Hashes of the name of each row's user, and of the one that the row gives them; 0 for none, or one that has its warning. */
export function nameHashes(loadId: string, rowChecks: readonly RowCheck[]): Buffer {
  const hash = hashOf(loadId);
  const hashes = new Uint32Array(rowChecks.length * 2);
  for (const [index, { user, changes, problems }] of rowChecks.entries()) {
    if (!user) continue;
    hashes[index * 2] = hash(foldCase(user.name));
    const renamed = renaming(user.name, changes);
    if (renamed && !problems.some(({ code }) => code === 'PERSON_REPLACED'))
      hashes[index * 2 + 1] = hash(foldCase(renamed.after));
  }
  return Buffer.from(hashes.buffer);
}

function* groupsOf(
  chunks: readonly Lines[],
  size = READ_CHUNKS,
): Generator<Pick<Lines, 'firstLine' | 'lastLine'>> {
  for (let at = 0; at < chunks.length; at += size)
    yield {
      firstLine: chunks[at]?.firstLine ?? 0,
      lastLine: chunks[Math.min(at + size, chunks.length) - 1]?.lastLine ?? 0,
    };
}

/** The whole name after these changes, if they change it. */
function renaming(
  before: string,
  changes: readonly Change[],
): Pick<Given, 'after' | 'column'> | undefined {
  const first = changes.find(({ column }) => column === FIRST);
  const last = changes.find(({ column }) => column === LAST);
  if (!first && !last) return undefined;
  const kept = first
    ? before.slice(first.from.length)
    : before.slice(0, -(last?.from.length || 0) || undefined);
  const after = [first?.to ?? kept.trim(), last?.to ?? kept.trim()].filter(Boolean).join(' ');
  if (foldCase(after) === foldCase(before)) return undefined;
  return { after, column: first ? FIRST : LAST };
}

const warning = ({ before, after, column }: Given): ReportedProblem => ({
  column,
  code: 'PERSON_REPLACED',
  severity: 'warning',
  message: problemMessage('PERSON_REPLACED', { before, after, isOther: true }),
});
