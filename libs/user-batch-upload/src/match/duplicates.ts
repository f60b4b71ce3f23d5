import { Injectable } from '@nestjs/common';
import type { Verdict } from '../load/load-row.js';
import { problemMessage } from '../load/messages.js';
import { Database } from '../sql/database.js';

export interface Duplicate {
  line: number;
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

/** A row's line, and its key of each kind. */
type KeyedRow = [line: number, ...keys: (string | null)[]];

interface HashedChunk {
  first_line: number;
  hashes: Uint8Array;
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
      hashes[at++] = hash(touchedUser);
      hashes[at++] = hash(givenEmail);
      hashes[at++] = hash(givenInternalId);
      return [line, touchedUser, givenEmail, givenInternalId];
    });
    await this.db.run(
      `insert into batch_upload_keys (load_id, first_line, hashes, keys) values (?, ?, ?, ?)`,
      [loadId, rows[0]?.[0], Buffer.from(hashes.buffer), JSON.stringify(rows)],
    );
  }

  /** Of a load that is wholly checked. */
  async find(loadId: string): Promise<Duplicate[]> {
    const twice = await this.hashesThatComeTwice(loadId);
    if (twice.every((hashes) => hashes.size === 0)) return [];
    const found = new Map<number, Duplicate>();
    for (const [kind, keys] of (await this.linesOfKeys(loadId, twice)).entries()) {
      const { what, column } = KINDS[kind] as (typeof KINDS)[number];
      for (const lines of keys.values())
        if (lines.length > 1)
          for (const line of lines)
            if (!found.has(line))
              found.set(line, { line, column, message: message(line, lines, what) });
    }
    return [...found.values()];
  }

  /** Frees the keys of a load that is wholly checked. */
  async forget(loadId: string): Promise<void> {
    await this.db.run(`delete from batch_upload_keys where load_id = ?`, [loadId]);
  }

  /** Of each kind. */
  private async hashesThatComeTwice(loadId: string): Promise<Set<number>[]> {
    const [load] = await this.db.query<{ row_count: number }>(
      `select row_count from batch_upload_load where id = ?`,
      [loadId],
    );
    const seen = KINDS.map(() => new SeenHashes(load?.row_count ?? 0));
    const twice = KINDS.map(() => new Set<number>());
    for await (const { hashes } of this.chunks(loadId))
      // By index: a million rows are gone through, and an iterator's pairs would be garbage.
      for (let index = 0; index < hashes.length; index += 1) {
        const hash = hashes[index] as number;
        const kind = index % KINDS.length;
        if (hash !== 0 && !seen[kind]?.add(hash)) twice[kind]?.add(hash);
      }
    return twice;
  }

  /** Of each kind, the keys with these hashes and the lines on which they stand. */
  private async linesOfKeys(
    loadId: string,
    among: readonly ReadonlySet<number>[],
  ): Promise<Map<string, number[]>[]> {
    const linesOf = KINDS.map(() => new Map<string, number[]>());
    for await (const { firstLine, hashes } of this.chunks(loadId)) {
      const suspects = [...hashes.keys()].filter((index) =>
        among[index % KINDS.length]?.has(hashes[index] as number),
      );
      if (suspects.length === 0) continue;
      const rows = await this.keys(loadId, firstLine);
      for (const index of suspects) {
        const kind = index % KINDS.length;
        const [line, ...keys] = rows[Math.floor(index / KINDS.length)] as KeyedRow;
        const key = keys[kind] as string;
        const lines = linesOf[kind]?.get(key);
        if (lines) lines.push(line);
        else linesOf[kind]?.set(key, [line]);
      }
    }
    return linesOf;
  }

  private async *chunks(
    loadId: string,
  ): AsyncGenerator<{ firstLine: number; hashes: Uint32Array }> {
    for (let after = 0; ;) {
      const records = await this.db.query<HashedChunk>(
        `select first_line, hashes from batch_upload_keys
         where load_id = ? and first_line > ? order by first_line limit ${READ_CHUNKS}`,
        [loadId, after],
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
    const [chunk] = await this.db.query<{ keys: string }>(
      `select keys from batch_upload_keys where load_id = ? and first_line = ?`,
      [loadId, firstLine],
    );
    return JSON.parse(chunk?.keys ?? '[]') as KeyedRow[];
  }
}

/** Hashes of 32 bits: eight bytes for each, where a `Set` takes forty. */
class SeenHashes {
  private readonly slots: Uint32Array;

  constructor(count: number) {
    this.slots = new Uint32Array(2 ** Math.ceil(Math.log2(count * 2 + 2)));
  }

  /** Was it not there before? */
  add(hash: number): boolean {
    const last = this.slots.length - 1;
    let slot = hash & last;
    // Zero is a free slot.
    while (this.slots[slot] !== 0) {
      if (this.slots[slot] === hash) return false;
      slot = (slot + 1) & last;
    }
    this.slots[slot] = hash;
    return true;
  }
}

/** FNV-1a; 0 is for no key. Seeded by the load's id, so that no file can be made for all its keys to collide. */
function hashOf(loadId: string): (key: string | null) => number {
  const seed = fnv(0x811c9dc5, loadId);
  return (key) => (key === null ? 0 : fnv(seed, key) >>> 0 || 1);
}

function fnv(seed: number, text: string): number {
  let hash = seed;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash;
}

function message(line: number, lines: number[], what: (typeof KINDS)[number]['what']): string {
  const named = lines
    .slice(0, NAMED_LINES + 1)
    .filter((other) => other !== line)
    .slice(0, NAMED_LINES);
  return problemMessage('DUPLICATE_IN_FILE', {
    lines: named,
    more: lines.length - 1 - named.length,
    what,
  });
}
