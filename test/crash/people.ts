import { INVITED, type PlannedLoad, UNTICKED, WRONG_OFFICE } from './files.ts';
import type { PlatformProcess } from './processes.ts';
import type { Random } from './random.ts';
import { pause } from './timing.ts';

/** Set in the environment of every process. */
export const PASSWORD = 'correct horse battery staple';

const PATIENCE_MS = 120_000;
const LOADS = '/api/user-batch-upload/loads';

interface Answer {
  status: number;
  body: any;
}

/** An admin who retries with any process that responds, as a person does after a broken connection. */
export class Admin {
  private faults: string[] = [];
  private readonly processes: readonly PlatformProcess[];
  private readonly random: Random;
  private cookie = '';
  private roleId = '';

  constructor(processes: readonly PlatformProcess[], random: Random) {
    this.processes = processes;
    this.random = random;
  }

  async signIn(): Promise<void> {
    const [first] = this.processes;
    const response = await fetch(`${first?.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'admin@northwind.example', password: PASSWORD }),
    });
    this.cookie = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const { body } = await this.ask('GET', '/api/user-batch-upload/options');
    this.roleId = body.roles.find(({ name }: { name: string }) => name === 'Staff').id;
  }

  /** Uploads the file, waits for the review, puts wrong cells right and ticks. Resolves to the load's id. */
  async review(load: PlannedLoad): Promise<string> {
    const uploaded = await this.ask('POST', LOADS, () => {
      const form = new FormData();
      form.set('roleId', this.roleId);
      form.set('file', new Blob([load.csv]), `${load.name}.csv`);
      return form;
    });
    if (uploaded.status !== 201) throw refused('upload', load, uploaded);
    const { id } = uploaded.body;
    const staged = await this.until(id, 'STAGING');
    if (staged.status !== 'STAGED') throw refused('staging', load, { status: 200, body: staged });
    await this.edit(id, load);
    await this.tick(id, load, INVITED, { email: true });
    await this.tick(id, load, UNTICKED, { selected: false });
    return id;
  }

  /** Each request may be carried out without an answer, and is then sent again. */
  private async edit(id: string, load: PlannedLoad): Promise<void> {
    if (load.rows.some(({ wrong }) => wrong?.['Office'])) {
      const fault = { column: 'Office', code: 'OFFICE_UNKNOWN', ...WRONG_OFFICE };
      const fixed = await this.ask('POST', `${LOADS}/${id}/fixes`, () => JSON.stringify(fault));
      if (fixed.status !== 201) throw refused('a fix', load, fixed);
    }
    for (const { line, cells, wrong, isUndone } of load.rows) {
      const column = wrong?.['Mobile Phone'] ? 'Mobile Phone' : isUndone ? 'First Name' : undefined;
      if (!column) continue;
      const value = isUndone ? 'Undone' : (cells[column] ?? '');
      const edited = await this.ask('PATCH', `${LOADS}/${id}/rows/${line}`, () =>
        JSON.stringify({ cells: { [column]: value } }),
      );
      if (edited.status !== 200) throw refused('an edit', load, edited);
      if (!isUndone) continue;
      const { fixId } = edited.body.edited[column];
      const undone = await this.ask('DELETE', `${LOADS}/${id}/fixes/${fixId}`);
      if (undone.status !== 200 && undone.body.code !== 'FIX_NOT_FOUND')
        throw refused('an undoing', load, undone);
    }
  }

  private async tick(id: string, load: PlannedLoad, word: string, ticks: object): Promise<void> {
    if (!load.rows.some(({ cells }) => Object.values(cells).some((cell) => cell.includes(word))))
      return;
    const path = `${LOADS}/${id}/rows?search=${word}&show=create`;
    const ticked = await this.ask('PATCH', path, () => JSON.stringify(ticks));
    if (ticked.status !== 200) throw refused('ticks', load, ticked);
  }

  /** Presses Finish and waits until the load is finished. */
  async finish(id: string, load: PlannedLoad): Promise<void> {
    const finishing = await this.ask('POST', `${LOADS}/${id}/finish`);
    if (finishing.status !== 202) throw refused('Finish', load, finishing);
    const { status } = await this.until(id, 'FINISHING');
    if (status !== 'FINISHED') throw new Error(`${load.name} came to rest as ${status}.`);
  }

  /** The 5xx responses since the last call. Each request was repeated until it succeeded. */
  takeFaults(): string[] {
    const taken = this.faults;
    this.faults = [];
    return taken;
  }

  async load(id: string): Promise<any> {
    const { status, body } = await this.ask('GET', `${LOADS}/${id}`);
    if (status !== 200) throw new Error(`Load ${id} answers ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  private async until(id: string, moving: string): Promise<any> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const load = await this.load(id);
      if (load.status !== moving) return load;
      if (Date.now() > end) throw new Error(`Load ${id} is still ${moving}.`);
      await pause(100);
    }
  }

  private async ask(method: string, path: string, body?: () => FormData | string): Promise<Answer> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const answer = await this.send(this.random.of(this.processes), method, path, body?.());
      if (answer && answer.status < 500) return answer;
      if (answer) this.faults.push(`${answer.status} to ${method} ${path}`);
      if (Date.now() > end) throw new Error(`${method} ${path} found no answer.`);
      await pause(100);
    }
  }

  /** Undefined: the process was gone, stopped, or died during the request. */
  private async send(
    { url, isAlive, isStopped }: PlatformProcess,
    method: string,
    path: string,
    body?: FormData | string,
  ): Promise<Answer | undefined> {
    if (!isAlive || isStopped) return undefined;
    try {
      const response = await fetch(url + path, {
        method,
        headers: {
          cookie: this.cookie,
          ...(typeof body === 'string' && { 'content-type': 'application/json' }),
        },
        body,
        signal: AbortSignal.timeout(path === LOADS ? 15_000 : 5_000),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
    } catch {
      return undefined;
    }
  }
}

const refused = (what: string, { name }: PlannedLoad, { status, body }: Answer): Error =>
  new Error(`${name}: ${what} was answered ${status} ${JSON.stringify(body)}`);
