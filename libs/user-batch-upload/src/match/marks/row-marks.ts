import type { RowCheck } from '../../load/load-row.js';
import { foldCase } from '../../columns/fold-case.js';
import { hashesIn, type hashOf } from '../duplicates/hash-set.js';

/** A row that gives its user another whole name. */
export interface Rename {
  line: number;
  /** The hash of the new name, as `heldNames` has it. */
  hash: number;
  column: 'First Name' | 'Last Name';
  before: string;
  after: string;
}

/** A row that makes its user, an active administrator, inactive. */
export interface Leaving {
  line: number;
  userId: string;
}

/** The data of a chunk's rows that checks between rows need, in addition to the keys. */
export interface RowMarks {
  /** The hash of the name of each row's user, 0 for none. Empty if no row has a user. */
  heldNames: Uint32Array;
  renames: Rename[];
  leaving: Leaving[];
}

/** The marks of changed rows that may affect other rows. */
export interface ChangedMarks {
  /** Hashes of names that users of rows have, or had. */
  heldNames: Set<number>;
  /** The renames of the rows as they are now. */
  renames: Rename[];
  /** The rows that make an administrator inactive, before and now. */
  leftBefore: Leaving[];
  leaving: Leaving[];
}

export const noMarks = (): ChangedMarks => ({
  heldNames: new Set(),
  renames: [],
  leftBefore: [],
  leaving: [],
});

type Hash = ReturnType<typeof hashOf>;
type MarkedRow = Pick<RowCheck, 'line' | 'user' | 'renaming' | 'losesAdministrator'>;

const heldName = ({ user }: MarkedRow, hash: Hash): number =>
  user ? hash(foldCase(user.name)) : 0;

export function marksOf(rowChecks: readonly MarkedRow[], hash: Hash): RowMarks {
  const isMatched = rowChecks.some(({ user }) => user !== null);
  return {
    heldNames: isMatched
      ? Uint32Array.from(rowChecks, (row) => heldName(row, hash))
      : new Uint32Array(),
    renames: rowChecks.flatMap(({ line, renaming }) =>
      renaming ? [{ line, hash: hash(foldCase(renaming.after)), ...renaming }] : [],
    ),
    leaving: rowChecks.flatMap(({ line, user, losesAdministrator }) =>
      user && losesAdministrator ? [{ line, userId: user.id }] : [],
    ),
  };
}

/** The marks of a chunk after some of its rows changed. Adds the marks that may affect other rows to `changed`. */
export function replaceMarks(
  before: RowMarks,
  lines: readonly number[],
  now: ReadonlyMap<number, MarkedRow>,
  hash: Hash,
  changed: ChangedMarks,
): RowMarks {
  const rows = lines.flatMap((line) => now.get(line) ?? []);
  const marks = marksOf(rows, hash);
  const heldNames = lines.map((line, index) => {
    const row = now.get(line);
    const [then = 0, held] = [before.heldNames[index], row && heldName(row, hash)];
    if (held === undefined || held === then) return then;
    for (const one of [then, held]) if (one !== 0) changed.heldNames.add(one);
    return held;
  });
  changed.renames.push(...marks.renames);
  changed.leaving.push(...marks.leaving);
  changed.leftBefore.push(...before.leaving.filter(({ line }) => now.has(line)));
  const merged = <Mark extends { line: number }>(then: Mark[], added: Mark[]): Mark[] =>
    [...then.filter(({ line }) => !now.has(line)), ...added].sort((a, b) => a.line - b.line);
  return {
    heldNames: heldNames.some((held) => held !== 0)
      ? Uint32Array.from(heldNames)
      : new Uint32Array(),
    renames: merged(before.renames, marks.renames),
    leaving: merged(before.leaving, marks.leaving),
  };
}

/** As a record of the database has them. */
export interface StoredMarks {
  held_names: Uint8Array;
  renames: string;
  leaving: string;
}

export const readMarks = (record: StoredMarks): RowMarks => ({
  heldNames: hashesIn(record.held_names),
  renames: JSON.parse(record.renames) as Rename[],
  leaving: JSON.parse(record.leaving) as Leaving[],
});

export const storedMarks = ({ heldNames, renames, leaving }: RowMarks): StoredMarks => ({
  held_names: Buffer.from(heldNames.buffer),
  renames: JSON.stringify(renames),
  leaving: JSON.stringify(leaving),
});

export const differentMarks = (before: StoredMarks, now: StoredMarks): Partial<StoredMarks> => ({
  ...(Buffer.compare(before.held_names, now.held_names) !== 0 && { held_names: now.held_names }),
  ...(before.renames !== now.renames && { renames: now.renames }),
  ...(before.leaving !== now.leaving && { leaving: now.leaving }),
});
