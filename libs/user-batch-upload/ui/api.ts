import type {
  CellFault,
  ChangedRow,
  DeadLetter,
  FaultsPage,
  Filter,
  Fixed,
  Load,
  Options,
  Row,
  RowsPage,
  Ticks,
} from './api-types.js';
import type { Connection } from './connection.js';
import { Fault, FileChanged } from './fault.js';

/** Headers of the host for a request, such as `{ authorization: 'Bearer …' }`. Asked anew for each request. */
export type Headers = () => Record<string, string> | Promise<Record<string, string>>;

/** The client of the public HTTP API. Every request goes through the connection, which tracks outages. */
export class Api {
  /** The host's headers for each request. */
  headers?: Headers;

  constructor(
    readonly base: string,
    private readonly connection: Connection,
  ) {}

  options = () => this.send<Options>('GET', '/options');
  loads = ({ page, ...filter }: { status: string; createdBy: string; page: number }) => {
    const asked = new URLSearchParams({ page: String(page), pageSize: '10' });
    for (const [name, value] of Object.entries(filter)) if (value) asked.set(name, value);
    return this.send<{ items: Load[]; total: number }>('GET', `/loads?${asked}`);
  };
  load = (id: string) => this.send<Load>('GET', `/loads/${encodeURIComponent(id)}`);
  rows = (id: string, filter: Filter, page: number, pageSize = 100, signal?: AbortSignal) =>
    this.send<RowsPage>(
      'GET',
      `/loads/${id}/rows?${query(filter)}&page=${page}&pageSize=${pageSize}`,
      undefined,
      signal,
    );
  /** Returns the row with its full texts. */
  row = (id: string, line: number) => this.send<Row>('GET', `/loads/${id}/rows/${line}`);
  changeRow = (
    id: string,
    line: number,
    change: Ticks & { cells?: Record<string, string>; revision: number },
  ) => this.send<ChangedRow>('PATCH', `/loads/${id}/rows/${line}`, change);
  tickAll = (id: string, filter: Filter, ticks: Ticks) =>
    this.send<Load>('PATCH', `/loads/${id}/rows?${query(filter)}`, ticks);
  faults = (id: string) => this.send<FaultsPage>('GET', `/loads/${id}/faults`);
  fix = (id: string, { column, code, value }: CellFault, to: string, revision: number) =>
    this.send<Fixed>('POST', `/loads/${id}/fixes`, { column, code, value, to, revision });
  undo = (id: string, fixId: string) =>
    this.send<{ changed: number; load: Load }>('DELETE', `/loads/${id}/fixes/${fixId}`);
  finish = (id: string, revision: number) =>
    this.send<Load>('POST', `/loads/${id}/finish`, { revision });
  /** A new load of the rows that were not applied. */
  again = (id: string) => this.send<Load>('POST', `/loads/${id}/again`);
  deadLetters = (loadId = '') =>
    this.send<{ items: DeadLetter[]; total: number }>(
      'GET',
      `/dead-letters?pageSize=5${loadId && `&loadId=${loadId}`}`,
    );
  retryDeadLetters = (loadId?: string) =>
    this.send<{ retried: number }>('POST', '/dead-letters/retry', { loadId });
  discard = (id: string) => this.send<void>('DELETE', `/loads/${id}`);

  /** Uses XMLHttpRequest: fetch can't report the progress of an upload. */
  async upload(file: File, form: FormData, onProgress: (part: number) => void): Promise<Load> {
    if (!(await isReadable(file))) throw new FileChanged(file.name);
    const headers = await this.headers?.();
    const answer = new Promise<Load>((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open('POST', `${this.base}/loads`);
      for (const [name, value] of Object.entries(headers ?? {}))
        request.setRequestHeader(name, value);
      request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
      request.onload = () => {
        try {
          resolve(answered<Load>(request.status, request.responseText));
        } catch (fault) {
          reject(fault as Error);
        }
      };
      request.onerror = () =>
        void isReadable(file).then((readable) =>
          reject(readable ? unreachable() : new FileChanged(file.name)),
        );
      request.send(form);
    });
    return this.connection.watch(answer, { mayTakeLong: true });
  }

  /** A file that only a request with the host's headers gets. */
  async file(address: string): Promise<Blob> {
    const response = await fetch(address, { headers: await this.headers?.() }).catch(() => {
      throw unreachable();
    });
    if (!response.ok) answered<never>(response.status, await response.text());
    return response.blob();
  }

  private send<Body>(
    method: string,
    path: string,
    body?: object,
    signal?: AbortSignal,
  ): Promise<Body> {
    return this.connection.watch(this.fetch<Body>(method, path, body, signal));
  }

  private async fetch<Body>(
    method: string,
    path: string,
    body?: object,
    signal?: AbortSignal,
  ): Promise<Body> {
    let status: number;
    let text: string;
    try {
      const response = await fetch(this.base + path, {
        method,
        signal,
        headers: {
          ...(await this.headers?.()),
          ...(body && { 'content-type': 'application/json' }),
        },
        body: body && JSON.stringify(body),
      });
      status = response.status;
      text = await response.text();
    } catch (error) {
      if (signal?.aborted) throw error;
      throw unreachable();
    }
    return answered<Body>(status, text);
  }
}

const unreachable = (): Fault => new Fault('UNREACHABLE', 'The platform can’t be reached.');

const isReadable = (file: File): Promise<boolean> =>
  file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    );

function answered<Body>(status: number, text: string): Body {
  if (status === 204) return undefined as Body;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Fault(
      'SERVER_ERROR',
      'The platform gave no proper answer. Please try again.',
      [],
      status,
    );
  }
  if (status < 400) return body as Body;
  const {
    code = 'SERVER_ERROR',
    detail = 'Please try again.',
    errors = [],
    columns = [],
  } = body as Partial<Fault>;
  throw new Fault(code, detail, errors, status, columns);
}

function query({ search, show, problem, column }: Filter): string {
  const asked = new URLSearchParams();
  if (search) asked.set('search', search);
  if (show && show !== 'all') asked.set('show', show);
  if (problem) asked.set('problem', problem);
  if (column !== undefined) asked.set('column', column);
  return asked.toString();
}
