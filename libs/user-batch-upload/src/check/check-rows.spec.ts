import { afterEach, expect, test } from '@jest/globals';
import { Injectable, Module, type Provider } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { rowUnderCheck } from '../../testing/index.js';
import { Users } from '../ports/users.port.js';
import { CheckRows } from './check-rows.js';
import { RowRule, type RowRuleCheck, type RowUnderCheck } from './row-rule.js';
import { ROW_RULES } from './rules/index.js';

@Injectable()
class Nicknames {
  readonly banned = 'Bobby';
}

@RowRule()
class NameIsNoNickname implements RowRuleCheck {
  constructor(private readonly nicknames: Nicknames) {}

  async check(rows: readonly RowUnderCheck[]): Promise<void> {
    for (const row of rows)
      if (row.cell('First Name') === this.nicknames.banned)
        row.report({ column: 'First Name', code: 'NICKNAME', message: 'Enter the full name.' });
  }
}

@RowRule()
class IsBroken implements RowRuleCheck {
  check(): void {
    throw new Error('a bug');
  }
}

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

const USERS: Provider = {
  provide: Users,
  useValue: { findChangeable: async (_actor: unknown, ids: string[]) => ids },
};

/** Rules in modules of their own, as a host has them. */
async function checkRowsWith(...modules: Provider[][]): Promise<CheckRows> {
  @Module({ imports: [DiscoveryModule], providers: [CheckRows, USERS, ...ROW_RULES] })
  class Library {}
  @Module({
    imports: [
      Library,
      ...modules.map((providers) => {
        class OfTheHost {}
        return { module: OfTheHost, providers };
      }),
    ],
  })
  class Host {}
  const app = await NestFactory.createApplicationContext(Host, {
    logger: false,
    abortOnError: false,
  });
  close = () => app.close();
  return app.get(CheckRows);
}

test('the rules of the library and of every module of the host are found', async () => {
  const checkRows = await checkRowsWith([Nicknames, NameIsNoNickname]);
  const row = rowUnderCheck({ cells: { 'First Name': 'Bobby' }, extraCells: ['x'] });
  await checkRows.check([row], row.context);
  expect(row.problems.map(({ code, column }) => `${code} ${column}`)).toEqual([
    'REQUIRED Profile Type ID',
    'REQUIRED Email Address',
    'REQUIRED Office',
    'TOO_MANY_CELLS ',
    'NICKNAME First Name',
  ]);
});

test('a rule that two modules provide tells its problem once', async () => {
  const checkRows = await checkRowsWith(
    [Nicknames, NameIsNoNickname],
    [Nicknames, NameIsNoNickname],
  );
  const row = rowUnderCheck({ user: {}, cells: { 'First Name': 'Bobby' } });
  await checkRows.check([row], row.context);
  expect(row.problems.map(({ code }) => code)).toEqual(['NICKNAME']);
});

@RowRule({ unchangedRows: true })
class ExtraCellsAreRare implements RowRuleCheck {
  check(rows: readonly RowUnderCheck[]): void {
    for (const row of rows)
      row.report({ column: '', code: 'SEEN', severity: 'warning', message: 'Seen.' });
  }
}

test('rows that change nothing are only for the rules that ask for them', async () => {
  const checkRows = await checkRowsWith([ExtraCellsAreRare], [Nicknames, NameIsNoNickname]);
  const changed = rowUnderCheck({ user: {}, cells: { 'First Name': 'Bobby' } });
  const unchanged = rowUnderCheck({
    user: { firstName: 'Bobby' },
    cells: { 'First Name': 'Bobby' },
  });
  await checkRows.check([changed], changed.context, [unchanged]);
  expect(changed.problems.map(({ code }) => code)).toEqual(['SEEN', 'NICKNAME']);
  expect(unchanged.problems).toMatchObject([{ code: 'SEEN', severity: 'warning' }]);
});

test('a rule that throws is a bug, and is thrown on', async () => {
  const checkRows = await checkRowsWith([IsBroken]);
  const row = rowUnderCheck();
  await expect(checkRows.check([row], row.context)).rejects.toThrow('a bug');
});

test('several problems of one cell are all told', async () => {
  const checkRows = await checkRowsWith();
  const row = rowUnderCheck({ user: {}, cells: { 'First Name': '\u0007'.repeat(300) } });
  await checkRows.check([row], row.context);
  expect(row.problems.map(({ code }) => code)).toEqual(['TOO_LONG', 'CONTROL_CHARACTER']);
});
