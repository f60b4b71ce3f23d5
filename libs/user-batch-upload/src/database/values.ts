/** What a load is at; the states and their transitions are at `Load`. */
export type LoadStatus =
  'RECEIVING' | 'STAGING' | 'STAGED' | 'FINISHING' | 'FINISHED' | 'REJECTED' | 'DISCARDED';

/** What Finish would do with a row. */
export type Action = 'CREATE' | 'UPDATE' | 'UNCHANGED' | 'INVALID';

/** What Finish did with a row. */
export type Outcome = 'CREATED' | 'UPDATED' | 'UNCHANGED' | 'SKIPPED' | 'CONFLICT' | 'FAILED';

/** What a worker is to do with a chunk. */
export type ChunkTask = 'CHECK' | 'FINISH' | 'PURGE';
