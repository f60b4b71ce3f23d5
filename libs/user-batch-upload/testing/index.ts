export { rowUnderCheck, type RowUnderCheckSetup, type TestedRow } from './row-under-check.js';
export { type ContractTest, usersContract, type UsersContractSetup } from './users-contract.js';
