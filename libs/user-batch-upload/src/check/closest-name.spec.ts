import { expect, test } from '@jest/globals';
import { ClosestName } from './closest-name.js';

test.each([
  ['Nort Clinic', ['North Clinic', 'South Clinic'], 'North Clinic'],
  ['north  clinic', ['North Clinic', 'North Clinics'], 'North Clinic'],
  ['Hq', ['HQ'], 'HQ'],
  ['HR', ['HQ'], undefined],
  ['Clinic C', ['Clinic A', 'Clinic B'], undefined],
  ['clinic', ['Clinic', 'CLINIC'], undefined],
  ['Warehouse', ['North Clinic'], undefined],
  ['North Clnic', ['North Clinic', 'South Clinic'], 'North Clinic'],
  ['North Clniic', ['North Clinic'], 'North Clinic'],
  ['North-Clinic', ['North Clinic'], 'North Clinic'],
  ['NorthClinic', ['North Clinic'], undefined],
  ['Clinic North', ['North Clinic'], undefined],
  ['Sorth Clinic', ['North Clinic', 'South Clinic'], undefined],
  ['East Clinic', ['West Clinic'], undefined],
  ['Yard 7', ['Ward 7'], undefined],
  ['Ward 14', ['Ward 13'], undefined],
  ['Ward B', ['Ward A'], undefined],
  ['Wrad 14', ['Ward 14', 'Ward 13'], 'Ward 14'],
  ['North', ['North Clinic', 'South Clinic'], 'North Clinic'],
  ['North Clinic - Main', ['North Clinic', 'South Clinic'], 'North Clinic'],
  ['Clinic', ['North Clinic', 'South Clinic'], undefined],
  ['Ward', ['Ward 14'], undefined],
  ['anything', [], undefined],
  ['North Clinik', ['North', 'North Clinic'], 'North Clinic'],
  ['North Clinic Main', ['North', 'North Clinic'], 'North Clinic'],
  ['Mill Lake', ['Mill Lane'], undefined],
  ['Saint Mark', ['Saint Mary'], undefined],
  ['East Wind', ['East Wing'], undefined],
  ['Mile', ['Mill'], undefined],
  ['Mil Lane', ['Mill Lane'], 'Mill Lane'],
  ['Milll Lane', ['Mill Lane'], 'Mill Lane'],
  ['Mlil Lane', ['Mill Lane'], 'Mill Lane'],
  ['Koln', ['Köln'], 'Köln'],
  ['North', ['North Clinic', 'Norte'], 'North Clinic'],
  ['North', ['North Clinic', 'North Ward', 'Norte'], undefined],
  ['north', ['North Clinic', 'North'], 'North'],
  ['Ｎｏｒｔｈ　Ｃｌｉｎｉｃ', ['North Clinic', 'South Clinic'], 'North Clinic'],
  ['Ward １４', ['Ward 14', 'Ward 13'], 'Ward 14'],
  ['Ward １５', ['Ward 14'], undefined],
  ['Sudan South', ['Sudan', 'South Sudan'], undefined],
])('%j is near %j: %j', (text, names, nearest) => {
  expect(new ClosestName(names).of(text)).toBe(nearest);
});

const CLINICS = ['North Clinic', 'South Clinic', 'West Clinic'];
const SHIFTS = ['Day', 'Evening', 'Night'];
const STATUSES = ['ACTIVE', 'INACTIVE', 'DELETED'];

test.each([
  ['North Clinic, South Clinic', CLINICS],
  ['South Clinic / North Clinic', CLINICS],
  ['West Clinic & South Clinic', CLINICS],
  ['West Clinic & Suoth Clinic', CLINICS],
  ['Day/Night', SHIFTS],
  ['Day, Evening', SHIFTS],
  ['Day, Evning', SHIFTS],
  ['ACTIVE/INACTIVE', STATUSES],
  ['ACTIVE - DELETED', STATUSES],
  ['ACTIVE (not INACTIVE)', STATUSES],
])('%j names two, so that none is near', (text, names) => {
  expect(new ClosestName(names).of(text)).toBeUndefined();
});

test('a chunk of texts that are all no name is not compared for long, and what was compared stays', () => {
  const names = Array.from({ length: 500 }, (_, index) => `${'The Clinic of '.repeat(10)}${index}`);
  const near = new ClosestName(names);
  const slips = names.map((name) => name.replace('Clinic', 'Clinik'));
  const found = slips.map((slip) => near.of(slip));
  expect(found[0]).toBe(names[0]);
  expect(found.at(-1)).toBeUndefined();
  expect(near.of(slips[0] as string)).toBe(names[0]);
});
