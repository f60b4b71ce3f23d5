import type { Type } from '@nestjs/common';
import { inspect } from 'node:util';
import { ROW_RULE, type RowRuleCheck } from './check/row-rule.js';

/** The options of a host. Every default is set in this file. */
export interface UserBatchUploadOptions {
  /** The most rows of one file. */
  maxRows?: number;
  /** The largest file, in bytes. By default 4 KB for each of `maxRows`, at least 1 MB. */
  maxFileSize?: number;
  /** How many loads of one organisation may wait for Finish or Discard. No bound by default. */
  maxWaitingLoads?: number;
  /** How large the files of these loads may be together, in bytes. No bound by default. Also bounds `maxFileSize`. */
  maxWaitingBytes?: number;
  /** Whether this process works on loads and delivers events. Set false in a process that only serves the web. */
  runWorker?: boolean;
  /** How long the cells of an ended load are kept, in days. A load that is not finished expires after the same time. */
  retentionDays?: number;
  /** How long the cells of a discarded load are kept, in days. */
  discardedRetentionDays?: number;
  /** How long a chunk belongs to a worker that does not answer, in milliseconds. */
  leaseMs?: number;
  /** The interval of the sweeper, in milliseconds. */
  sweepMs?: number;
  /** How often a durable listener is called for one event before the event becomes a dead letter. */
  deliveryAttempts?: number;
  /** The pause before the second call, in milliseconds. It doubles with each call, up to one hour. */
  deliveryBackoffMs?: number;
  /** `leaveOut`: classes of rules that do not check. To replace a rule of the library, leave it out and provide your own. */
  rules?: { leaveOut?: readonly Type<RowRuleCheck>[] };
}

const DEFAULTS = {
  maxRows: 100,
  runWorker: true,
  retentionDays: 7,
  discardedRetentionDays: 1,
  leaseMs: 10_000,
  sweepMs: 5_000,
  deliveryAttempts: 12,
  deliveryBackoffMs: 1_000,
  rules: {},
};

/** How many rows are parsed, checked and applied together. */
export const CHUNK_ROWS = 1_000;

const KB = 1024;

export class Options {
  readonly maxRows: number;
  readonly maxFileSize: number;
  readonly maxWaitingLoads?: number;
  readonly maxWaitingBytes?: number;
  readonly runWorker: boolean;
  readonly retentionDays: number;
  readonly discardedRetentionDays: number;
  readonly leaseMs: number;
  readonly sweepMs: number;
  readonly deliveryAttempts: number;
  readonly deliveryBackoffMs: number;
  readonly rules: { readonly leaveOut: readonly Type<RowRuleCheck>[] };

  /** Throws if an option is unknown or has a wrong value, such as the text of an environment variable. */
  constructor(given: UserBatchUploadOptions) {
    if (typeof given !== 'object' || given === null)
      throw new Error(
        'UserBatchUploadModule: useFactory returned no options. Return an object, {} for the defaults.',
      );
    const options = definedOf(given);
    const faults = Object.entries(options).flatMap(([name, value]) => faultOf(name, value) ?? []);
    if (faults.length > 0) throw new Error(`UserBatchUploadModule: ${faults.join(' ')}`);
    const set = { ...DEFAULTS, ...options };
    this.maxRows = set.maxRows;
    this.maxFileSize = Math.min(
      set.maxFileSize ?? Math.max(set.maxRows * 4 * KB, KB * KB),
      set.maxWaitingBytes ?? Infinity,
    );
    this.maxWaitingLoads = set.maxWaitingLoads;
    this.maxWaitingBytes = set.maxWaitingBytes;
    this.runWorker = set.runWorker;
    this.retentionDays = set.retentionDays;
    this.discardedRetentionDays = set.discardedRetentionDays;
    this.leaseMs = set.leaseMs;
    this.sweepMs = set.sweepMs;
    this.deliveryAttempts = set.deliveryAttempts;
    this.deliveryBackoffMs = set.deliveryBackoffMs;
    this.rules = { leaveOut: [], ...set.rules };
  }
}

const IS_NUMBER = {
  is: (value: unknown) => typeof value === 'number' && value > 0 && Number.isFinite(value),
  text: 'a number above 0',
};

/** What each option is. */
const KINDS: Record<keyof UserBatchUploadOptions, typeof IS_NUMBER> = {
  maxRows: IS_NUMBER,
  maxFileSize: IS_NUMBER,
  maxWaitingLoads: IS_NUMBER,
  maxWaitingBytes: IS_NUMBER,
  runWorker: { is: (value) => typeof value === 'boolean', text: 'true or false' },
  retentionDays: IS_NUMBER,
  discardedRetentionDays: IS_NUMBER,
  leaseMs: IS_NUMBER,
  sweepMs: IS_NUMBER,
  deliveryAttempts: IS_NUMBER,
  deliveryBackoffMs: IS_NUMBER,
  rules: { is: isRules, text: 'an object whose "leaveOut" lists classes with @RowRule()' },
};

function faultOf(name: string, value: unknown): string | undefined {
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name as keyof typeof KINDS] : undefined;
  if (!kind) return `There is no option "${name}". Choose from ${Object.keys(KINDS).join(', ')}.`;
  if (kind.is(value)) return undefined;
  const isText = typeof value === 'string';
  return `${name} must be ${kind.text}, not ${isText ? `the text "${value}". Convert it, as environment variables are texts` : inspect(value, { depth: 1 })}.`;
}

function isRules(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { leaveOut = [] } = value as { leaveOut?: unknown };
  return (
    Array.isArray(leaveOut) &&
    leaveOut.every((rule) => typeof rule === 'function' && Reflect.hasMetadata(ROW_RULE, rule))
  );
}

function definedOf(given: UserBatchUploadOptions): UserBatchUploadOptions {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
