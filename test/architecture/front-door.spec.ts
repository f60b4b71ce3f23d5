import { expect, test } from '@jest/globals';
import * as frontDoor from 'user-batch-upload';
import * as bullDoor from 'user-batch-upload/bull';
import * as bullMQDoor from 'user-batch-upload/bullmq';
import * as entityDoor from 'user-batch-upload/mikro-orm';
import * as testingDoor from 'user-batch-upload/testing';

test('the package exports exactly what hosts were promised', () => {
  expect(Object.keys(frontDoor).toSorted()).toEqual([
    'Actors',
    'CellsAreUndamaged',
    'CellsFitTheHeader',
    'CrossSiteGuard',
    'CustomFields',
    'Database',
    'DateExists',
    'DiscardLoad',
    'DurableListener',
    'EditRow',
    'EmailIsValid',
    'FindLoad',
    'FinishLoad',
    'FixCells',
    'InternalIdIsIntact',
    'InviteRequested',
    'KnownInputGuard',
    'LoadFinished',
    'NameHasALetterOrDigit',
    'NumberIsPlain',
    'OfficeExists',
    'Offices',
    'OptionExists',
    'PersonIsNew',
    'PersonStaysTheSame',
    'PhoneCountryIsKnown',
    'PhoneHasTenDigits',
    'ProblemFilter',
    'ProfileTypeIsKnown',
    'Redelivery',
    'Refusal',
    'RepeatLoad',
    'RequiredCellsAreFilled',
    'Roles',
    'RowRule',
    'StageLoad',
    'StatusIsKnown',
    'TextFits',
    'TextIsNoPlaceholder',
    'TextIsUndamaged',
    'ToggleRow',
    'UndoFix',
    'UnrecoverableError',
    'UserBatchUpload0001Loads',
    'UserBatchUploadHealth',
    'UserBatchUploadModule',
    'UserCreated',
    'UserIsNotDeleted',
    'UserIsUnprotected',
    'UserUpdated',
    'Users',
    'YesNoIsKnown',
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
  expect(Object.keys(testingDoor).toSorted()).toEqual([
    'checkFiles',
    'mountIsComplete',
    'rowUnderCheck',
    'usersContract',
  ]);
});

test('the entry point for MikroORM entities exports exactly what was promised', () => {
  expect(Object.keys(entityDoor)).toEqual(['portsFromEntities']);
});

test('each queue has one module', () => {
  expect(Object.keys(bullDoor)).toEqual(['BullWakeUpModule']);
  expect(Object.keys(bullMQDoor)).toEqual(['BullMQWakeUpModule']);
});
