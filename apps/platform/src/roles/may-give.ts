import type { Permission } from './role.entity.js';

interface Power {
  rank: number;
  permissions: readonly Permission[];
}

/** A role may be given, and a user who has it changed, by someone who has its rank and all its permissions. */
export const mayGive = (mine: Power, role: Power): boolean =>
  role.rank <= mine.rank && role.permissions.every((one) => mine.permissions.includes(one));
