import type { UserBatchUploadEvent } from '../events/events.js';

export interface ClaimedDelivery {
  /** The listener and the user. The deliveries of a lane are made in order. */
  lane: string;
  position: number;
  /** The number of calls. It is also the fencing token: it changes when another process takes over the delivery. */
  attempts: number;
}

export interface Delivery extends ClaimedDelivery {
  event: UserBatchUploadEvent;
}

/** What a claim does with its deliveries in the database. */
interface ClaimActions {
  /** Resolves to whether this process still held all of the deliveries. */
  prolong(deliveries: readonly Delivery[]): Promise<boolean>;
  failed(delivery: Delivery, error: string, isFinal: boolean): Promise<number>;
  postpone(delivery: Delivery): Promise<void>;
  prolongFailed(error: unknown): void;
}

/** Deliveries that this process holds while `holds` is true. The claim is prolonged while the process lives. */
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
   * Schedules the next attempt after a pause that doubles. Makes a dead letter after the last attempt or a final error.
   * Resolves to the pause in milliseconds.
   */
  failed(delivery: Delivery, error: string, isFinal: boolean): Promise<number> {
    this.open.delete(delivery);
    return this.actions.failed(delivery, error, isFinal);
  }

  /** Schedules the delivery again after a pause. The attempt does not count. */
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
