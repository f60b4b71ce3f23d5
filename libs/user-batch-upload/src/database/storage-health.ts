import { EntityManager, RequestContext } from '@mikro-orm/core';
import { Injectable, Logger } from '@nestjs/common';
import { randomBytes, randomUUID } from 'node:crypto';
import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { type Outage, outageOf, OUTAGES } from '../problems/outage.js';
import { redactEmails } from '../problems/redact.js';
import { Database } from './database.js';

/** Bytes. A folder with less room than this takes no file. */
const LEAST_FREE = 1024 * 1024;
/** Bytes that a probe writes beyond what fits into free pages of the database file. */
const PROBE_BYTES = 256 * 1024;
/** Bytes. A database file with this much space in free pages has room. */
const LARGEST_PROBE = 2 * 1024 * 1024;
const PROBE_EVERY_MS = 1_000;
const LOG_EVERY_MS = 60_000;

/**
 * Whether this process can store anything. A request or a piece of work that fails notes the outage. The log has it once
 * a minute. It is over as soon as a probe is written.
 */
@Injectable()
export class StorageHealth {
  private readonly logger = new Logger(StorageHealth.name);
  private readonly loggedAt = new Map<Outage['kind'], number>();
  private outage: Outage | null = null;
  private probing?: Promise<void>;
  private probedAt = -Infinity;
  /** Before the first probe nothing is known. */
  private isProved = false;

  constructor(
    private readonly em: EntityManager,
    private readonly db: Database,
  ) {}

  /** Notes and logs the error if it is an outage. Returns the outage; the caller logs any other error. */
  note(error: unknown): Outage | undefined {
    const outage = outageOf(error);
    if (!outage) return undefined;
    this.outage = outage;
    const loggedAt = this.loggedAt.get(outage.kind) ?? -Infinity;
    if (performance.now() - loggedAt > LOG_EVERY_MS) {
      this.loggedAt.set(outage.kind, performance.now());
      this.logger.warn(
        `${outage.reason} Work waits until it can be stored. ${redactEmails(String(error))}`,
      );
    }
    return outage;
  }

  /** The outage of the database, if it still lasts. Writes only after an outage and once after the start. */
  async databaseOutage(): Promise<Outage | null> {
    if (this.isProved && !this.outage) return null;
    if (performance.now() - this.probedAt > PROBE_EVERY_MS)
      this.probing ??= this.probe().finally(() => (this.probing = undefined));
    await this.probing;
    return this.outage;
  }

  /** The outage of the database or of the folder for uploads. Rejects only if the database can't be read. */
  async check(): Promise<Outage | null> {
    return (await this.databaseOutage()) ?? (await outageOfFolder(tmpdir()));
  }

  private async probe(): Promise<void> {
    const id = randomUUID();
    try {
      await RequestContext.create(this.em.fork(), async () => {
        const bytes = Math.min((await this.db.freeBytes()) + PROBE_BYTES, LARGEST_PROBE);
        const filler = randomBytes(bytes / 2).toString('hex');
        await this.db.change((tables) =>
          tables.insertInto('batch_upload_probe').values({ id, filler }),
        );
        await this.db.change((tables) =>
          tables.deleteFrom('batch_upload_probe').where('id', '=', id),
        );
      });
      if (this.outage) this.logger.warn('The storage can be written again. Work goes on.');
      this.outage = null;
      this.isProved = true;
    } catch (error) {
      if (!this.note(error)) throw error;
    } finally {
      this.probedAt = performance.now();
    }
  }
}

/** `full` if the folder's file system has no room for a file. Another outage if the file system can't be read. */
export async function outageOfFolder(path: string): Promise<Outage | null> {
  try {
    const { bavail, bsize, files, ffree } = await statfs(path);
    return bavail * bsize < LEAST_FREE || (files > 0 && ffree === 0) ? OUTAGES.full : null;
  } catch (error) {
    // A folder that does not exist yet is created when it is first needed.
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? null : OUTAGES.unreachable;
  }
}
