import { describe, expect, it } from '@jest/globals';
import { PhoneHasTenDigits } from '../check/rules/index.js';
import { Options, type UserBatchUploadOptions } from '../user-batch-upload.options.js';

const faultOf = (options: unknown): string => {
  try {
    new Options(options as UserBatchUploadOptions);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('The options of a mount', () => {
  it('may be given, left out or undefined', () => {
    const options = {
      maxRows: 10_000,
      maxFileSize: undefined,
      runWorker: false,
      rules: { leaveOut: [PhoneHasTenDigits] },
    };
    expect(new Options(options as UserBatchUploadOptions)).toMatchObject({
      maxRows: 10_000,
      maxFileSize: 10_000 * 4_096,
      runWorker: false,
      retentionDays: 7,
    });
  });

  it.each([
    ['maxRows', '100', 'maxRows must be a number above 0, not the text "100".'],
    ['maxRows', '', 'maxRows must be a number above 0, not the text "".'],
    ['maxRows', Number.NaN, 'maxRows must be a number above 0, not NaN.'],
    ['leaseMs', '10000', 'leaseMs must be a number above 0, not the text "10000".'],
    ['leaseMs', 0, 'leaseMs must be a number above 0, not 0.'],
    ['maxWaitingLoads', Infinity, 'maxWaitingLoads must be a number above 0, not Infinity.'],
    ['retentionDays', null, 'retentionDays must be a number above 0, not null.'],
    ['runWorker', 'false', 'runWorker must be true or false, not the text "false".'],
    ['rules', { leaveOut: ['PhoneHasTenDigits'] }, 'rules must be an object whose "leaveOut"'],
    ['rules', { leaveOut: [Date] }, 'rules must be an object whose "leaveOut"'],
    ['retentonDays', 5, 'There is no option "retentonDays". Choose from maxRows, maxFileSize,'],
    ['toString', 5, 'There is no option "toString".'],
  ])('are refused by name: %s is %p', (name, value, message) => {
    expect(faultOf({ [name]: value })).toContain(message);
  });

  it('are refused all at once, and where a factory returns none', () => {
    expect(faultOf({ maxRows: '1', sweepMs: -1 })).toMatch(/maxRows.*sweepMs must be/);
    expect(faultOf(undefined)).toContain('useFactory returned no options');
  });
});
