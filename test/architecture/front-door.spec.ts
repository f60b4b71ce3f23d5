import { expect, test } from '@jest/globals';
import * as frontDoor from 'user-batch-upload';

test('the front door is what hosts were promised, and nothing else', () => {
  expect(Object.keys(frontDoor).toSorted()).toEqual([
    'Actors',
    'CrossSiteGuard',
    'CustomFields',
    'Database',
    'DiscardLoad',
    'DurableListener',
    'FinishLoad',
    'InviteRequested',
    'Offices',
    'ProblemFilter',
    'Refusal',
    'Roles',
    'RowRule',
    'StageLoad',
    'ToggleRow',
    'UserBatchUploadHealth',
    'UserBatchUploadModule',
    'UserCreated',
    'UserUpdated',
    'Users',
    'dialectOf',
    'emailKey',
    'labelCollision',
    'requestValidation',
    'userBatchUploadMigrations',
  ]);
});
