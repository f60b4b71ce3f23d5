import type { Actor } from './actors.port.js';

export interface Role {
  id: string;
  name: string;
}

export abstract class Roles {
  /**
   * The roles of the actor's organisation that this actor may give: as a rule those whose rank and permissions they have
   * themselves, for whoever gives a role can act through the user who gets it. Asked again at Finish, of the actor as
   * they are then.
   */
  abstract findGrantable(actor: Actor): Promise<Role[]>;
}
