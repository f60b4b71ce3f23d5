import type { RefusalError, RefusedFile } from './api-types.js';

/** Why no request can succeed: the platform is unreachable, or the session has ended. */
export type Lost = 'unreachable' | 'signed-out';

/** An error of the API or of the network. `status` is 0 without a response. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    readonly detail: string,
    readonly errors: RefusalError[] = [],
    readonly status = 0,
    /** The columns and sheets of a file whose header does not match. */
    readonly file: RefusedFile = {},
  ) {
    super(detail);
  }

  /** Why no request can succeed, or undefined if only this one failed. */
  get lost(): Lost | undefined {
    if (this.status === 401) return 'signed-out';
    return this.code === 'UNREACHABLE' ? 'unreachable' : undefined;
  }
}

/** Browsers refuse to read a file that changed on disk after it was chosen. */
export class FileChanged extends Error {}

/** What failed and why. `retry` repeats it. */
export interface Message {
  about: 'load' | 'rows' | 'faults' | 'change' | 'end' | 'upload' | 'past-loads' | 'not-delivered';
  error: unknown;
  retry?: () => void;
}
