import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { Client } from './client.js';
import { startPlatform, type TestPlatform } from './platform.js';
import { onEveryDatabase } from './databases.js';

interface Problem {
  column: string;
  code: string;
  severity: string;
  suggestion?: string;
}

/** Files as people's tools make them. Each line with a problem: what is found, and the suggestion. */
const FILES: Record<string, string[]> = {
  'invisible-characters': [
    '8 First Name: CONTROL_CHARACTER → AnnMarie',
    '11 First Name: REQUIRED',
    '11 Last Name: REQUIRED',
    '12 Email Address: CONTROL_CHARACTER → p6@x.example',
  ],
  'email-forms': [
    '2 Email Address: EMAIL_INVALID',
    '3 Email Address: EMAIL_INVALID',
    '4 Email Address: EMAIL_INVALID',
    '5 Email Address: EMAIL_INVALID → ana.s@x.example',
    '6 Email Address: EMAIL_INVALID',
    '7 Email Address: EMAIL_INVALID → ana.s@x.example',
    "9 Email Address: EMAIL_INVALID → o'brien@x.example",
    '10 Email Address: EMAIL_INVALID',
    '11 Email Address: EMAIL_INVALID',
    '12 Email Address: EMAIL_INVALID → ana.s@x.example',
    '13 Email Address: EMAIL_INVALID',
    '14 Email Address: EMAIL_INVALID',
    '15 Email Address: EMAIL_INVALID → ana.s@x.example',
    '16 Email Address: EMAIL_INVALID',
    '17 Email Address: EMAIL_INVALID',
    '19 Email Address: EMAIL_INVALID',
    '20 Email Address: EMAIL_INVALID',
    '21 Email Address: EMAIL_INVALID → ana.s@x.example',
    '22 Email Address: EMAIL_INVALID',
  ],
  'text-decoded-twice': [
    '2 First Name: warning TEXT_DAMAGED → José',
    '2 Last Name: warning TEXT_DAMAGED → García',
    '3 First Name: warning TEXT_DAMAGED → Zoë',
    '3 Last Name: warning TEXT_DAMAGED → Müller',
    '4 First Name: warning TEXT_DAMAGED → O’Brien',
    '4 Last Name: warning TEXT_DAMAGED → Smith–Jones',
    '5 Last Name: warning TEXT_DAMAGED → Żak',
  ],
  'near-office-names': [
    '2 Office: OFFICE_UNKNOWN',
    '3 Office: OFFICE_UNKNOWN → North Clinic',
    '4 Office: OFFICE_UNKNOWN → North Clinic',
    '5 Office: OFFICE_UNKNOWN',
    '6 Office: OFFICE_UNKNOWN → North Clinic',
    '7 Office: OFFICE_UNKNOWN → North Clinic',
    '8 Office: OFFICE_UNKNOWN → North Clinic',
    '9 Office: OFFICE_UNKNOWN',
    '10 Office: OFFICE_UNKNOWN → South Clinic',
    '11 Office: OFFICE_UNKNOWN',
  ],
  'damaged-internal-ids': [
    '2 Internal ID: INTERNAL_ID_INVALID',
    '3 Internal ID: INTERNAL_ID_INVALID',
    '4 Internal ID: INTERNAL_ID_INVALID',
    '5 Internal ID: INTERNAL_ID_INVALID',
    '6 Internal ID: INTERNAL_ID_INVALID',
    '7 Internal ID: INTERNAL_ID_INVALID',
    '8 Internal ID: warning INTERNAL_ID_INVALID',
    '13 Internal ID: SPREADSHEET_ERROR',
    '14 Internal ID: SPREADSHEET_ERROR',
    '15 Internal ID: SPREADSHEET_ERROR',
    '16 Internal ID: SPREADSHEET_ERROR',
    '17 Internal ID: SPREADSHEET_ERROR',
    '18 Internal ID: SPREADSHEET_ERROR',
    '19 Internal ID: INTERNAL_ID_INVALID',
    '20 Internal ID: INTERNAL_ID_INVALID',
    '21 Internal ID: INTERNAL_ID_INVALID',
    '22 Internal ID: INTERNAL_ID_INVALID',
    '23 Internal ID: INTERNAL_ID_INVALID',
    '33 Internal ID: INTERNAL_ID_INVALID → 00123',
    '35 Internal ID: INTERNAL_ID_INVALID',
    '36 Internal ID: INTERNAL_ID_INVALID',
    '37 Internal ID: INTERNAL_ID_INVALID',
  ],
  'date-forms': [
    '2 Start Date: DATE_INVALID',
    '3 Start Date: DATE_INVALID',
    '4 Start Date: DATE_INVALID',
    '5 Start Date: DATE_INVALID → 2024-01-02',
    '6 Start Date: DATE_INVALID',
    '7 Start Date: DATE_INVALID → 2024-03-15',
    '8 Start Date: DATE_INVALID → 2024-03-15',
    '9 Start Date: DATE_INVALID',
    '10 Start Date: DATE_INVALID',
    '11 Start Date: DATE_INVALID → 2024-03-15',
    '12 Start Date: DATE_INVALID → 2024-03-15',
    '13 Start Date: DATE_INVALID → 2024-03-15',
    '14 Start Date: DATE_INVALID → 2024-03-15',
    '15 Start Date: DATE_INVALID → 2024-03-15',
    '16 Start Date: DATE_INVALID',
    '17 Start Date: DATE_INVALID → 2024-03-15',
    '18 Start Date: DATE_INVALID',
    '19 Start Date: DATE_INVALID → 2024-03-15',
    '20 Start Date: DATE_INVALID → 2024-03-15',
    '21 Start Date: DATE_INVALID → 2024-03-15',
    '22 Start Date: DATE_INVALID → 2024-03-15',
    '23 Start Date: DATE_INVALID → 2024-03-15',
    '24 Start Date: DATE_INVALID',
    '26 Start Date: DATE_INVALID',
    '27 Start Date: DATE_INVALID',
    '29 Start Date: SPREADSHEET_ERROR',
    '30 Start Date: SPREADSHEET_ERROR',
    '31 Start Date: DATE_INVALID',
    '32 Start Date: DATE_INVALID',
    '33 Start Date: DATE_INVALID',
    '34 Start Date: DATE_INVALID',
    '35 Start Date: DATE_INVALID',
    '36 Start Date: DATE_INVALID',
    '38 Start Date: DATE_INVALID → 2024-03-15',
    '39 Start Date: DATE_INVALID',
    '40 Start Date: DATE_INVALID → 2024-03-15',
    '41 Start Date: DATE_INVALID',
    '42 Start Date: DATE_INVALID → 2024-03-15',
  ],
  'spreadsheet-errors-in-updates': [
    '2 Last Name: SPREADSHEET_ERROR',
    '2 Employee Notes: SPREADSHEET_ERROR',
    '3 Internal ID: SPREADSHEET_ERROR',
    '6 Internal ID: INTERNAL_ID_INVALID',
    '6 Last Name: warning PLACEHOLDER',
  ],
  'placeholder-internal-ids': [
    '2 Internal ID: INTERNAL_ID_INVALID',
    '3 Internal ID: INTERNAL_ID_INVALID',
    '4 Internal ID: INTERNAL_ID_INVALID',
    '5 Internal ID: INTERNAL_ID_INVALID',
  ],
};

onEveryDatabase((stand) => {
  let platform: TestPlatform;
  let admin: Client;
  beforeAll(async () => {
    platform = await startPlatform(await stand.env());
    admin = await Client.signIn(platform);
  });
  afterAll(() => platform.stop());

  test.each(Object.entries(FILES))('%s.csv', async (name, expected) => {
    const file = await readFile(new URL(`../files/${name}.csv`, import.meta.url));
    const { body: load } = await admin.upload(file, { name: `${name}.csv` });
    const { items } = await admin.rows(load.id);
    const found = items.flatMap(({ line, problems }: { line: number; problems: Problem[] }) =>
      problems.map(
        ({ column, code, severity, suggestion }) =>
          `${line} ${column}: ${severity === 'warning' ? 'warning ' : ''}${code}${suggestion === undefined ? '' : ` → ${suggestion}`}`,
      ),
    );
    expect(found).toEqual(expected);
  });
});
