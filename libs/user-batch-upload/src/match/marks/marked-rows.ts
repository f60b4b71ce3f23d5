import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { Database } from '../../database/database.js';
import { chunkPages } from '../chunk-pages.js';
import { hashesIn } from '../duplicates/hash-set.js';
import type { Leaving, Rename } from './row-marks.js';

/** How many chunks are read together: some hundred KB. */
const READ_CHUNKS = 20;
/** The database searches for up to this many hashes. For more, the hashes of all chunks are read. */
const FEW_HASHES = 20;

/** Finds rows of a load by their marks. */
@Injectable()
export class MarkedRows {
  constructor(private readonly db: Database) {}

  /** All renames of the load, a few chunks at a time. */
  async *renames(loadId: string): AsyncGenerator<Rename[]> {
    const chunks = chunkPages(READ_CHUNKS, (after, size) =>
      this.db.all((tables) =>
        tables
          .selectFrom('batch_upload_row_key')
          .select(['first_line', 'renames'])
          .where('load_id', '=', loadId)
          .where('first_line', '>', after)
          .where('renames', '<>', '[]')
          .orderBy('first_line')
          .limit(size),
      ),
    );
    for await (const chunk of chunks) yield JSON.parse(chunk.renames) as Rename[];
  }

  /** The lines of the rows that give a name with one of these hashes. */
  async giving(loadId: string, hashes: ReadonlySet<number>): Promise<number[]> {
    if (hashes.size === 0) return [];
    const texts = [...hashes].map((hash) => this.db.contains('renames', `"hash":${hash},`));
    const records = await this.db.all((tables) => {
      const chunks = tables
        .selectFrom('batch_upload_row_key')
        .select('renames')
        .where('load_id', '=', loadId)
        .where('renames', '<>', '[]');
      return hashes.size > FEW_HASHES ? chunks : chunks.where(anyOf(texts));
    });
    return records
      .flatMap(({ renames }) => JSON.parse(renames) as Rename[])
      .filter(({ hash }) => hashes.has(hash))
      .map(({ line }) => line);
  }

  /** The names of users that the rows of each chunk matched, where one of these hashes is among them. */
  async *namesHeld(loadId: string, hashes: ReadonlySet<number>): AsyncGenerator<string[]> {
    for await (const firstLine of this.chunksThatHold(loadId, hashes)) {
      const rows = await this.db.all((tables) =>
        tables
          .selectFrom('batch_upload_row_check')
          .select('user_name')
          .where('load_id', '=', loadId)
          .where('line', '>=', firstLine)
          .where(
            'line',
            '<=',
            tables
              .selectFrom('batch_upload_chunk')
              .select('last_line')
              .where('load_id', '=', loadId)
              .where('first_line', '=', firstLine),
          )
          .where('user_name', 'is not', null),
      );
      yield rows.map(({ user_name: name }) => name ?? '');
    }
  }

  /** The rows that make an administrator inactive. */
  async leaving(loadId: string): Promise<Leaving[]> {
    const records = await this.db.all((tables) =>
      tables
        .selectFrom('batch_upload_row_key')
        .select('leaving')
        .where('load_id', '=', loadId)
        .where('leaving', '<>', '[]')
        .orderBy('first_line'),
    );
    return records.flatMap(({ leaving }) => JSON.parse(leaving) as Leaving[]);
  }

  private async *chunksThatHold(
    loadId: string,
    hashes: ReadonlySet<number>,
  ): AsyncGenerator<number> {
    const isFew = hashes.size <= FEW_HASHES;
    const mayHold = this.db.containsBytes(
      'held_names',
      isFew ? [...hashes].map((hash) => Buffer.from(Uint32Array.of(hash).buffer)) : [],
    );
    const chunks = chunkPages(READ_CHUNKS, (after, size) =>
      this.db.all((tables) => {
        const some = tables
          .selectFrom('batch_upload_row_key')
          .select(['first_line', 'held_names'])
          .where('load_id', '=', loadId)
          .where('first_line', '>', after)
          .orderBy('first_line')
          .limit(size);
        return isFew ? some.where(mayHold) : some;
      }),
    );
    for await (const chunk of chunks)
      if (hashesIn(chunk.held_names).some((hash) => hashes.has(hash))) yield chunk.first_line;
  }
}

const anyOf = (conditions: readonly RawBuilder<boolean>[]): RawBuilder<boolean> =>
  sql<boolean>`(${sql.join(conditions, sql` or `)})`;
