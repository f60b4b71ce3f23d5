import type { Actor } from './actors.port.js';

export interface Role {
  id: string;
  name: string;
  rank: number;
}

export abstract class Roles {
  /** The roles that this actor may give: of the actor's organisation, rank not above their own. */
  abstract findGrantable(actor: Actor): Promise<Role[]>;
}
