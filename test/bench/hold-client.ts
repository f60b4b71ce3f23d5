import type { Child } from './child.ts';
import { progress } from './measure.ts';

const API = '/api/user-batch-upload';

interface Load {
  id: string;
  status: string;
}

interface Answer {
  status: number;
  text: string;
}

/** Sends one request at a time to a platform in another process, and asks it for its longest hold. */
export class Holds {
  readonly found: { what: string; answer: string; hold: number }[] = [];
  headers: string[] = [];
  private cookie = '';
  private roleId = '';

  private readonly child: Child;

  private constructor(child: Child) {
    this.child = child;
  }

  static async of(child: Child): Promise<Holds> {
    const holds = new Holds(child);
    const signedIn = await fetch(`${child.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        email: 'admin@northwind.example',
        password: 'correct horse battery staple',
      }),
    });
    holds.cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const options = JSON.parse((await holds.send('GET', `${API}/options`)).text) as {
      roles: { id: string; name: string }[];
      columns: { header: string }[];
    };
    holds.roleId = options.roles.find(({ name }) => name === 'Staff')?.id ?? '';
    holds.headers = options.columns.map(({ header }) => header);
    return holds;
  }

  /** The load, open for review; undefined where the file is refused. */
  async upload(name: string, text: string): Promise<Load | undefined> {
    const body = this.form(text);
    return this.measured(`${name}: upload`, async () => {
      const answer = await this.send('POST', `${API}/loads`, body);
      if (answer.status !== 201)
        return [`${answer.status}, ${answer.text.length} characters`, undefined];
      const load = await this.rest(JSON.parse(answer.text) as Load);
      return [load.status, load];
    });
  }

  /** Looks at the load in every way, and finishes it. */
  async review(name: string, load: Load): Promise<void> {
    const path = `${API}/loads/${load.id}`;
    for (const route of [
      '/rows?pageSize=500',
      '/rows?pageSize=500&search=xxxxxxxxxx',
      `/rows?search=${encodeURIComponent('文'.repeat(200))}`,
      '/rows?show=invalid&problem=TOO_LONG',
      '/rows/2',
      '/report.csv?only=all',
    ])
      await this.request(`${name}: ${route.slice(0, 45)}`, 'GET', path + route);
    for (const filter of ['', '?search=n', '?show=invalid'])
      await this.request(`${name}: PATCH /rows${filter}`, 'PATCH', `${path}/rows${filter}`, {
        selected: true,
      });
    await this.measured(`${name}: finish`, async () => {
      const answer = await this.send('POST', `${path}/finish`);
      if (answer.status !== 202) return [`${answer.status}`, undefined];
      const { status } = await this.rest(JSON.parse(answer.text) as Load);
      return [status, undefined];
    });
    await this.request(`${name}: finished /report.csv`, 'GET', `${path}/report.csv?only=all`);
  }

  /** Requests without a load, and many at once. */
  async requests(maxBytes: number): Promise<void> {
    await this.request('sample', 'GET', `${API}/sample.csv`);
    await this.request('loads', 'GET', `${API}/loads?pageSize=500`);
    await this.request('users', 'GET', `/api/users?pageSize=500`);
    await this.request(
      'search of users',
      'GET',
      `/api/users?pageSize=500&search=${'a'.repeat(200)}`,
    );
    await this.measured('500 sign-ins, 50 at once', async () => {
      const statuses = new Set<number>();
      for (let group = 0; group < 10; group += 1)
        for (const { status } of await Promise.all(
          Array.from({ length: 50 }, (_, index) =>
            this.send('POST', '/api/session', {
              email: `nobody-${group}-${index}@example.com`,
              password: 'wrong password',
            }),
          ),
        ))
          statuses.add(status);
      return [[...statuses].join(), undefined];
    });
    const line = `${this.headers.map((header) => ({ 'First Name': 'Ana', 'Last Name': 'Sousa', Office: 'North Clinic', 'Profile Type ID': '1', 'Employee Notes': 'n'.repeat(3_900) })[header] ?? '')}\r\n`;
    const rows = Math.min(100, Math.floor(778_000 / line.length));
    await this.measured('50 uploads of 400 KB at once', async () => {
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, file) => {
          const text = `${this.headers.join()}\r\n${Array.from({ length: rows }, (_unused, index) => line.replace(',,', `,,f${file}r${index}@new.example`)).join('')}`;
          return this.send('POST', `${API}/loads`, this.form(text));
        }),
      );
      return [[...new Set(answers.map(({ status }) => status))].join(), undefined];
    });
    await this.measured('a file that is too large', async () => {
      const { status } = await this.send(
        'POST',
        `${API}/loads`,
        this.form('x'.repeat(maxBytes + 10)),
      );
      return [`${status}`, undefined];
    });
  }

  private async request(what: string, method: string, path: string, body?: object): Promise<void> {
    await this.measured(what, async () => {
      const { status, text } = await this.send(method, path, body);
      return [`${status}, ${text.length} characters`, undefined];
    });
  }

  private async measured<Result>(
    what: string,
    work: () => Promise<[answer: string, Result]>,
  ): Promise<Result> {
    await this.child.about();
    const [answer, result] = await work();
    const { longestHold } = await this.child.about();
    this.found.push({ what, answer, hold: longestHold });
    progress(`${what}: ${answer}, ${longestHold.toFixed(1)} ms`);
    return result;
  }

  private form(text: string): FormData {
    const form = new FormData();
    form.set('roleId', this.roleId);
    form.set('file', new Blob([text]), 'users.csv');
    return form;
  }

  private async rest(load: Load): Promise<Load> {
    let now = load;
    while (['STAGING', 'FINISHING'].includes(now.status)) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      now = JSON.parse((await this.send('GET', `${API}/loads/${load.id}`)).text) as Load;
    }
    return now;
  }

  private async send(method: string, path: string, body?: object): Promise<Answer> {
    const isForm = body instanceof FormData;
    const response = await fetch(this.child.url + path, {
      method,
      headers: {
        cookie: this.cookie,
        ...(body && !isForm && { 'content-type': 'application/json' }),
      },
      body: !body || isForm ? body : JSON.stringify(body),
    });
    return { status: response.status, text: await response.text() };
  }
}
