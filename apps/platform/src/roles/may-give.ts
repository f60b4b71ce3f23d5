import type { Permission } from './role.entity.js';

interface Power {
  rank: number;
  permissions: readonly Permission[];
}

/** Granting a role, or changing a user who has it, requires at least its rank and all of its permissions. */
export const mayGive = (mine: Power, role: Power): boolean =>
  role.rank <= mine.rank && role.permissions.every((one) => mine.permissions.includes(one));
