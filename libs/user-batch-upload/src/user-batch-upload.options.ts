/** What a host may set. Every default is written here, once. */
export interface UserBatchUploadOptions {
  /** Rows of one file at most. */
  maxRows?: number;
  /** Bytes of one file at most; by default 4 KB for each of `maxRows`, at least 1 MB. */
  maxFileSize?: number;
  /** Loads of one organisation that may wait for Finish or Discard at the same time. No bound by default. */
  maxWaitingLoads?: number;
  /** Bytes of the files of these loads together. No bound by default; bounds `maxFileSize` too. */
  maxWaitingBytes?: number;
  /** Does this process work on loads and deliver events? A process that only serves the web sets false. */
  work?: boolean;
  /** Days that the cells of an ended load are kept; a load never finished expires after as long. */
  retentionDays?: number;
  /** Days that the cells of a discarded load are kept. */
  discardedRetentionDays?: number;
  /** Milliseconds after which another worker takes over a chunk whose worker fell silent. */
  leaseMs?: number;
  /** Milliseconds between two looks for work that no one was woken for. */
  sweepMs?: number;
  /** Times that a durable listener is called for one event before it becomes a dead letter. */
  deliveryAttempts?: number;
  /** Milliseconds before the second call; doubled for each further one, an hour at most. */
  deliveryBackoffMs?: number;
}

const DEFAULTS = {
  maxRows: 100,
  work: true,
  retentionDays: 7,
  discardedRetentionDays: 1,
  leaseMs: 10_000,
  sweepMs: 5_000,
  deliveryAttempts: 12,
  deliveryBackoffMs: 1_000,
};

/** Rows that are parsed, checked and applied together: one round trip a step, one transaction. */
export const CHUNK_ROWS = 1_000;

const KB = 1024;

export class Options {
  readonly maxRows: number;
  readonly maxFileSize: number;
  readonly maxWaitingLoads?: number;
  readonly maxWaitingBytes?: number;
  readonly work: boolean;
  readonly retentionDays: number;
  readonly discardedRetentionDays: number;
  readonly leaseMs: number;
  readonly sweepMs: number;
  readonly deliveryAttempts: number;
  readonly deliveryBackoffMs: number;

  constructor(given: UserBatchUploadOptions) {
    const set = { ...DEFAULTS, ...definedOf(given) };
    this.maxRows = set.maxRows;
    this.maxFileSize = Math.min(
      set.maxFileSize ?? Math.max(set.maxRows * 4 * KB, KB * KB),
      set.maxWaitingBytes ?? Infinity,
    );
    this.maxWaitingLoads = set.maxWaitingLoads;
    this.maxWaitingBytes = set.maxWaitingBytes;
    this.work = set.work;
    this.retentionDays = set.retentionDays;
    this.discardedRetentionDays = set.discardedRetentionDays;
    this.leaseMs = set.leaseMs;
    this.sweepMs = set.sweepMs;
    this.deliveryAttempts = set.deliveryAttempts;
    this.deliveryBackoffMs = set.deliveryBackoffMs;
    const faults = Object.entries(this)
      .filter(([, value]) => typeof value === 'number' && !(value > 0 && Number.isFinite(value)))
      .map(([name, value]) => `${name} must be a number above 0, not ${value}`);
    if (faults.length > 0) throw new Error(`UserBatchUploadModule: ${faults.join('; ')}.`);
  }
}

function definedOf(given: UserBatchUploadOptions): UserBatchUploadOptions {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
