import { openAsBlob } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { EXTRA_FIELD } from './generate.ts';

export const PASSWORD = 'correct horse battery staple';

interface Load {
  id: string;
  status: string;
  finishedAt: string | null;
  counts: Record<string, number>;
  outcome: Record<string, number> | null;
}

const SELDOM_MS = 100;
/** Rare enough to add no load, and frequent enough to be at most a thirtieth late. */
const oftenEnough = (elapsedMs: number) => Math.min(250, Math.max(2, elapsedMs / 30));

/** Calls the platform over HTTP as a signed-in administrator. */
export class Product {
  private readonly url: string;
  private cookie = '';
  private roleId = '';

  constructor(url: string) {
    this.url = url;
  }

  static async signIn(url: string): Promise<Product> {
    const product = new Product(url);
    const response = await fetch(`${url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'admin@northwind.example', password: PASSWORD }),
    });
    if (!response.ok) throw new Error(`Sign-in failed: ${await response.text()}`);
    product.cookie = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const { roles } = await product.get<{ roles: { id: string; name: string }[] }>(
      '/user-batch-upload/options',
    );
    product.roleId = roles.find(({ name }) => name === 'Staff')?.id ?? '';
    return product;
  }

  async addExtraField(): Promise<void> {
    const { items } = await this.get<{ items: { label: string }[] }>('/custom-fields');
    if (!items.some(({ label }) => label === EXTRA_FIELD.label))
      await this.send('POST', '/custom-fields', EXTRA_FIELD);
  }

  /** Uploads a file as the page does, and waits for the review. */
  async stage(path: string): Promise<Load> {
    return this.rest(await this.upload(await openAsBlob(path)), 'STAGED', oftenEnough);
  }

  upload(file: Blob): Promise<Load> {
    const form = new FormData();
    form.set('roleId', this.roleId);
    form.set('file', file, 'users.csv');
    return this.send('POST', '/user-batch-upload/loads', form);
  }

  /** `ms`: from the request to the load's `finishedAt`, on the same clock. */
  async finish({ id }: Load): Promise<{ load: Load; ms: number }> {
    const begun = Date.now();
    const answer = await this.send<Load>('POST', `/user-batch-upload/loads/${id}/finish`);
    const load = await this.rest(answer, 'FINISHED', () => SELDOM_MS);
    return { load, ms: Date.parse(load.finishedAt ?? '') - begun };
  }

  get<Body>(path: string): Promise<Body> {
    return this.send<Body>('GET', path);
  }

  async send<Body>(method: string, path: string, body?: object): Promise<Body> {
    const isForm = body instanceof FormData;
    const response = await fetch(`${this.url}/api${path}`, {
      method,
      headers: {
        cookie: this.cookie,
        ...(body && !isForm && { 'content-type': 'application/json' }),
      },
      body: !body || isForm ? body : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as Body;
  }

  /** The number of events that the platform's listener has handled. */
  async delivered(): Promise<number> {
    return (await this.get<{ total: number }>('/activity?pageSize=1')).total;
  }

  /** Events handled per second, until `all` are handled or the time is over. */
  async deliveryRate(events: number, ms: number): Promise<number> {
    const before = await this.delivered();
    const begun = performance.now();
    for (;;) {
      await setTimeout(100);
      const now = await this.delivered();
      const elapsed = performance.now() - begun;
      if (now >= events || elapsed > ms) return ((now - before) / elapsed) * 1_000;
    }
  }

  private async rest(
    load: Load,
    status: string,
    pauseMs: (elapsedMs: number) => number,
  ): Promise<Load> {
    const begun = performance.now();
    let now = load;
    while (now.status !== status) {
      if (!['STAGING', 'FINISHING'].includes(now.status))
        throw new Error(`The load became ${now.status}: ${JSON.stringify(now)}`);
      await setTimeout(pauseMs(performance.now() - begun));
      now = await this.get<Load>(`/user-batch-upload/loads/${load.id}`);
    }
    return now;
  }
}

export type { Load };
