import { createReadStream } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerAboutProcess } from './about-process.ts';
import { Baseline } from './baseline.ts';
import { postgresqlBaseline } from './baseline-postgresql.ts';
import { sqliteBaseline } from './baseline-sqlite.ts';

/** The baseline behind a minimal HTTP server. A file is the body, or a path if the upload is not measured. */
const { DATABASE_URL, SQLITE_PATH } = process.env;
const baseline = new Baseline(
  DATABASE_URL ? await postgresqlBaseline(DATABASE_URL) : sqliteBaseline(SQLITE_PATH ?? ''),
);

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://baseline');
  const [, , id = '', what] = url.pathname.split('/');
  const path = url.searchParams.get('path');
  const work =
    request.method === 'GET'
      ? baseline.page(id)
      : what === 'finish'
        ? baseline.finish(id)
        : baseline.stage(path ? createReadStream(path) : request);
  work.then(
    (body) => answer(response, 200, body),
    (error: unknown) => answer(response, 500, { error: String(error) }),
  );
});

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

answerAboutProcess();
process.on('SIGTERM', () => process.exit());
server.listen(0, '127.0.0.1', () =>
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
);
