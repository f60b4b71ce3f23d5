import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Client } from './client.js';
import { csv, person } from './csv.js';
import { onEveryDatabase } from './databases.js';
import { startPlatform, type TestPlatform } from './platform.js';
import { countStatements } from './statements.js';

/** An edit answers while somebody waits for it. */
onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let admin: Client;
  let headers: string[];

  beforeAll(async () => {
    platform = await startPlatform(await setup.env(), { options: { maxRows: 5_000 } });
    admin = await Client.signIn(platform);
    const { body } = await admin.get('/api/user-batch-upload/options');
    headers = body.columns.map(({ header }: { header: string }) => header);
  });
  afterAll(() => platform.stop());

  /** The statements of an edit of the first row: of several, the fewest, because other work of the process counts too. */
  async function cost(rows: number, column: string, values: string[]): Promise<number> {
    const people = Array.from({ length: rows }, (_, index) =>
      person({ 'Internal ID': `S-${index}`, 'Email Address': `s${index}@new.example` }),
    );
    const load = await admin.rest((await admin.upload(csv(headers, people))).body.id);
    const em = platform.app.get(EntityManager).fork() as SqlEntityManager;
    const counts: number[] = [];
    for (const value of values) {
      const statements = countStatements(em);
      const url = `/api/user-batch-upload/loads/${load.id}/rows/2`;
      const { status } = await admin.patch(url, { cells: { [column]: value } });
      counts.push(statements.count());
      statements.stop();
      expect(status).toBe(200);
    }
    return Math.min(...counts);
  }

  test.each([
    ['a name', 'First Name', ['Edita', 'Editb', 'Editc'], 19],
    ['an e-mail', 'Email Address', ['a@new.example', 'b@new.example', 'c@new.example'], 22],
    ['an e-mail to that of another row', 'Email Address', ['s3@new.example', 's4@new.example'], 35],
  ])(
    'an edit of %s takes the same few statements in any load',
    async (_, column, values, most) => {
      const few = await cost(6, column, values);
      expect(few).toBeGreaterThan(15);
      expect(few).toBeLessThanOrEqual(most);
      expect(await cost(2_500, column, values)).toBeLessThanOrEqual(few);
    },
    60_000,
  );
});
