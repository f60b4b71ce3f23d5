import { expect, test } from '@jest/globals';
import { near } from './near.js';

test.each([
  ['Nort Clinic', ['North Clinic', 'South Clinic'], 'North Clinic'],
  ['north  clinic', ['North Clinic', 'North Clinics'], 'North Clinic'],
  ['Hq', ['HQ'], 'HQ'],
  ['HR', ['HQ'], undefined],
  ['Clinic C', ['Clinic A', 'Clinic B'], undefined],
  ['clinic', ['Clinic', 'CLINIC'], undefined],
  ['Warehouse', ['North Clinic'], undefined],
  ['anything', [], undefined],
])('%j is near %j: %j', (text, names, nearest) => {
  expect(near(text, names)).toBe(nearest);
});
