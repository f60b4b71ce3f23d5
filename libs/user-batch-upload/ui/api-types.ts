import type { DeadLetter } from '../src/delivery/dead-letters.js';
import type { Load } from '../src/load/load.js';
import type { CountedFault, FaultsPage } from '../src/edit/list-faults.query.js';
import type { LoadRow } from '../src/load/load-row.js';
import type { Problem, Severity } from '../src/problems/problem.js';
import type { FileColumn, RefusalError, RefusedFile } from '../src/problems/refusal.js';
import type { RowsPage } from '../src/review/list-rows.query.js';
import type { ChangedRow } from '../src/review/review.controller.js';
import type { UploadOptions } from '../src/template/template.controller.js';

/** The responses of the public HTTP API, as the server types them. */
export type {
  ChangedRow,
  CountedFault as CellFault,
  FaultsPage,
  DeadLetter,
  FileColumn,
  Load,
  LoadRow as Row,
  Problem,
  RefusalError,
  RefusedFile,
  RowsPage,
  Severity,
  UploadOptions as Options,
};

export interface Fixed {
  id: string;
  changed: number;
  fixed: number;
  load: Load;
}

export type Ticks = { selected?: boolean; email?: boolean };

/** A header of the file to a column of the template, or to null to leave it out. */
export type Mapping = Record<string, string | null>;

export interface Filter {
  search: string;
  show: string;
  problem: string;
  /** `''` for problems of the whole row; undefined for any column. */
  column?: string;
}
