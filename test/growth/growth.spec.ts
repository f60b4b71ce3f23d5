import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { getMetadataStorage } from 'class-validator';
import { valueFault } from '../../apps/platform/src/custom-fields/custom-field-value.js';
import { CustomFieldRequest } from '../../apps/platform/src/custom-fields/custom-field.requests.js';
import { OfficeRequest } from '../../apps/platform/src/offices/office.controller.js';
import { OrganisationRequest } from '../../apps/platform/src/organisations/organisation.controller.js';
import { SearchRequest } from '../../apps/platform/src/paging.js';
import { NewPasswordRequest } from '../../apps/platform/src/passwords/new-password.js';
import { ChangePasswordRequest } from '../../apps/platform/src/passwords/password.controller.js';
import { PasswordResetRequest } from '../../apps/platform/src/passwords/password-reset.controller.js';
import { RoleRequest } from '../../apps/platform/src/roles/role.controller.js';
import { SignInRequest } from '../../apps/platform/src/session/session.controller.js';
import { UserRequest } from '../../apps/platform/src/users/user.request.js';
import { CheckChunk } from '../../libs/user-batch-upload/src/check/check-chunk.js';
import { ROW_RULES } from '../../libs/user-batch-upload/src/check/rules/index.js';
import { sameFieldValue } from '../../libs/user-batch-upload/src/columns/cell-values.js';
import { columnsOf, labelCollision } from '../../libs/user-batch-upload/src/columns/column.js';
import { emailKey } from '../../libs/user-batch-upload/src/columns/email-key.js';
import { foldCase } from '../../libs/user-batch-upload/src/columns/fold-case.js';
import { guard } from '../../libs/user-batch-upload/src/columns/formula-guard.js';
import { requestValidation } from '../../libs/user-batch-upload/src/http/request-validation.js';
import { DeadLetterScopeRequest } from '../../libs/user-batch-upload/src/delivery/dead-letter.requests.js';
import { cleanCell } from '../../libs/user-batch-upload/src/parse/clean-cell.js';
import { csvLine } from '../../libs/user-batch-upload/src/template/csv-line.js';
import { Refusal } from '../../libs/user-batch-upload/src/problems/refusal.js';
import { ReportRequest } from '../../libs/user-batch-upload/src/report/report.controller.js';
import { RowsFilterRequest } from '../../libs/user-batch-upload/src/review/review.requests.js';
import type {
  CustomField,
  Office,
  UserRecord,
  Users,
} from '../../libs/user-batch-upload/src/index.js';
import { rowUnderCheck } from '../../libs/user-batch-upload/testing/index.js';
import { openBytes } from '../files/opening.js';
import { IS_FULL } from '../size.js';
import { growthOf, MOST_GROWTH, type Work } from './growth.js';
import { HOSTILE } from './hostile.js';

/** More than a field or a cell may have, and less than a request or a record may have. */
const SIZE = 50_000;
const KINDS = ['TEXT', 'NUMBER', 'DATE', 'YES_NO', 'LIST'] as const;
const FIELDS = KINDS.map((kind): CustomField => {
  const options = kind === 'LIST' ? ['Red', 'Blue'] : [];
  return { id: kind, label: kind, kind, options, required: false };
});
const HEADERS = columnsOf(FIELDS).map(({ header }) => header);
const OFFICES: Office[] = Array.from({ length: 50 }, (_, index) => ({
  id: `office-${index}`,
  name: `Clinic ${index}`,
}));
const MIA: UserRecord = {
  id: 'user-1',
  profileType: '1',
  internalId: 'M-1',
  email: 'mia@example.com',
  firstName: 'Mia',
  lastName: 'Moss',
  officeId: 'office-1',
  status: 'ACTIVE',
  mobilePhoneCountry: 'USA',
  mobilePhone: '5551234567',
  customFields: { TEXT: 'a note', NUMBER: '1.5', DATE: '2024-01-31', YES_NO: 'Yes', LIST: 'Red' },
  administrator: false,
  roleName: 'Staff',
};

const grows = async (work: Work, size = SIZE): Promise<void> =>
  expect(await growthOf(work, size)).toBeLessThanOrEqual(MOST_GROWTH);

