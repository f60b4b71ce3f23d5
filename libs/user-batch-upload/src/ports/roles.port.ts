import type { Actor } from './actors.port.js';

/** A role that users can have. A load gives one role to all users that it creates. */
export interface Role {
  id: string;
  name: string;
}

/** The host's roles. */
export abstract class Roles {
  /**
   * The roles of the actor's organisation that this actor may give. Usually these are the roles whose rank and
   * permissions the actor has, because an actor can act through the users to whom they give a role. The library asks
   * again at Finish.
   */
  abstract findGrantable(actor: Actor): Promise<Role[]>;
}
