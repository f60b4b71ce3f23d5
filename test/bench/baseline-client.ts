import type { Counts } from './baseline.ts';

/** Calls the baseline over HTTP. */
export class BaselineClient {
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  /** Reads the file from disk: receiving an upload is work of the product only. */
  stage(path: string): Promise<{ id: string; counts: Counts }> {
    return this.send('POST', `/loads?path=${encodeURIComponent(path)}`);
  }

  upload(file: Blob): Promise<{ id: string; counts: Counts }> {
    return this.send('POST', '/loads', file);
  }

  page(id: string): Promise<{ items: object[] }> {
    return this.send('GET', `/loads/${id}`);
  }

  finish(id: string): Promise<Counts> {
    return this.send('POST', `/loads/${id}/finish`);
  }

  private async send<Body>(method: string, path: string, body?: Blob): Promise<Body> {
    const response = await fetch(this.url + path, { method, body });
    const text = await response.text();
    if (!response.ok) throw new Error(`The baseline: ${method} ${path}: ${text}`);
    return JSON.parse(text) as Body;
  }
}
