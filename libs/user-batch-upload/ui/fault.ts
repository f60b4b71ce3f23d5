import type { FaultError } from './api-types.js';

/** Why the page can do nothing: no answer comes, or the platform no longer knows who asks. */
export type Lost = 'unreachable' | 'signed-out';

/** A refusal of the API, or of the network. `status` is 0 where no answer came. */
export class Fault extends Error {
  constructor(
    readonly code: string,
    readonly detail: string,
    readonly errors: FaultError[] = [],
    readonly status = 0,
  ) {
    super(detail);
  }

  /** Why the page can do nothing until it is over; undefined where only this request was refused. */
  get lost(): Lost | undefined {
    if (this.status === 401) return 'signed-out';
    return this.code === 'UNREACHABLE' ? 'unreachable' : undefined;
  }
}

/** The browser no longer reads a file that changed on disk after it was chosen. */
export class FileChanged extends Error {}

/** What went wrong, with what; `retry` does it again. */
export interface Message {
  about: 'load' | 'rows' | 'tick' | 'end' | 'upload' | 'past loads' | 'not delivered';
  error: unknown;
  retry?: () => void;
}
