import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { Verdict } from '../load/load-row.js';
import { problemMessage } from '../problems/problem-messages.js';
import { Database } from '../database/database.js';

export interface Duplicate {
  line: number;
  /** The other lines, the first few by number. */
  others: { lines: number[]; more: number };
  column: 'Email Address' | 'Internal ID';
  message: string;
}

const KINDS = [
  { what: 'user', column: 'Email Address' },
  { what: 'e-mail', column: 'Email Address' },
  { what: 'Internal ID', column: 'Internal ID' },
] as const;

/** Other lines that a message names, before it counts. */
const NAMED_LINES = 5;

/** Chunks whose hashes are read together: some hundred KB. */
const READ_CHUNKS = 20;

/** Keys that are compared together: some MB. A file with more that come twice is gone through again. */
const COMPARED_KEYS = 50_000;

/** Duplicates that are told together. */
const TOLD = 1_000;

/** A row's line, and its key of each kind. */
type KeyedRow = [line: number, ...keys: (string | null)[]];

/** Keys whose hash comes more than once, in the order of the file; those that are equal are linked. */
interface Suspects {
  lines: Uint32Array;
  kinds: Uint8Array;
  /** The first of the equal ones; a number of a suspect, as below. */
  firsts: Uint32Array;
  /** The next of the equal ones; 0 for none. */
  nexts: Uint32Array;
  /** How many are equal; at the first of them. */
  counts: Uint32Array;
}

/**
 * Rows of one load that would touch the same user, or give the same e-mail or Internal ID to two. Each chunk leaves its
 * keys and their hashes in one record. The hashes of all chunks show in a few bytes a row which keys may come twice;
 * only those are compared. An index over the keys was half of what staging cost the database.
 */
@Injectable()
export class Duplicates {
  constructor(private readonly db: Database) {}

  /** Keeps what these rows of a chunk touch and give. */
  async add(loadId: string, verdicts: readonly Verdict[]): Promise<void> {
    const hash = hashOf(loadId);
    const hashes = new Uint32Array(verdicts.length * KINDS.length);
    let at = 0;
    const rows = verdicts.map(({ line, touchedUser, givenEmail, givenInternalId }): KeyedRow => {
      const email = keptKey(givenEmail);
      const internalId = keptKey(givenInternalId);
      hashes[at++] = hash(touchedUser);
      hashes[at++] = hash(email);
      hashes[at++] = hash(internalId);
      return [line, touchedUser, email, internalId];
    });
    await this.db.change((tables) =>
      tables.insertInto('batch_upload_keys').values({
        load_id: loadId,
        first_line: rows[0]?.[0] ?? 0,
        hashes: Buffer.from(hashes.buffer),
        keys: JSON.stringify(rows),
      }),
    );
  }

  /** Of a load that is wholly checked, in the order of the file, at most `TOLD` at a time. */
  async *find(loadId: string, rowCount: number): AsyncGenerator<Duplicate[]> {
    const suspects = await this.compared(loadId, await this.seen(loadId, rowCount));
    if (!suspects) return;
    let told: Duplicate[] = [];
    for (const at of suspects.lines.keys()) {
      if ((suspects.counts[suspects.firsts[at] as number] as number) < 2) continue;
      const found = duplicate(suspects, at);
      const before = told.at(-1);
      // The same two rows mostly share all their keys; it is said once.
      if (before?.line === found.line && isOfSameLines(before, found)) continue;
      if (told.length >= TOLD && before?.line !== found.line) {
        yield told;
        told = [];
      }
      told.push(found);
    }
    if (told.length > 0) yield told;
  }

  /** Frees the keys of a load that is wholly checked. */
  async forget(loadId: string): Promise<void> {
    await this.db.change((tables) =>
      tables.deleteFrom('batch_upload_keys').where('load_id', '=', loadId),
    );
  }

  /** The hashes of each kind. */
  private async seen(loadId: string, rowCount: number): Promise<SeenHashes[]> {
    const seen = KINDS.map(() => new SeenHashes(rowCount));
    for await (const { hashes } of this.chunks(loadId))
      // By index: a million rows are gone through, and an iterator's pairs would be garbage.
      for (let index = 0; index < hashes.length; index += 1)
        seen[index % KINDS.length]?.add(hashes[index] as number);
    return seen;
  }

  /** Undefined where another worker has completed the load meanwhile, and its keys are gone. */
  private async compared(
    loadId: string,
    seen: readonly SeenHashes[],
  ): Promise<Suspects | undefined> {
    const count = sumOf(seen.map(({ repeated }) => repeated));
    const suspects: Suspects = {
      lines: new Uint32Array(count),
      kinds: new Uint8Array(count),
      firsts: new Uint32Array(count),
      nexts: new Uint32Array(count),
      counts: new Uint32Array(count),
    };
    const parts = Math.ceil(sumOf(seen.map(({ values }) => values)) / COMPARED_KEYS);
    for (let part = 0; part < parts; part += 1)
      if (!(await this.compare(loadId, seen, suspects, (hash) => hash % parts === part)))
        return undefined;
    return suspects;
  }

