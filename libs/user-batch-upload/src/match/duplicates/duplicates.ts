import { Injectable } from '@nestjs/common';
import type { RowCheck } from '../../load/load-row.js';
import type { CodedProblem } from '../../problems/problem.js';
import { DuplicateGroups, type GroupMember } from './duplicate-groups.js';
import { HashSet } from './hash-set.js';
import { keyedRow, type KeyedRow, keyOf, type Keys, KINDS, noKeys, RowKeys } from './row-keys.js';

export interface Duplicate {
  line: number;
  /** The other lines, the first few by number. */
  others: GroupMember['others'];
  /** What the rows share, and its column. */
  kind: (typeof KINDS)[number];
}

/** How many keys are compared together: some MB. A file with more repeated keys is read several times. */
const COMPARED_KEYS = 50_000;

/** For fewer rows the memory does not matter. */
const MANY_ROWS = 100_000;

/** How many duplicates are reported together. */
const BATCH = 1_000;

/**
 * Finds rows of one load that would write the same user, or give the same e-mail or Internal ID to two users. The
 * hashes of all chunks show which keys may repeat, and only those keys are compared.
 */
@Injectable()
export class Duplicates {
  constructor(private readonly keys: RowKeys) {}

  /** The duplicates of a load that is wholly checked, in the order of the file, about `BATCH` at a time. */
  async *find(loadId: string, rowCount: number): AsyncGenerator<Duplicate[]> {
    const groups = await this.groups(loadId, await this.repeatedHashes(loadId, rowCount));
    if (groups) yield* batches(duplicatesOf(groups));
  }

  /**
   * The same for some lines, whose chunks begin on `firstLines`. Rows in `sharing` may share a key with any row of the
   * load. The other rows share only keys in `known`, and only with rows of `lines`.
   */
  async *findAmong(
    loadId: string,
    lines: ReadonlySet<number>,
    firstLines: readonly number[],
    sharing: ReadonlySet<number>,
    known: Keys,
  ): AsyncGenerator<Duplicate[]> {
    const rows = await this.keys.ofLines(loadId, lines, firstLines);
    const shared = noKeys();
    for (const row of rows)
      if (sharing.has(row[0]))
        for (const [kind, some] of shared.entries()) {
          const key = keyOf(row, kind);
          if (key !== null && !known[kind]?.has(key)) some.add(key);
        }
    const byLine = new Map(
      [...rows, ...(await this.keys.having(loadId, shared))].map((row) => [row[0], row]),
    );
    const inOrder = [...byLine.values()].sort(([a], [b]) => a - b);
    yield* batches(duplicatesOf(grouped(inOrder), lines));
  }

  /** The hashes of each kind. */
  private async repeatedHashes(loadId: string, rowCount: number): Promise<HashSet[]> {
    const counts = rowCount > MANY_ROWS ? await this.hashCounts(loadId) : KINDS.map(() => rowCount);
    const sets = counts.map((count) => new HashSet(count));
    for await (const { hashes } of this.keys.hashes(loadId))
      // By index: an iterator's pairs would be garbage, three for each of a million rows.
      for (let index = 0; index < hashes.length; index += 1)
        sets[index % KINDS.length]?.add(hashes[index] ?? 0);
    return sets;
  }

  /** How many rows have a key of each kind. Few have one of every kind, so that the sets need half of the memory. */
  private async hashCounts(loadId: string): Promise<number[]> {
    const counts = KINDS.map(() => 0);
    for await (const { hashes } of this.keys.hashes(loadId))
      for (let kind = 0; kind < KINDS.length; kind += 1)
        for (let index = kind; index < hashes.length; index += KINDS.length)
          if (hashes[index] !== 0) counts[kind] = (counts[kind] ?? 0) + 1;
    return counts;
  }

  /** Undefined if the load was purged meanwhile. */
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
    for await (const { firstLine, hashes } of this.keys.hashes(loadId)) {
      let rows: KeyedRow[] | undefined;
      for (let index = 0; index < hashes.length; index += 1) {
        const kind = index % KINDS.length;
        const hash = hashes[index] ?? 0;
        if (!repeated[kind]?.isRepeated(hash)) continue;
        const position = next++;
        if (!isInPart(hash)) continue;
        rows ??= await this.keys.ofChunk(loadId, firstLine);
        const row = rows[Math.floor(index / KINDS.length)];
        if (!row) return false;
        groups.add(position, row[0], kind, keyOf(row, kind) ?? '');
      }
    }
    return next === groups.size;
  }
}

/** The duplicates among rows that are all in memory, in their order. */
export const duplicatesIn = (rowChecks: readonly RowCheck[]): Duplicate[] => [
  ...duplicatesOf(grouped(rowChecks.map(keyedRow))),
];

/** The rows by their keys. */
function grouped(rows: readonly KeyedRow[]): DuplicateGroups {
  const found = rows.flatMap((row) =>
    [...KINDS.keys()].flatMap((kind) => {
      const key = keyOf(row, kind);
      return key === null ? [] : [{ line: row[0], kind, key }];
    }),
  );
  const groups = new DuplicateGroups(found.length, KINDS.length);
  for (const [position, { line, kind, key }] of found.entries())
    groups.add(position, line, kind, key);
  return groups;
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

/** The duplicates in batches of about `BATCH`. All duplicates of a line are in one batch. */
function* batches(duplicates: Iterable<Duplicate>): Generator<Duplicate[]> {
  let batch: Duplicate[] = [];
  for (const found of duplicates) {
    if (batch.length >= BATCH && batch.at(-1)?.line !== found.line) {
      yield batch;
      batch = [];
    }
    batch.push(found);
  }
  if (batch.length > 0) yield batch;
}

const duplicate = ({ line, kind, others }: GroupMember): Duplicate => ({
  line,
  others,
  kind: KINDS[kind] as (typeof KINDS)[number],
});

/** The problem of a duplicate. */
export const duplicateProblem = ({ kind, others }: Duplicate): CodedProblem => ({
  column: kind.column,
  code: 'DUPLICATE_IN_FILE',
  params: { ...others, what: kind.what },
});

const hasSameLines = (a: Duplicate, b: Duplicate): boolean =>
  a.others.more === b.others.more && a.others.lines.join() === b.others.lines.join();

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);
