/** The status of a load. `Load` describes the transitions. */
export type LoadStatus =
  'RECEIVING' | 'STAGING' | 'STAGED' | 'FINISHING' | 'FINISHED' | 'REJECTED' | 'DISCARDED';

/** The action that Finish would take for a row. */
export type Action = 'CREATE' | 'UPDATE' | 'UNCHANGED' | 'INVALID';

/** The outcome of a row at Finish. */
export type Outcome = 'CREATED' | 'UPDATED' | 'UNCHANGED' | 'SKIPPED' | 'CONFLICT' | 'FAILED';

/** The task of a worker for a chunk. */
export type ChunkTask = 'CHECK' | 'FINISH' | 'PURGE';
