import { expect, test } from '@jest/globals';
import * as frontDoor from 'user-batch-upload';
import * as testingDoor from 'user-batch-upload/testing';

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
    'KnownInputGuard',
    'Offices',
    'ProblemFilter',
    'Refusal',
    'Roles',
    'RowRule',
    'StageLoad',
    'ToggleRow',
    'UnrecoverableError',
    'UserBatchUploadHealth',
    'UserBatchUploadModule',
    'UserCreated',
    'UserUpdated',
    'Users',
    'dialectOf',
    'emailKey',
    'isDay',
    'labelCollision',
    'leavesNoAdministrator',
    'outageOf',
    'outageOfFolder',
    'redactEmails',
    'requestValidation',
    'userBatchUploadEntities',
    'userBatchUploadEntitiesWithPrefix',
    'userBatchUploadMigrations',
  ]);
});

test('so is the door for tests', () => {
  expect(Object.keys(testingDoor).toSorted()).toEqual(['rowUnderCheck', 'usersContract']);
});
