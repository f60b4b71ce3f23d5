import { Refusal } from './refusal.js';

/** Why nothing can be stored at the moment. Reading may still work. */
export interface Outage {
  kind: 'full' | 'read-only' | 'unreachable';
  code: 'STORAGE_FULL' | 'UNAVAILABLE';
  /** A sentence for the health check. Names no path and no value. */
  reason: string;
}

export const OUTAGES: Record<Outage['kind'], Outage> = {
  full: { kind: 'full', code: 'STORAGE_FULL', reason: 'There is no room left on the disk.' },
  'read-only': {
    kind: 'read-only',
    code: 'UNAVAILABLE',
    reason: 'The storage can be read, but not written.',
  },
  unreachable: {
    kind: 'unreachable',
    code: 'UNAVAILABLE',
    reason: 'The storage does not answer.',
  },
};

/**
 * Codes of SQLite, of PostgreSQL (SQLSTATE) and of the operating system. The first list that matches counts.
 * SQLite reports a full disk also where it can't enlarge the file that its connections share.
 */
const CODES: readonly [Outage['kind'], RegExp][] = [
  ['full', /^(SQLITE_FULL|SQLITE_IOERR_SHMSIZE|53100|ENOSPC|EDQUOT)$/],
  ['read-only', /^(SQLITE_READONLY(_\w+)?|25006|EROFS|EACCES|EPERM)$/],
  [
    'unreachable',
    /^(SQLITE_(IOERR|CANTOPEN|BUSY|LOCKED|PROTOCOL|NOMEM)(_\w+)?|08\w{3}|28\w{3}|3D000|53\w{3}|57P0\d|58\w{3})$/,
  ],
  [
    'unreachable',
    /^(EIO|EMFILE|ENFILE|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/,
  ],
];

/** PostgreSQL's driver sets no code when a connection ends or times out. */
const CODELESS =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** The outage that the error, or one of its causes, reports. Undefined for every other error. */
export function outageOf(error: unknown): Outage | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error ? String(error.code) : '';
  const kind =
    CODES.find(([, pattern]) => pattern.test(code))?.[0] ??
    (CODELESS.test(error.message) ? 'unreachable' : undefined);
  if (kind) return OUTAGES[kind];
  // Node reports a host that it can't reach with one error for each address.
  return (
    outageOf(error.cause) ??
    (error instanceof AggregateError ? outageOf(error.errors[0]) : undefined)
  );
}

/** The refusal of a request that failed because of an outage. */
export const outageRefusal = ({ kind }: Outage): Refusal =>
  kind === 'full' ? new Refusal('STORAGE_FULL', {}) : new Refusal('UNAVAILABLE', { kind });
