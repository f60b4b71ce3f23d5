export interface SentInvitations {
  /** Every durable listener of `InviteRequested` has handled it. */
  sent: number;
  /** A durable listener has given it up. */
  failed: number;
}

/** The progress of the durable listeners of `InviteRequested`. Implemented in `delivery/`, which imports `load/`. */
export abstract class InvitationProgress {
  /** `asked`: the number of users to invite, by the id of a finished load. */
  abstract find(asked: ReadonlyMap<string, number>): Promise<ReadonlyMap<string, SentInvitations>>;
}
