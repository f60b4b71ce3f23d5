/** The public HTTP API, as the page sees it. */
export interface Counts {
  rows: number;
  create: number;
  update: number;
  unchanged: number;
  invalid: number;
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
  encoding: string;
  delimiter: string;
  notices: { code: string; message: string }[];
  createdAt: string;
  createdBy: { id: string; name: string };
  finishedAt: string | null;
  purgedAt: string | null;
  counts: Counts;
  progress: { done: number; total: number };
  outcome: Outcome | null;
}

export interface Row {
  line: number;
  action: 'CREATE' | 'UPDATE' | 'UNCHANGED' | 'INVALID';
  selected: boolean;
  email: boolean;
  cells: Record<string, string>;
  user: { id: string; name: string } | null;
  changes: { column: string; from: string; to: string }[];
  problems: { column: string; code: string; value: string; message: string; suggestion?: string }[];
  notices: { code: string; message: string }[];
  outcome: string | null;
  outcomeReason: string | null;
}

export interface RowsPage {
  items: Row[];
  total: number;
  page: number;
  pageSize: number;
  selection: { boxes: number; selected: number; emailBoxes: number; emails: number };
  problems: { code: string; rows: number }[];
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

/** A refusal of the API, or of the network. */
export class Fault extends Error {
  constructor(
    readonly code: string,
    readonly detail: string,
    readonly errors: FaultError[] = [],
  ) {
    super(detail);
  }
}

export interface Filter {
  search: string;
  show: string;
  problem: string;
}

export class Api {
  constructor(readonly base: string) {}

  options = () => this.send<Options>('GET', '/options');
  loads = (page: number) =>
    this.send<{ items: Load[]; total: number }>('GET', `/loads?page=${page}&pageSize=10`);
  load = (id: string) => this.send<Load>('GET', `/loads/${id}`);
  rows = (id: string, filter: Filter, page: number, signal: AbortSignal) =>
    this.send<RowsPage>(
      'GET',
      `/loads/${id}/rows?${query(filter)}&page=${page}`,
      undefined,
      signal,
    );
  tick = (id: string, line: number, ticks: object) =>
    this.send<Row>('PATCH', `/loads/${id}/rows/${line}`, ticks);
  tickAll = (id: string, filter: Filter, ticks: object) =>
    this.send<Load>('PATCH', `/loads/${id}/rows?${query(filter)}`, ticks);
  finish = (id: string) => this.send<Load>('POST', `/loads/${id}/finish`);
  deadLetters = (loadId = '') =>
    this.send<{ items: DeadLetter[]; total: number }>(
      'GET',
      `/dead-letters?pageSize=5${loadId && `&loadId=${loadId}`}`,
    );
  retryDeadLetters = (loadId?: string) =>
    this.send<{ retried: number }>('POST', '/dead-letters/retry', { loadId });
  discard = (id: string) => this.send<void>('DELETE', `/loads/${id}`);

  /** By XMLHttpRequest, which alone tells how much of a large file is on its way. */
  upload(form: FormData, onProgress: (part: number) => void): Promise<Load> {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open('POST', `${this.base}/loads`);
      request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
      request.onload = () => {
        try {
          resolve(answered<Load>(request.status, request.responseText));
        } catch (fault) {
          reject(fault as Error);
        }
      };
      request.onerror = () => reject(unreachable());
      request.send(form);
    });
  }

  private async send<Body>(
    method: string,
    path: string,
    body?: object,
    signal?: AbortSignal,
  ): Promise<Body> {
    let response: Response;
    try {
      response = await fetch(this.base + path, {
        method,
        signal,
        headers: body ? { 'content-type': 'application/json' } : {},
        body: body && JSON.stringify(body),
      });
    } catch (error) {
      if (signal?.aborted) throw error;
      throw unreachable();
    }
    return answered<Body>(response.status, await response.text());
  }
}

const unreachable = (): Fault =>
  new Fault(
    'UNREACHABLE',
    'The platform could not be reached. Check your connection and try again; nothing was lost.',
  );

function answered<Body>(status: number, text: string): Body {
  if (status === 204) return undefined as Body;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Fault('SERVER_ERROR', 'The platform gave no proper answer. Please try again.');
  }
  if (status < 400) return body as Body;
  const {
    code = 'SERVER_ERROR',
    detail = 'Please try again.',
    errors = [],
  } = body as Partial<Fault>;
  throw new Fault(code, detail, errors);
}

function query({ search, show, problem }: Filter): string {
  const asked = new URLSearchParams();
  if (search) asked.set('search', search);
  if (show && show !== 'all') asked.set('show', show);
  if (problem) asked.set('problem', problem);
  return asked.toString();
}
