import type { Connection, Submittable } from 'pg';
import type { StagedRow } from './baseline.ts';

/** Inserts rows with PostgreSQL's COPY, its fastest way, which `pg` supports only as a protocol. */
export class CopyRows implements Submittable {
  private readonly sql: string;
  private readonly rows: StagedRow[];
  private readonly done: (error?: Error) => void;

  constructor(sql: string, rows: StagedRow[], done: (error?: Error) => void) {
    this.sql = sql;
    this.rows = rows;
    this.done = done;
  }

  submit(connection: Connection): void {
    connection.query(this.sql);
  }

  handleCopyInResponse(connection: {
    sendCopyFromChunk(chunk: Buffer): void;
    endCopyFrom(): void;
  }): void {
    connection.sendCopyFromChunk(Buffer.from(this.rows.map(lineOf).join('')));
    connection.endCopyFrom();
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.done();
  }

  handleError(error: Error): void {
    this.done(error);
  }
}

const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

const lineOf = (row: StagedRow): string => `${row.map(cellOf).join('\t')}\n`;

function cellOf(value: string | number | null): string | number {
  if (value === null) return '\\N';
  if (typeof value === 'number' || !SPECIAL.test(value)) return value;
  return value.replace(/[\\\t\n\r]/g, (sign) => ESCAPES[sign] ?? sign);
}
