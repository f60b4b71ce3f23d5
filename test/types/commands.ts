/** Compiled by `columns.spec.ts`: a host can name what the commands take. */
import {
  type Fault,
  FixCells,
  type Language,
  type Mapping,
  type RowsFilter,
  StageLoad,
  type Ticks,
  ToggleRow,
  type Actor,
} from 'user-batch-upload';

const mapping: Mapping = { Surname: 'Last Name', Notes: null };
const filter: RowsFilter = { show: 'warning' };
const fault: Fault = { column: 'Office', code: 'OFFICE_UNKNOWN', value: 'Nroth' };
const ticks: Ticks = { selected: false };
const language: Language = 'de';

export const commands = (actor: Actor) => [
  new StageLoad(actor, 'role', { path: 'people.csv', name: 'people.csv', mapping }, language),
  new ToggleRow(actor, 'load', filter, ticks),
  new FixCells(actor, 'load', fault, 'North'),
];
