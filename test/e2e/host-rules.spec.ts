import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Logger } from '@nestjs/common';
import {
  PhoneHasTenDigits,
  RowRule,
  type RowRuleCheck,
  type RowUnderCheck,
} from 'user-batch-upload';
import { Client } from './client.js';
import { csv, person } from './csv.js';
import { onEveryDatabase } from './databases.js';
import { startPlatform, type TestPlatform } from './platform.js';

/** Its query fails for a chunk with this name. */
@RowRule()
class NameIsInTheRegister implements RowRuleCheck {
  constructor(private readonly em: EntityManager) {}

  async check(rows: readonly RowUnderCheck[]): Promise<void> {
    if (rows.some((row) => row.cell('Last Name') === 'Crash'))
      await (this.em as SqlEntityManager).execute('select name from no_such_table');
  }
}

/** Leaves a name alone that it can't look up. */
@RowRule()
class NameIsNoDoubt implements RowRuleCheck {
  constructor(private readonly em: EntityManager) {}

  async check(rows: readonly RowUnderCheck[]): Promise<void> {
    if (rows.some((row) => row.cell('Last Name') === 'Doubt'))
      await (this.em as SqlEntityManager)
        .execute('select name from no_such_table')
        .catch(() => undefined);
  }
}

@RowRule({ trial: true })
class NameIsShort implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[]): void {
    for (const row of rows)
      if (row.touches('Last Name') && row.cell('Last Name').length > 10)
        row.report({ column: 'Last Name', code: 'NAME_LONG', message: 'Too long.' });
  }
}

onEveryDatabase((setup) => {
  let platform: TestPlatform;
  let admin: Client;
  let headers: string[];

  beforeAll(async () => {
    platform = await startPlatform(await setup.env(), {
      providers: [NameIsInTheRegister, NameIsNoDoubt, NameIsShort],
      options: { maxRows: 5_000, rules: { leaveOut: [PhoneHasTenDigits] } },
    });
    admin = await Client.signIn(platform);
    const { body } = await admin.get('/api/user-batch-upload/options');
    headers = body.columns.map(({ header }: { header: string }) => header);
  });
  afterAll(() => platform.stop());

  let users = 0;
  const people = (names: string[], phone = '') =>
    csv(
      headers,
      names.map((name) => {
        users += 1;
        return person({
          'Email Address': `rules-${users}@new.example`,
          'Last Name': name,
          'Mobile Phone': phone,
        });
      }),
    );

  test('a rule whose query fails is named on its rows, and the file is staged', async () => {
    const errors = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    const { status, body } = await admin.upload(people(['Moss', 'Crash', 'Park']));
    expect([status, body.status, body.counts.invalid]).toEqual([201, 'STAGED', 3]);
    const { items } = await admin.rows(body.id);
    expect(items[0].problems).toEqual([
      {
        column: '',
        code: 'SERVER_ERROR',
        severity: 'error',
        value: '',
        message: expect.stringContaining('NameIsInTheRegister'),
      },
    ]);
    expect(errors).toHaveBeenCalledWith(
      expect.stringMatching(/^NameIsInTheRegister failed after \d+ ms for 3 rows: /),
    );
    errors.mockRestore();
  });

  test('in a large file only the chunk fails in which the rule did', async () => {
    const errors = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    const names = Array.from({ length: 1_500 }, (_, index) => (index === 1_200 ? 'Crash' : 'Moss'));
    const { body } = await admin.upload(people(names));
    const load = await admin.rest(body.id);
    errors.mockRestore();
    expect([load.status, load.counts.create, load.counts.invalid]).toEqual(['STAGED', 1_000, 500]);
  }, 60_000);

  test('a rule whose query fails for an edit is named on its row, and the edit is kept', async () => {
    const errors = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    const { body: load } = await admin.upload(people(['Moss', 'Park']));
    const url = `/api/user-batch-upload/loads/${load.id}`;
    const edited = await admin.patch(`${url}/rows/2`, { cells: { 'Last Name': 'Crash' } });
    expect([edited.status, edited.body.action]).toEqual([200, 'INVALID']);
    expect(edited.body.problems).toEqual([
      expect.objectContaining({
        code: 'SERVER_ERROR',
        message: expect.stringContaining('NameIsInTheRegister'),
      }),
    ]);
    const mended = await admin.patch(`${url}/rows/2`, { cells: { 'Last Name': 'Marsh' } });
    errors.mockRestore();
    expect(mended.body).toMatchObject({ action: 'CREATE', problems: [] });
    expect((await admin.get(url)).body.counts).toMatchObject({ create: 2, invalid: 0 });
  });

  test('a rule that goes on without its failed query does not undo an edit', async () => {
    const { body: load } = await admin.upload(people(['Moss']));
    const { status, body } = await admin.patch(`/api/user-batch-upload/loads/${load.id}/rows/2`, {
      cells: { 'Last Name': 'Doubt' },
    });
    expect([status, body.cells['Last Name'], body.problems]).toEqual([200, 'Doubt', []]);
  });

  test('a rule on trial changes no row, and the log has what it found', async () => {
    const logs = jest.spyOn(Logger.prototype, 'log').mockImplementation(() => undefined);
    const { body } = await admin.upload(people(['Moss', 'Featherstonehaugh']));
    const told = logs.mock.calls.map(([line]) => String(line));
    logs.mockRestore();
    expect(body.counts).toMatchObject({ create: 2, invalid: 0, warning: 0 });
    expect(told.filter((line) => line.startsWith('Trial'))).toEqual([
      expect.stringMatching(
        /^Trial of NameIsShort, organisation \S+: 1 problems on 1 rows, for example NAME_LONG on line 3 /,
      ),
    ]);
  });

  test('a phone of any length is taken where its rule is left out', async () => {
    const { body } = await admin.upload(people(['Moss'], '+44 20 7946 0958'));
    const { outcome } = await admin.finish(body.id);
    expect(outcome).toMatchObject({ created: 1 });
  });
});
