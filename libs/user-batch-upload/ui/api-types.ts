import type { DeadLetter } from '../src/delivery/dead-letters.js';
import type { Load } from '../src/load/load.js';
import type { LoadRow } from '../src/load/load-row.js';
import type { Problem, Severity } from '../src/problems/problem.js';
import type { FileColumn, RefusalError } from '../src/problems/refusal.js';
import type { RowsPage } from '../src/review/list-rows.query.js';
import type { UploadOptions } from '../src/template/template.controller.js';

/** The responses of the public HTTP API, as the server types them. */
export type {
  DeadLetter,
  FileColumn,
  Load,
  LoadRow as Row,
  Problem,
  RefusalError as FaultError,
  RowsPage,
  Severity,
  UploadOptions as Options,
};

/** The response to a tick: the row and the counts of its load. */
export interface TickedRow extends LoadRow {
  load: Pick<Load, 'counts'>;
}

export type Ticks = { selected?: boolean; email?: boolean };

/** A header of the file to a column of the template, or to null to leave it out. */
export type Mapping = Record<string, string | null>;

export interface Filter {
  search: string;
  show: string;
  problem: string;
}
