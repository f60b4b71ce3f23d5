import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowUnderCheck } from 'user-batch-upload/testing';
import { FirstNameHasNoDigit } from './first-name-has-no-digit.rule.js';

void test('a digit in a first name is a warning', () => {
  const row = rowUnderCheck({ cells: { 'First Name': 'Ana2' } });
  new FirstNameHasNoDigit().check([row]);
  assert.deepEqual(
    row.problems.map(({ code, severity }) => [code, severity]),
    [['NAME_HAS_DIGIT', 'warning']],
  );
});

void test('a name is none', () => {
  const row = rowUnderCheck({ cells: { 'First Name': 'Ana' } });
  new FirstNameHasNoDigit().check([row]);
  assert.deepEqual(row.problems, []);
});
