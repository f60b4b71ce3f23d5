import { Fault, type Lost } from './fault.js';

const SLOW_MS = 5_000;
const RETRY_MS = 3_000;

/**
 * Whether the platform answers and knows who asks. Every request passes through `watch`. While the platform is lost,
 * `probe` is sent until it answers. Fires `change`, and `recovered` when a lost platform is back.
 */
export class Connection extends EventTarget {
  lost?: Lost;
  private overdue = 0;
  private retry?: ReturnType<typeof setTimeout>;

  constructor(private readonly probe: () => Promise<unknown>) {
    super();
  }

  /** An answer is late; it may still come. */
  get isSlow(): boolean {
    return this.overdue > 0;
  }

  start(): void {
    window.addEventListener('online', this.look);
    window.addEventListener('offline', this.look);
    window.addEventListener('focus', this.lookIfLost);
    document.addEventListener('visibilitychange', this.lookIfLost);
  }

  stop(): void {
    clearTimeout(this.retry);
    window.removeEventListener('online', this.look);
    window.removeEventListener('offline', this.look);
    window.removeEventListener('focus', this.lookIfLost);
    document.removeEventListener('visibilitychange', this.lookIfLost);
  }

  async watch<Answer>(answer: Promise<Answer>, { mayTakeLong = false } = {}): Promise<Answer> {
    let isOverdue = false;
    const slow = mayTakeLong
      ? undefined
      : setTimeout(() => {
          isOverdue = true;
          this.overdue += 1;
          this.tell();
        }, SLOW_MS);
    try {
      const answered = await answer;
      this.set(undefined);
      return answered;
    } catch (error) {
      if (error instanceof Fault) this.set(error.lost);
      throw error;
    } finally {
      clearTimeout(slow);
      if (isOverdue) {
        this.overdue -= 1;
        this.tell();
      }
    }
  }

  private set(lost: Lost | undefined): void {
    clearTimeout(this.retry);
    if (lost) this.retry = setTimeout(this.lookIfLost, RETRY_MS);
    if (this.lost === lost) return;
    this.lost = lost;
    this.tell();
    if (!lost) this.dispatchEvent(new Event('recovered'));
  }

  /** What comes of it is known to `watch`. */
  private readonly look = (): void => void this.probe().catch(() => undefined);

  private readonly lookIfLost = (): void => {
    if (!this.lost) return;
    if (document.visibilityState === 'visible') this.look();
  };

  private tell(): void {
    this.dispatchEvent(new Event('change'));
  }
}
