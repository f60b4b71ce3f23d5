// mount
export {
  UserBatchUploadModule,
  type UserBatchUploadModuleOptions,
  type Ports,
} from './user-batch-upload.module.js';
export type { UserBatchUploadOptions } from './user-batch-upload.options.js';
export { userBatchUploadEntities, userBatchUploadEntitiesWithPrefix } from './database/tables.js';
export {
  UserBatchUpload0001Loads,
  userBatchUploadMigrations,
} from './database/migrations/index.js';
export { UserBatchUploadHealth, type Health } from './health/user-batch-upload.health.js';
export { ProblemFilter } from './http/problem.filter.js';
export { CrossSiteGuard } from './http/cross-site.guard.js';
export { KnownInputGuard } from './http/known-input.guard.js';
export { redactEmails } from './problems/redact.js';
export { requestValidation } from './http/request-validation.js';
export { Refusal, type RefusalCode, type RefusalError } from './problems/refusal.js';

// ask: what the host answers
export { Actors, type Actor } from './ports/actors.port.js';
export { Offices, type Office } from './ports/offices.port.js';
export { Roles, type Role } from './ports/roles.port.js';
export {
  CustomFields,
  type CustomField,
  type CustomFieldKind,
} from './ports/custom-fields.port.js';
export {
  Users,
  type ProfileStatus,
  type ProfileType,
  type SimilarKeys,
  type UserKeys,
  type UserRecord,
  type UserValues,
  type UserWrite,
  type WriteResult,
} from './ports/users.port.js';
export { leavesNoAdministrator } from './check/administrators.js';
export { emailKey } from './columns/email-key.js';
export { looseInternalId } from './columns/internal-id.js';
export { labelCollision, type Column, type ColumnName } from './columns/column.js';
export { isDay } from './columns/cell-values.js';
export { Database } from './database/database.js';
export { dialectOf } from './database/dialect-of.js';
export { outageOf, type Outage } from './problems/outage.js';
export { outageOfFolder } from './database/storage-health.js';
export type { BatchColumns, Dialect } from './database/dialect.js';

// extend
export * from './columns/custom-columns.js';
export {
  RowRule,
  type CheckContext,
  type RowRuleCheck,
  type RuleProblem,
  type RowUnderCheck,
} from './check/row-rule.js';
export {
  CellsAreUndamaged,
  CellsFitTheHeader,
  DateExists,
  EmailIsValid,
  InternalIdIsIntact,
  NameHasALetterOrDigit,
  NumberIsPlain,
  OfficeExists,
  OptionExists,
  PersonIsNew,
  PersonStaysTheSame,
  PhoneCountryIsKnown,
  PhoneHasTenDigits,
  ProfileTypeIsKnown,
  RequiredCellsAreFilled,
  StatusIsKnown,
  TextFits,
  TextIsNoPlaceholder,
  TextIsUndamaged,
  UserIsNotDeleted,
  UserIsUnprotected,
  YesNoIsKnown,
} from './check/rules/index.js';
export type { Problem, ProblemCode } from './problems/problem.js';
export type { Language } from './texts/language.js';

// send
export { StageLoad } from './stage/stage-load.command.js';
export type { Mapping } from './parse/file-format.js';
export { ToggleRow, type Ticks } from './review/toggle-row.command.js';
export type { RowsFilter } from './review/rows-filter.js';
export { EditRow } from './edit/edit-row.command.js';
export { FixCells } from './edit/fix-cells.command.js';
export type { Fault } from './edit/fault-rows.js';
export { UndoFix } from './edit/undo-fix.command.js';
export { RepeatLoad } from './stage/repeat-load.command.js';
export { FinishLoad } from './finish/finish-load.command.js';
export { DiscardLoad } from './review/discard-load.command.js';
export { FindLoad } from './review/find-load.query.js';
export type { Load } from './load/load.js';
export type { Change } from './load/change.js';
export type { LoadRow } from './load/load-row.js';

// listen
export {
  InviteRequested,
  LoadFinished,
  UserCreated,
  UserUpdated,
  type UserBatchUploadEvent,
} from './events/events.js';
export { DurableListener, type DurableEventListener } from './events/durable-listener.decorator.js';
export { Redelivery } from './delivery/redelivery.js';
export { UnrecoverableError } from './events/unrecoverable.error.js';
