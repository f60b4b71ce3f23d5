import { describe, test } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { checkFiles } from 'user-batch-upload/testing';

/** After a change of a message: `UPDATE=1 npx jest test/files/cases.spec.ts`, and read the difference. */

/** The seeded organisation, which the files of other people's tools fit. */
const PEOPLE = ['Ana Sousa', 'Ben Okafor', 'Chloe Martin', 'Dmitri Petrov', 'Emi Tanaka'];
const PHONE = { mobilePhoneCountry: 'USA', mobilePhone: '5550100100' };

/** Users whom the files are about. */
const KNOWN: readonly [internalId: string, email: string, name: string][] = [
  ['', 'viewer@northwind.example', 'Vera Viewer'],
  ['S-1', 'sw.a@x.example', 'Swa Alpha'],
  ['S-2', 'sw.b@x.example', 'Swb Beta'],
  ['INV-1', 'jo.wrong@x.example', 'Jo Right'],
  ['T-1', 'twice@x.example', 'Tess Twice'],
  ['T-6', 'holder@x.example', 'Hal Holder'],
  ['00731', 'near@near.example', 'Nora Near'],
  ...['Aa', 'Bb', 'Cc', 'Dd', 'Ee'].map((name, index): [string, string, string] => [
    `SH-${index}`,
    `sh${index}@sh.example`,
    `${name} ${name}son`,
  ]),
  ...Array.from({ length: 12 }, (_, index): [string, string, string] => [
    `MD-${index}`,
    `md${index}@x.example`,
    `Max Deleted${index}`,
  ]),
];

const named = (name: string) => {
  const [firstName = '', lastName = ''] = name.split(' ');
  return { firstName, lastName };
};

describe('files of real people’s tools', () => {
  test.each(
    checkFiles(fileURLToPath(new URL('../fuzz/cases/', import.meta.url)), {
      offices: ['North Clinic', 'South Clinic', 'West Clinic'],
      fields: [
        { label: 'Employee Notes', kind: 'TEXT' },
        { label: 'Weekly Hours', kind: 'NUMBER' },
        { label: 'Start Date', kind: 'DATE' },
        { label: 'Remote', kind: 'YES_NO' },
        { label: 'Shift', kind: 'LIST', options: ['Day', 'Evening', 'Night'] },
      ],
      actor: { userId: 'admin', name: 'Alex Admin' },
      users: [
        {
          id: 'admin',
          email: 'admin@northwind.example',
          firstName: 'Alex',
          lastName: 'Admin',
          roleName: 'Administrator',
          administrator: true,
          ...PHONE,
        },
        ...PEOPLE.map((name, index) => {
          return {
            email: `${name.toLowerCase().replace(' ', '.')}@northwind.example`,
            internalId: `N-${1001 + index}`,
            officeId: index % 2 ? 'office-2' : 'office-1',
            ...named(name),
            ...PHONE,
          };
        }),
        ...KNOWN.map(([internalId, email, name]) => ({ internalId, email, ...named(name) })),
        { internalId: 'D-77', email: 'olga@x.example', ...named('Olga Gone'), status: 'DELETED' },
      ],
      uploads: {
        'b10f-windows1251.csv': { encoding: 'windows-1251' },
        'b10g-shiftjis.csv': { encoding: 'shift_jis' },
      },
    }),
  )('$name', ({ run }) => run());
});
