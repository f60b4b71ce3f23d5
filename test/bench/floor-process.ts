import { createReadStream } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerAboutProcess } from './about-process.ts';
import { Floor } from './floor.ts';
import { postgresqlFloor } from './floor-postgresql.ts';
import { sqliteFloor } from './floor-sqlite.ts';

/** The baseline behind a minimal HTTP server. A file is the body, or a path if the upload is not measured. */
const { DATABASE_URL, SQLITE_PATH } = process.env;
const floor = new Floor(
  DATABASE_URL ? await postgresqlFloor(DATABASE_URL) : sqliteFloor(SQLITE_PATH ?? ''),
);

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://floor');
  const [, , id = '', what] = url.pathname.split('/');
  const path = url.searchParams.get('path');
  const work =
    request.method === 'GET'
      ? floor.page(id)
      : what === 'finish'
        ? floor.finish(id)
        : floor.stage(path ? createReadStream(path) : request);
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
