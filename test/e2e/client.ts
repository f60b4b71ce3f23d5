import { PASSWORD, type TestPlatform } from './platform.js';

export interface Answer<Body = any> {
  status: number;
  headers: Headers;
  body: Body;
}

/** An HTTP client with the session of an admin. */
export class Client {
  cookie = '';
  /** What it sends as `Accept-Language`. */
  language?: string;

  constructor(readonly platform: Pick<TestPlatform, 'url'>) {}

  static async signIn(
    platform: Pick<TestPlatform, 'url'>,
    email = 'admin@northwind.example',
  ): Promise<Client> {
    const client = new Client(platform);
    const answer = await client.post('/api/session', { email, password: PASSWORD });
    if (answer.status !== 200) throw new Error(`Sign-in failed: ${JSON.stringify(answer.body)}`);
    client.cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    return client;
  }

  get = (path: string) => this.send('GET', path);
  post = (path: string, body?: unknown) => this.send('POST', path, body);
  patch = (path: string, body: unknown) => this.send('PATCH', path, body);
  delete = (path: string) => this.send('DELETE', path);

  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const isForm = body instanceof FormData;
    const response = await fetch(this.platform.url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(this.cookie && { cookie: this.cookie }),
        ...(this.language && { 'accept-language': this.language }),
        ...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
        ...headers,
      },
      body:
        body === undefined || isForm || body instanceof Blob
          ? (body as BodyInit | undefined)
          : JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      body: isJson && text ? JSON.parse(text) : text,
    };
  }

  /** Sends a body without changing its bytes. */
  async sendRaw(method: string, path: string, body: string | undefined, type: string) {
    const response = await fetch(this.platform.url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(this.cookie && { cookie: this.cookie }),
        ...(body && { 'content-type': type }),
      },
      body,
    });
    return { status: response.status, body: await response.json() };
  }

  /** The body of a response as it arrives. */
  async stream(path: string): Promise<ReadableStream<Uint8Array>> {
    const { body } = await fetch(this.platform.url + path, { headers: { cookie: this.cookie } });
    if (!body) throw new Error(`${path} has no body.`);
    return body;
  }

  async roleId(name = 'Staff'): Promise<string> {
    const { status, body } = await this.get('/api/user-batch-upload/options');
    if (status !== 200) throw new Error(`The roles were not told: ${JSON.stringify(body)}`);
    return body.roles.find((role: { name: string }) => role.name === name).id;
  }

  /** Uploads a file as the page does. */
  async upload(
    file: string | Buffer,
    { role = 'Staff', name = 'users.csv', encoding = '', sheet = '' } = {},
  ): Promise<Answer> {
    const form = new FormData();
    form.set('roleId', await this.roleId(role));
    if (encoding) form.set('encoding', encoding);
    if (sheet) form.set('sheet', sheet);
    form.set('file', new Blob([new Uint8Array(Buffer.from(file))]), name);
    return this.post('/api/user-batch-upload/loads', form);
  }

  rows = async (loadId: string, query = '') =>
    (await this.get(`/api/user-batch-upload/loads/${loadId}/rows${query}`)).body;

  async finish(loadId: string): Promise<any> {
    const answer = await this.post(`/api/user-batch-upload/loads/${loadId}/finish`);
    if (answer.status !== 202)
      throw new Error(`Finish was refused: ${JSON.stringify(answer.body)}`);
    return this.rest(loadId);
  }

  /** Waits until no work on the load is running, and returns it. */
  async rest(loadId: string): Promise<any> {
    for (;;) {
      const { body } = await this.get(`/api/user-batch-upload/loads/${loadId}`);
      if (body.status !== 'STAGING' && body.status !== 'FINISHING') return body;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** Repeats a check until it passes, for effects that happen after a request. */
export async function eventually<Result>(
  ask: () => Promise<Result | undefined | false>,
  ms = 10_000,
): Promise<Result> {
  const end = Date.now() + ms;
  for (;;) {
    const result = await ask();
    if (result) return result;
    if (Date.now() > end) throw new Error('It did not happen in time.');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
