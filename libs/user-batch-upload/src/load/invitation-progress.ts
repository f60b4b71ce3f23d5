export interface SentInvitations {
  /** Every durable listener of `InviteRequested` has handled it. */
  sent: number;
  /** A durable listener has given it up. */
  failed: number;
}

/** How far the durable listeners of `InviteRequested` have got. Delivery comes after loads, and implements it. */
export abstract class InvitationProgress {
  /** `asked`: finished loads with the number of users that they asked to invite. */
  abstract find(asked: ReadonlyMap<string, number>): Promise<ReadonlyMap<string, SentInvitations>>;
}
