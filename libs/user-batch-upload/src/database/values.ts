/** The status of a load. `Load` describes the transitions. */
export type LoadStatus =
  'RECEIVING' | 'STAGING' | 'STAGED' | 'FINISHING' | 'FINISHED' | 'REJECTED' | 'DISCARDED';

/** Where the rows of a load come from: a file, or the rows of another load that had errors. */
export type LoadKind = 'FILE' | 'AGAIN';

/** The keys by which a row matched its user. */
export type MatchedBy = 'Internal ID' | 'Email Address' | 'both';

/** The action that Finish would take for a row. */
export type Action = 'CREATE' | 'UPDATE' | 'UNCHANGED' | 'INVALID';

/** The outcome of a row at Finish. */
export type Outcome = 'CREATED' | 'UPDATED' | 'UNCHANGED' | 'SKIPPED' | 'CONFLICT' | 'FAILED';

/** The task of a worker for a chunk. */
export type ChunkTask = 'CHECK' | 'FINISH' | 'PURGE';
