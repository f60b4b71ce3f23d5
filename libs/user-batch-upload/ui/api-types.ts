/** The responses of the public HTTP API that the page reads. */
export interface Counts {
  rows: number;
  create: number;
  update: number;
  unchanged: number;
  invalid: number;
  warning: number;
  selected: number;
  emails: number;
}

export interface Outcome {
  created: number;
  updated: number;
  unchanged: number;
  skipped: number;
  conflict: number;
  failed: number;
  invited: number;
}

export interface Load {
  id: string;
  status: 'STAGING' | 'STAGED' | 'FINISHING' | 'FINISHED' | 'REJECTED' | 'DISCARDED';
  refusal: { code: string; detail: string; errors: FaultError[] } | null;
  role: { id: string; name: string };
  fileName: string;
  encoding: string | null;
  delimiter: string | null;
  sheet: string | null;
  /** `sheets` are those of a workbook whose sheet was assumed. */
  notices: { code: string; message: string; sheets?: string[] }[];
  createdAt: string;
  createdBy: { id: string; name: string };
  finishedAt: string | null;
  purgedAt: string | null;
  counts: Counts;
  progress: { done: number; total: number };
  outcome: Outcome | null;
}

export type Severity = 'error' | 'warning';

export interface Problem {
  column: string;
  code: string;
  severity: Severity;
  value: string;
  message: string;
  suggestion?: string;
}

export interface Row {
  line: number;
  action: 'CREATE' | 'UPDATE' | 'UNCHANGED' | 'INVALID';
  selected: boolean;
  email: boolean;
  hasEmailBox: boolean;
  cells: Record<string, string>;
  /** Columns whose texts are cut off. */
  truncated: string[];
  user: { id: string; name: string } | null;
  changes: { column: string; from: string; to: string }[];
  problems: Problem[];
  outcome: string | null;
  outcomeReason: string | null;
}

/** The response to a tick: the row and the counts of its load. */
export interface TickedRow extends Row {
  load: { counts: Counts };
}

export type Ticks = { selected?: boolean; email?: boolean };

export interface RowsPage {
  items: Row[];
  total: number;
  page: number;
  pageSize: number;
  selection: { boxes: number; selected: number; emailBoxes: number; emails: number };
  problems: { code: string; severity: Severity; rows: number }[];
}

export interface DeadLetter {
  eventId: string;
  listener: string;
  loadId: string;
  line: number;
  error: string;
}

export interface Options {
  roles: { id: string; name: string }[];
  officeLabel: string;
  limits: { maxRows: number; maxFileSize: number };
  retentionDays: number;
  columns: { header: string; required: boolean; kind: string; options: string[] }[];
}

export interface FaultError {
  code: string;
  message: string;
  column?: string;
  suggestion?: string;
}

/** A column of a file whose header does not match. */
export interface FileColumn {
  /** The header, as a mapping calls it. */
  found: string;
  samples: string[];
  /** The column of the template that it is, or probably is. */
  suggestion?: string;
}

/** A header of the file to a column of the template, or to null to leave it out. */
export type Mapping = Record<string, string | null>;

export interface Filter {
  search: string;
  show: string;
  problem: string;
}
