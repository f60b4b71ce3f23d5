import type { Api } from '../api.js';
import type { Load } from '../api-types.js';
import type { Message } from '../api-error.js';
import type { Words } from '../words.js';

/** The load of the rows, and the place to report errors. */
export interface RowsOwner extends EventTarget {
  api: Api;
  id?: string;
  load?: Load;
  readonly words: Words;
  show(load: Load): void;
  refresh(): Promise<boolean>;
  fail(message: Message): void;
  succeed(about?: Message['about']): void;
  tell(): void;
  tellOthers(): void;
}
