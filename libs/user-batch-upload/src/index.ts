// mount
export { UserBatchUploadModule, type Mount, type Ports } from './user-batch-upload.module.js';
export type { UserBatchUploadOptions } from './user-batch-upload.options.js';
export { userBatchUploadMigrations } from './sql/migrations/index.js';
export { UserBatchUploadHealth, type Health } from './health.js';
export { ProblemFilter } from './problem.filter.js';
export { CrossSiteGuard } from './cross-site.guard.js';
export { KnownInputGuard } from './known-input.guard.js';
export { requestValidation } from './request-validation.js';
export { Refusal, type RefusalCode, type RefusalError } from './user-batch-upload.errors.js';

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
  type UserKeys,
  type UserRecord,
  type UserValues,
  type UserWrite,
  type WriteResult,
} from './ports/users.port.js';
export { emailKey } from './match/email-key.js';
export { labelCollision, type Column } from './template/columns.js';
export { Database, dialectOf } from './sql/database.js';
export type { BatchColumns, Dialect } from './sql/dialect.js';

// extend
export {
  RowRule,
  type CheckContext,
  type RowRuleCheck,
  type RowUnderCheck,
} from './check/row-rule.js';
export type { Problem, ProblemCode } from './load/problem.js';

// send
export { StageLoad } from './stage/stage-load.command.js';
export { ToggleRow, type Ticks } from './review/toggle-row.command.js';
export { FinishLoad } from './finish/finish-load.command.js';
export { DiscardLoad } from './review/discard-load.command.js';
export type { Load } from './load/load.js';
export type { LoadRow } from './load/load-row.js';

// listen
export {
  InviteRequested,
  UserCreated,
  UserUpdated,
  type Change,
  type UserBatchUploadEvent,
} from './events/events.js';
export { DurableListener, type DurableEventListener } from './events/durable-listener.js';
