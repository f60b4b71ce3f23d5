import { ApiError, type Lost } from './api-error.js';

const SLOW_MS = 5_000;
const RETRY_MS = 3_000;

/**
 * Tracks whether the platform responds and the session is valid. Every request passes through `watch`. While the
 * connection is lost, `probe` is sent until it succeeds. Fires `change`, and `recovered` when the connection is back.
 */
export class Connection extends EventTarget {
  lost?: Lost;
  private overdue = 0;
  private retry?: ReturnType<typeof setTimeout>;

  constructor(private readonly probe: () => Promise<unknown>) {
    super();
  }

  /** Whether a response is overdue. It may still arrive. */
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
      if (error instanceof ApiError) this.set(error.lost);
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

  /** `watch` handles the result. */
  private readonly look = (): void => void this.probe().catch(() => undefined);

  /** Tries at once whether the connection is back, where it is lost. */
  readonly lookIfLost = (): void => {
    if (!this.lost) return;
    if (document.visibilityState === 'visible') this.look();
  };

  private tell(): void {
    this.dispatchEvent(new Event('change'));
  }
}