  private async compare(
    loadId: string,
    seen: readonly SeenHashes[],
    { lines, kinds, firsts, nexts, counts }: Suspects,
    isMeant: (hash: number) => boolean,
  ): Promise<boolean> {
    const lasts = KINDS.map(() => new Map<string, number>());
    let next = 0;
    for await (const { firstLine, hashes } of this.chunks(loadId)) {
      let rows: KeyedRow[] | undefined;
      for (let index = 0; index < hashes.length; index += 1) {
        const kind = index % KINDS.length;
        const hash = hashes[index] as number;
        if (!seen[kind]?.isRepeated(hash)) continue;
        const at = next++;
        if (!isMeant(hash)) continue;
        rows ??= await this.keys(loadId, firstLine);
        const row = rows[Math.floor(index / KINDS.length)];
        if (!row) return false;
        const [line, ...keys] = row;
        const last = lasts[kind]?.get(keys[kind] as string);
        lasts[kind]?.set(keys[kind] as string, at);
        const first = last === undefined ? at : (firsts[last] as number);
        if (last !== undefined) nexts[last] = at;
        lines[at] = line;
        kinds[at] = kind;
        firsts[at] = first;
        counts[first] = (counts[first] as number) + 1;
      }
    }
    return next === lines.length;
  }

  private async *chunks(
    loadId: string,
  ): AsyncGenerator<{ firstLine: number; hashes: Uint32Array }> {
    for (let after = 0; ;) {
      const records = await this.db.all((tables) =>
        tables
          .selectFrom('batch_upload_keys')
          .select(['first_line', 'hashes'])
          .where('load_id', '=', loadId)
          .where('first_line', '>', after)
          .orderBy('first_line')
          .limit(READ_CHUNKS),
      );
      for (const { first_line, hashes } of records) {
        after = first_line;
        // Copied: as a driver gives them, they may begin anywhere.
        yield { firstLine: first_line, hashes: new Uint32Array(new Uint8Array(hashes).buffer) };
      }
      if (records.length < READ_CHUNKS) return;
    }
  }

  private async keys(loadId: string, firstLine: number): Promise<KeyedRow[]> {
    const chunk = await this.db.first((tables) =>
      tables
        .selectFrom('batch_upload_keys')
        .select('keys')
        .where('load_id', '=', loadId)
        .where('first_line', '=', firstLine),
    );
    return JSON.parse(chunk?.keys ?? '[]') as KeyedRow[];
  }
}

/** Hashes of 32 bits: some eight bytes for each, where a `Set` takes forty. */
class SeenHashes {
  private readonly slots: Uint32Array;
  private readonly again: Uint8Array;
  /** Hashes that came more than once, each as often as it came. */
  repeated = 0;
  /** The same, each once. */
  values = 0;

  constructor(count: number) {
    this.slots = new Uint32Array(Math.ceil(count * 1.5) + 1);
    this.again = new Uint8Array(this.slots.length);
  }

  /** 0 is no hash. */
  add(hash: number): void {
    if (hash === 0) return;
    const slot = this.slotOf(hash);
    if (this.slots[slot] === 0) this.slots[slot] = hash;
    else if (this.again[slot] === 1) this.repeated += 1;
    else {
      this.again[slot] = 1;
      this.repeated += 2;
      this.values += 1;
    }
  }

  isRepeated(hash: number): boolean {
    return hash !== 0 && this.again[this.slotOf(hash)] === 1;
  }

  /** Where it is, or could be. */
  private slotOf(hash: number): number {
    const { length } = this.slots;
    let slot = hash % length;
    while (this.slots[slot] !== 0 && this.slots[slot] !== hash) slot = (slot + 1) % length;
    return slot;
  }
}

/** As long as an e-mail may be. */
const KEY_CHARACTERS = 254;

/** Longer ones, which are no e-mail and no id, would fill the memory where many are compared. */
const keptKey = (key: string | null): string | null =>
  key === null || key.length <= KEY_CHARACTERS
    ? key
    : createHash('sha256').update(key).digest('base64');

/** FNV-1a; 0 is for no key. Seeded by the load's id, which is not known when a file is made: none is made to collide. */
export function hashOf(loadId: string): (key: string | null) => number {
  const seed = fnv(0x811c9dc5, loadId);
  return (key) => (key === null ? 0 : mixed(fnv(seed, key)) >>> 0 || 1);
}

/** MurmurHash3's last step: characters that differ in a high bit alone differ in all bits of the hash. */
function mixed(hash: number): number {
  const half = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const most = Math.imul(half ^ (half >>> 13), 0xc2b2ae35);
  return most ^ (most >>> 16);
}

function fnv(seed: number, text: string): number {
  let hash = seed;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash;
}

function duplicate(suspects: Suspects, at: number): Duplicate {
  const line = suspects.lines[at] as number;
  const { what, column } = KINDS[suspects.kinds[at] as number] as (typeof KINDS)[number];
  const first = suspects.firsts[at] as number;
  const named: number[] = [];
  let other = first;
  do {
    if (other !== at) named.push(suspects.lines[other] as number);
    other = suspects.nexts[other] as number;
  } while (other !== 0 && named.length < NAMED_LINES);
  const others = { lines: named, more: (suspects.counts[first] as number) - 1 - named.length };
  return {
    line,
    others,
    column,
    message: problemMessage('DUPLICATE_IN_FILE', { ...others, what }),
  };
}

const isOfSameLines = (a: Duplicate, b: Duplicate): boolean =>
  a.others.more === b.others.more && a.others.lines.join() === b.others.lines.join();

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);
