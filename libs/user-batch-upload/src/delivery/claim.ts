import type { UserBatchUploadEvent } from '../events/events.js';

export interface ClaimedDelivery {
  /** The listener and the user: the deliveries of a lane are made in order. */
  lane: string;
  position: number;
  /** Counts the calls. It is also the fencing token: a delivery that another process took over has another number. */
  attempts: number;
}

export interface Delivery extends ClaimedDelivery {
  event: UserBatchUploadEvent;
}

/** How a claim ends, or goes on. */
interface ClaimActions {
  /** Resolves to whether all of the deliveries were still in this process's hands. */
  prolong(deliveries: readonly Delivery[]): Promise<boolean>;
  failed(delivery: Delivery, error: string, isFinal: boolean): Promise<number>;
  postpone(delivery: Delivery): Promise<void>;
  prolongFailed(error: unknown): void;
}

/** Deliveries that are this process's until `holds` says no. Prolonged while the process lives, for slow listeners. */
export class Claim {
  private readonly open: Set<Delivery>;
  private readonly heartbeat: NodeJS.Timeout;

  constructor(
    readonly due: readonly Delivery[],
    /** By `performance.now()`. */
    private heldUntil: number,
    private readonly leaseMs: number,
    private readonly actions: ClaimActions,
  ) {
    this.open = new Set(due);
    this.heartbeat = setInterval(() => void this.prolong(), leaseMs / 3).unref();
  }

  holds(): boolean {
    return performance.now() < this.heldUntil;
  }

  /**
   * To be tried again after a pause that doubles, or a dead letter after the last try or a final error. Resolves to the
   * pause in ms.
   */
  failed(delivery: Delivery, error: string, isFinal: boolean): Promise<number> {
    this.open.delete(delivery);
    return this.actions.failed(delivery, error, isFinal);
  }

  /** To be tried again after a pause. The try does not count. */
  postpone(delivery: Delivery): Promise<void> {
    this.open.delete(delivery);
    return this.actions.postpone(delivery);
  }

  end(): void {
    clearInterval(this.heartbeat);
  }

  private async prolong(): Promise<void> {
    const askedAt = performance.now();
    try {
      const isWhole = await this.actions.prolong([...this.open]);
      this.heldUntil = isWhole ? askedAt + this.leaseMs : 0;
    } catch (error) {
      // The claim ends by itself.
      this.actions.prolongFailed(error);
    }
  }
}
