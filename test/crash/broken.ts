/** Builds that the campaign must catch: each lacks one mechanism that the product's guarantee depends on. */

type Method = (...args: any[]) => any;
type Proto = Record<string, Method>;

/**
 * A worker that slept past its lease goes on as if it still had it. The key of the outcomes would stop most of that, so
 * it is removed too.
 */
export function breakFencing(chunks: Proto, database: Proto): void {
  const complete = chunks['complete'] as Method;
  chunks['complete'] = async function (this: unknown, ...args: unknown[]) {
    await complete.apply(this, args).catch((error: Error) => {
      if (error.constructor.name !== 'LeaseLost') throw error;
    });
  } as Method;
  const insertBatch = database['insertBatch'] as Method;
  database['insertBatch'] = function (this: any, table: string, ...rest: unknown[]) {
    if (table !== 'batch_upload_outcome') return insertBatch.call(this, table, ...rest);
    const change = (insert: Method) =>
      this.change((tables: unknown) => ({
        compile: () => {
          const compiled = insert(tables).compile();
          return { ...compiled, sql: `${compiled.sql} where true on conflict do nothing` };
        },
      }));
    return insertBatch.call({ batch: this.batch.bind(this), change }, table, ...rest);
  };
}

/** The events of a chunk are written after its commit, in a separate transaction. */
export function breakOutbox(outbox: Proto, applyChunk: Proto): void {
  const add = outbox['add'] as Method;
  const waiting: [self: unknown, args: unknown[]][] = [];
  outbox['add'] = async function (this: unknown, ...args: unknown[]) {
    waiting.push([this, args]);
  } as Method;
  const apply = applyChunk['apply'] as Method;
  applyChunk['apply'] = async function (this: unknown, ...args: any[]) {
    await apply.apply(this, args);
    for (const [self, args] of waiting.splice(0)) await add.apply(self, args);
  };
}

/** The end of a load does not wait for its rows: its delivery has another lane than the one that waits. */
export function breakOrder(database: Proto): void {
  const insertBatch = database['insertBatch'] as Method;
  database['insertBatch'] = function (this: unknown, table: string, ...args: any[]) {
    if (table !== 'batch_upload_delivery') return insertBatch.call(this, table, ...args);
    const [columns, rows, ...rest] = args;
    const at = (name: string) => Object.keys(columns).indexOf(name);
    const early = rows.map((row: unknown[]) =>
      row[at('lane')] === `${row[at('listener')]} ${row[at('load_id')]}`
        ? row.with(at('lane'), `${row[at('lane')]} early`)
        : row,
    );
    return insertBatch.call(this, table, columns, early, ...rest);
  };
}
