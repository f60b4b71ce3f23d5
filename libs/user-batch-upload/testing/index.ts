export { mountIsComplete } from './mount-is-complete.js';
export { rowUnderCheck, type RowUnderCheckSetup, type TestedRow } from './row-under-check.js';
export { type ContractTest, usersContract, type UsersContractSetup } from './users-contract.js';
export { checkFiles, type FileCheck, type FilesSetup } from './check-files.js';
