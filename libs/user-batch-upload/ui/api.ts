import type {
  CellFault,
  ChangedRow,
  DeadLetter,
  FaultsPage,
  Filter,
  Fixed,
  Load,
  Options,
  RefusedFile,
  Row,
  RowsPage,
  Ticks,
} from './api-types.js';
import type { Connection } from './connection.js';
import { ApiError, FileChanged } from './api-error.js';
import type { Words } from './words.js';

/** Headers of the host for a request, such as `{ authorization: 'Bearer …' }`. Asked anew for each request. */
export type HostHeaders = () => Record<string, string> | Promise<Record<string, string>>;

/** The client of the public HTTP API. Every request goes through the connection, which tracks outages. */
export class Api {
  /** The host's headers for each request. */
  headers?: HostHeaders;
  /** Requests wait for it. */
  ready?: Promise<unknown>;

  constructor(
    readonly base: string,
    private readonly connection: Connection,
    private readonly words: () => Words,
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
    const changed = () => new FileChanged(this.texts.fileChanged(file.name));
    if (!(await isReadable(file))) throw changed();
    const headers = await this.allHeaders();
    const answer = new Promise<Load>((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open('POST', `${this.base}/loads`);
      headers.forEach((value, name) => request.setRequestHeader(name, value));
      request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
      request.onload = () => {
        try {
          resolve(this.answered<Load>(request.status, request.responseText));
        } catch (error) {
          reject(error as Error);
        }
      };
      request.onerror = () =>
        void isReadable(file).then((readable) => reject(readable ? this.unreachable() : changed()));
      request.send(form);
    });
    return this.connection.watch(answer, { mayTakeLong: true });
  }

  /** A file, with the headers that a link does not send. */
  file(address: string): Promise<Blob> {
    const answer = async (): Promise<Blob> => {
      const response = await fetch(address, { headers: await this.allHeaders() }).catch(() => {
        throw this.unreachable();
      });
      if (!response.ok) this.answered<never>(response.status, await response.text());
      return response.blob();
    };
    return this.connection.watch(answer(), { mayTakeLong: true });
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
        headers: await this.allHeaders(body && { 'content-type': 'application/json' }),
        body: body && JSON.stringify(body),
      });
      status = response.status;
      text = await response.text();
    } catch (error) {
      if (signal?.aborted) throw error;
      throw this.unreachable();
    }
    return this.answered<Body>(status, text);
  }

  /** The host's headers go before those of the page. */
  private async allHeaders(more?: Record<string, string>): Promise<Headers> {
    await this.ready;
    const headers = new Headers({ 'accept-language': this.words().language, ...more });
    for (const [name, value] of Object.entries((await this.headers?.()) ?? {}))
      headers.set(name, value);
    return headers;
  }

  private get texts(): Words['messages'] {
    return this.words().messages;
  }

  private unreachable(): ApiError {
    return new ApiError('UNREACHABLE', this.texts.unreachable);
  }

  private answered<Body>(status: number, text: string): Body {
    if (status === 204) return undefined as Body;
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      throw new ApiError('SERVER_ERROR', this.texts.noProperAnswer, [], status);
    }
    if (status < 400) return body as Body;
    const {
      code = 'SERVER_ERROR',
      detail = this.texts.pleaseTryAgain,
      errors = [],
      columns,
      sheets,
    } = body as Partial<ApiError> & RefusedFile;
    throw new ApiError(code, detail, errors, status, { columns, sheets });
  }
}

const isReadable = (file: File): Promise<boolean> =>
  file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    );

function query({ search, show, problem, column }: Filter): string {
  const asked = new URLSearchParams();
  if (search) asked.set('search', search);
  if (show && show !== 'all') asked.set('show', show);
  if (problem) asked.set('problem', problem);
  if (column !== undefined) asked.set('column', column);
  return asked.toString();
}