describe('The comparison', () => {
  const marks = (size: number) => '\u0316\u0301'.repeat(size / 2);

  it.each<[string, number, Work]>([
    ['NFC of a whole text', 4_000, (size) => () => marks(size).normalize('NFC')],
    [
      'an expression that begins anew at each zero',
      1_000,
      (size) => {
        const number = `1.${'0'.repeat(size)}1`;
        return () => /^(-?)0*(\d+?)(?:\.(\d*?)0*)?$/.exec(number);
      },
    ],
  ])('detects quadratic work: %s', async (_name, size, work) => {
    expect(await growthOf(work, size)).toBeGreaterThan(MOST_GROWTH);
  });

  it('accepts linear work', async () => {
    await grows((size) => () => Array.from({ length: size }, (_, index) => `${index}`).join());
  });
});

/** The host's users: one who may be changed. */
const users: Users = {
  findByKeys: async (_organisation, { internalIds = [] }) =>
    internalIds.includes('M-1') ? [MIA] : [],
  findChangeable: async (_actor, ids) => ids,
  joinsTransaction: true,
  findSetupFaults: async () => [],
  write: async () => [],
  lockActiveAdministrators: async () => [],
};

/** Runs all rules on the rows, as during staging, with the host's ports in memory. */
const checkChunk = new CheckChunk(
  users,
  { findAll: async () => OFFICES, label: async () => 'Office' },
  { findAll: async () => FIELDS },
  {
    check: async (rows, context) => {
      for (const Rule of ROW_RULES) await new Rule(users).check(rows, context);
    },
  } as CheckChunk['rules'],
);

describe.each(HOSTILE)('the work grows no faster than the input: %s', (_kind, of) => {
  it('in each cell of a row that creates, and of one that updates', async () => {
    const actor = {
      organisationId: 'organisation-1',
      userId: 'actor-1',
      name: 'Ada',
      mayUpload: true,
    };
    const scope = await checkChunk.scope(actor, {
      headers: HEADERS,
      isWorkbook: false,
      language: 'en',
    });
    await grows((size) => {
      const cells = HEADERS.map(() => of(size));
      const update = cells.with(HEADERS.indexOf('Internal ID'), 'M-1');
      return () =>
        checkChunk.check(
          [
            { line: 2, cells, extraCells: cells },
            { line: 3, cells: update, extraCells: [] },
          ],
          scope,
        );
    });
  });

  // Quadratic work of one rule also shows among the linear work of the others, if less clearly.
  if (IS_FULL)
    it('under each rule by itself', async () => {
      for (const Rule of ROW_RULES)
        await grows((size) => {
          const cells = Object.fromEntries(HEADERS.map((header) => [header, of(size)]));
          return async () => {
            for (const user of [undefined, {}]) {
              const row = rowUnderCheck({ cells, user, fields: FIELDS, extraCells: [of(size)] });
              await new Rule(users).check([row], row.context);
            }
          };
        });
    });

  it('as a cell that is parsed, compared, searched and written', async () => {
    for (const use of [
      cleanCell,
      foldCase,
      emailKey,
      guard,
      (text: string) => csvLine([text]),
      (text: string) => labelCollision(text, ['One', 'Another'], 'Office'),
      ...KINDS.map((kind) => (text: string) => sameFieldValue(kind, text, `${text}1`)),
    ])
      await grows((size) => {
        const text = of(size);
        return () => use(text);
      });
  });

  it('in each text field of a request', async () => {
    const validation = requestValidation();
    for (const metatype of [
      ChangePasswordRequest,
      CustomFieldRequest,
      DeadLetterScopeRequest,
      NewPasswordRequest,
      OfficeRequest,
      OrganisationRequest,
      PasswordResetRequest,
      ReportRequest,
      RoleRequest,
      RowsFilterRequest,
      SearchRequest,
      SignInRequest,
      UserRequest,
    ]) {
      const fields = new Set(
        getMetadataStorage()
          .getTargetValidationMetadatas(metatype, '', false, false)
          .map(({ propertyName }) => propertyName),
      );
      expect(fields.size).toBeGreaterThan(0);
      for (const inList of [false, true])
        await grows((size) => {
          const value = inList ? [of(size)] : of(size);
          const body = Object.fromEntries([...fields].map((field) => [field, value]));
          return () =>
            validation.transform(body, { type: 'body', metatype }).catch((error: unknown) => {
              if (!(error instanceof Refusal)) throw error;
            });
        });
    }
    for (const field of FIELDS) await grows((size) => () => valueFault(field, of(size)));
  });

  it('as a cell and as a header of a file', async () => {
    for (const file of [
      (text: string) => `${HEADERS.slice(0, 9).join()}\r\n1,,"${text.replaceAll('"', '""')}"\r\n`,
      (text: string) => `"${text.replaceAll('"', '""')}",${HEADERS.slice(0, 9).join()}\r\n1\r\n`,
    ])
      await grows((size) => {
        const bytes = file(of(size));
        return () => openOrRefuse(bytes);
      });
  });
});

