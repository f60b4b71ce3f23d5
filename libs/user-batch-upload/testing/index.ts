export { rowUnderCheck, type RowUnderCheckSetup, type TestedRow } from './row-under-check.js';
