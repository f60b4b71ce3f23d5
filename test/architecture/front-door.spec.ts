import { expect, test } from '@jest/globals';
import * as frontDoor from 'user-batch-upload';
import * as bullDoor from 'user-batch-upload/bull';
import * as bullMQDoor from 'user-batch-upload/bullmq';
import * as entityDoor from 'user-batch-upload/mikro-orm';
import * as testingDoor from 'user-batch-upload/testing';

test('the package exports exactly what hosts were promised', () => {
  expect(Object.keys(frontDoor).toSorted()).toEqual([
    'Actors',
    'CrossSiteGuard',
    'CustomFields',
    'Database',
    'DiscardLoad',
    'DurableListener',
    'EditRow',
    'FinishLoad',
    'InviteRequested',
    'KnownInputGuard',
    'LoadFinished',
    'Offices',
    'ProblemFilter',
    'Redelivery',
    'Refusal',
    'Roles',
    'RowRule',
    'StageLoad',
    'ToggleRow',
    'UnrecoverableError',
    'UserBatchUpload0001Loads',
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
    'looseInternalId',
    'outageOf',
    'outageOfFolder',
    'redactEmails',
    'requestValidation',
    'userBatchUploadEntities',
    'userBatchUploadEntitiesWithPrefix',
    'userBatchUploadMigrations',
  ]);
});

test('the testing entry point exports exactly what was promised', () => {
  expect(Object.keys(testingDoor).toSorted()).toEqual(['rowUnderCheck', 'usersContract']);
});

test('the entry point for MikroORM entities exports exactly what was promised', () => {
  expect(Object.keys(entityDoor)).toEqual(['portsFromEntities']);
});

test('each queue has one module', () => {
  expect(Object.keys(bullDoor)).toEqual(['BullWakeUpModule']);
  expect(Object.keys(bullMQDoor)).toEqual(['BullMQWakeUpModule']);
});