it('the work grows no faster than the input: any text', async () => {
  const text = fc.record({
    start: fc.string({ unit: 'binary', maxLength: 3 }),
    unit: fc.string({ unit: 'binary', minLength: 1, maxLength: 4 }),
    end: fc.string({ unit: 'binary', maxLength: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(text, async ({ start, unit, end }) => {
      await grows((size) => {
        const whole = `${start}${unit.repeat(size / unit.length)}${end}`;
        const cells = Object.fromEntries(HEADERS.map((header) => [header, cleanCell(whole)]));
        return async () => {
          const row = rowUnderCheck({ cells, user: MIA, fields: FIELDS, extraCells: [whole] });
          for (const Rule of ROW_RULES) await new Rule(users).check([row], row.context);
          foldCase(whole);
          csvLine([whole]);
        };
      });
    }),
    { numRuns: 20 },
  );
});

const HEADER = HEADERS.slice(0, 9).join();

describe('the work grows no faster than the input: a file', () => {
  it.each<[string, (size: number) => string | Buffer]>([
    ['line feeds', (size) => '\n'.repeat(size)],
    ['carriage returns', (size) => '\r'.repeat(size)],
    ['line feeds below a header', (size) => `${HEADER}\n${'\n'.repeat(size)}`],
    ['blank cells', (size) => `${HEADER}\n${',,,,\n'.repeat(size / 5)}`],
    ['short lines', (size) => `${HEADER}\n${'a\n'.repeat(size / 2)}`],
    ['long lines', (size) => `${HEADER}\n${`1${',a'.repeat(20)}\n`.repeat(size / 42)}`],
    ['one line of many cells', (size) => `${HEADER}\n${'a,'.repeat(size / 2)}\n`],
    ['many headers', (size) => `${HEADER},${'Emial,'.repeat(size / 6)}\n1\n`],
    ['many different headers', (size) => `${HEADER},${numbered(size / 8)}\n1\n`],
    ['quotes', (size) => `${HEADER}\n${'"'.repeat(size)}\n`],
    ['quoted quotes', (size) => `${HEADER}\n"${'""'.repeat(size / 2)}"\n`],
    ['a quote that never closes', (size) => `${HEADER}\n"${'a,b\n'.repeat(size / 4)}`],
    ['line breaks in a cell', (size) => `${HEADER}\n1,"${'\r\n'.repeat(size / 2)}"\n`],
    ['spaces', (size) => `${HEADER}\n${' '.repeat(size)}\n1\n`],
    ['Windows-1252', (size) => Buffer.from(`${HEADER}\n1,${'é '.repeat(size / 2)}\n`, 'latin1')],
    ['UTF-16', (size) => Buffer.from(`\ufeff${HEADER}\n${'1,a\n'.repeat(size / 8)}`, 'utf16le')],
  ])('%s', async (_name, file) => {
    await grows((size) => {
      const bytes = file(size);
      return () => openOrRefuse(bytes);
    }, 60_000);
  });
});

const numbered = (count: number): string =>
  Array.from({ length: count }, (_, index) => `Emial ${index}`).join();

async function openOrRefuse(bytes: string | Buffer): Promise<void> {
  try {
    await openBytes(bytes, { maxRows: 1_000_000 });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}
