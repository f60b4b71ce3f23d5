import { DriverException } from '@mikro-orm/core';
import { afterEach, expect, jest, test } from '@jest/globals';
import { Injectable, Logger, Module, type Provider } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { rowUnderCheck } from '../../testing/index.js';
import { Users } from '../ports/users.port.js';
import { Options, type UserBatchUploadOptions } from '../user-batch-upload.options.js';
import { CheckRows } from './check-rows.js';
import { type CheckContext, RowRule, type RowRuleCheck, type RowUnderCheck } from './row-rule.js';
import { EmailIsValid, PhoneHasTenDigits, ROW_RULES } from './rules/index.js';

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
let options: UserBatchUploadOptions = {};
afterEach(async () => {
  await close?.();
  options = {};
  jest.restoreAllMocks();
});

const USERS: Provider = {
  provide: Users,
  useValue: { findChangeable: async (_actor: unknown, ids: string[]) => ids },
};

/** Rules in modules of their own, as a host has them. */
async function checkRowsWith(...modules: Provider[][]): Promise<CheckRows> {
  @Module({
    imports: [DiscoveryModule],
    providers: [
      CheckRows,
      USERS,
      { provide: Options, useValue: new Options(options) },
      ...ROW_RULES,
    ],
  })
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

test('a rule that two modules provide reports its problem once', async () => {
  const checkRows = await checkRowsWith(
    [Nicknames, NameIsNoNickname],
    [Nicknames, NameIsNoNickname],
  );
  const row = rowUnderCheck({ user: {}, cells: { 'First Name': 'Bobby' } });
  await checkRows.check([row], row.context);
  expect(row.problems.map(({ code }) => code)).toEqual(['NICKNAME']);
});

test.each<[string, Provider[]]>([
  ['a factory', [{ provide: 'rule', useFactory: () => new NameIsNoNickname(new Nicknames()) }]],
  ['a value', [{ provide: 'rule', useValue: new NameIsNoNickname(new Nicknames()) }]],
  ['a class under another token', [Nicknames, { provide: 'rule', useClass: NameIsNoNickname }]],
  [
    'an alias too',
    [Nicknames, NameIsNoNickname, { provide: 'rule', useExisting: NameIsNoNickname }],
  ],
])('a rule that is provided by %s checks once', async (_, providers) => {
  const checkRows = await checkRowsWith(providers);
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

/** The lines of the log of this level. */
const logged = (level: 'log' | 'warn' | 'error'): string[] => {
  const lines: string[] = [];
  jest.spyOn(Logger.prototype, level).mockImplementation((line: string) => void lines.push(line));
  return lines;
};

test('if a rule throws, its rows get a problem that names it, and the other rules continue', async () => {
  const errors = logged('error');
  const checkRows = await checkRowsWith([IsBroken], [Nicknames, NameIsNoNickname]);
  const row = rowUnderCheck({ user: {}, cells: { 'First Name': 'Bobby' } });
  await checkRows.check([row], row.context);
  expect(row.problems.map(({ code, column, severity }) => [code, column, severity])).toEqual([
    ['SERVER_ERROR', '', 'error'],
    ['NICKNAME', 'First Name', 'error'],
  ]);
  expect(row.problems[0]?.message).toContain('IsBroken');
  expect(errors).toEqual([
    expect.stringMatching(/^IsBroken failed after \d+ ms for 1 rows: Error: a bug\n +at /),
  ]);
});

test('while the database does not answer, no row is given a problem', async () => {
  @RowRule()
  class AsksTheDatabase implements RowRuleCheck {
    check(): void {
      throw new DriverException(Object.assign(new Error('gone'), { code: '57P01' }));
    }
  }
  const checkRows = await checkRowsWith([AsksTheDatabase]);
  const row = rowUnderCheck({ user: {} });
  await expect(checkRows.check([row], row.context)).rejects.toThrow('gone');
  expect(row.problems).toEqual([]);
});

test('a slow rule is named in the log', async () => {
  const warnings = logged('warn');
  let now = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => now);
  @RowRule()
  class TakesItsTime implements RowRuleCheck {
    check(): void {
      now += 1_234;
    }
  }
  const checkRows = await checkRowsWith([TakesItsTime], [Nicknames, NameIsNoNickname]);
  const row = rowUnderCheck({ user: {} });
  await checkRows.check([row, row], row.context);
  expect(warnings).toEqual(['TakesItsTime took 1234 ms for 2 rows.']);
});

test('a rule on trial reports to the log without values, and to no row', async () => {
  @RowRule({ trial: true })
  class NameIsShort implements RowRuleCheck {
    check(rows: readonly RowUnderCheck[]): void {
      for (const row of rows)
        if (row.touches('First Name') && row.cell('First Name').length > 5)
          row.report({ column: 'First Name', code: 'NAME_LONG', message: 'Too long.' });
    }
  }
  @RowRule({ trial: true })
  class IsBrokenOnTrial extends IsBroken {}
  const checkRows = await checkRowsWith([NameIsShort, IsBrokenOnTrial]);
  const [lines, errors] = [logged('log'), logged('error')];
  const rows = ['Maximilian', 'Mo', 'Alexandra'].map((name, index) =>
    rowUnderCheck({ line: index + 2, user: {}, cells: { 'First Name': name } }),
  );
  await checkRows.check(rows, rows[0]?.context as CheckContext);
  expect(rows.flatMap(({ problems }) => problems)).toEqual([]);
  expect(lines).toEqual([
    'Trial of NameIsShort, organisation organisation-1: 2 problems on 2 rows, for example NAME_LONG on line 2 (column First Name, error). Rows checked: 3.',
  ]);
  expect(errors).toEqual([expect.stringMatching(/^IsBrokenOnTrial failed/)]);
});

test('a host leaves out rules of the library by their classes', async () => {
  const cells = { 'Mobile Phone': '+44 20 7946 0958', 'Email Address': 'nobody' };
  const codes = async () => {
    const row = rowUnderCheck({ user: {}, cells });
    await (await checkRowsWith()).check([row], row.context);
    return row.problems.map(({ code }) => code);
  };
  expect(await codes()).toEqual(['EMAIL_INVALID', 'PHONE_INVALID']);
  options = { rules: { leaveOut: [PhoneHasTenDigits] } };
  expect(await codes()).toEqual(['EMAIL_INVALID']);
  options = { rules: { leaveOut: [PhoneHasTenDigits, EmailIsValid] } };
  expect(await codes()).toEqual([]);
});

test('all problems of one cell are reported', async () => {
  const checkRows = await checkRowsWith();
  const row = rowUnderCheck({ user: {}, cells: { 'First Name': '\u0007'.repeat(300) } });
  await checkRows.check([row], row.context);
  expect(row.problems.map(({ code }) => code)).toEqual(['TOO_LONG', 'CONTROL_CHARACTER']);
});
