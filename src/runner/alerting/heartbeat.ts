// Signs of life of the engine's thread in; a ping to another machine each so many seconds, and word of silence and return, out.

export interface HeartbeatOptions {
  /** Absent: silence is noticed all the same, nobody is pinged. */
  readonly ping?: ((state: string) => Promise<void>) | undefined;
  readonly everyMs: number;
  /** Without a sign for this long the engine is silent. */
  readonly silentMs: number;
  readonly onSilent: (forMs: number) => void;
  readonly onBack: (afterMs: number) => void;
  /** First failure of the pings, and first success after failures. */
  readonly onPing: (failure: string | undefined) => void;
  /** A monotonic clock, milliseconds. */
  readonly nowMs?: () => number;
}

/** Looks at most this far apart; a longer gap is this thread's own sleep, and the engine may have slept with it. */
const SLEPT_MS = 5000;

/** The absence of pings is what the other machine notices: so none is sent for an engine that is silent. */
export class Heartbeat {
  private readonly options: HeartbeatOptions;
  private readonly nowMs: () => number;
  private beatMs: number | undefined = undefined;
  private state = '';
  private silentSinceMs: number | undefined = undefined;
  private pingedMs: number | undefined = undefined;
  private lookedMs: number;
  private isPinging = false;
  private failure: string | undefined = undefined;

  constructor(options: HeartbeatOptions) {
    this.options = options;
    this.nowMs = options.nowMs ?? (() => performance.now());
    this.lookedMs = this.nowMs();
  }

  beat(state: string): void {
    this.beatMs = this.nowMs();
    this.state = state;
  }

  /** Called about each second. */
  look(): void {
    const nowMs = this.nowMs();
    if (nowMs - this.lookedMs > SLEPT_MS && this.beatMs !== undefined && this.silentSinceMs === undefined) {
      this.beatMs = nowMs;
    }
    this.lookedMs = nowMs;
    if (this.beatMs === undefined) return;
    const isSilent = nowMs - this.beatMs >= this.options.silentMs;
    if (isSilent && this.silentSinceMs === undefined) {
      this.silentSinceMs = this.beatMs;
      this.options.onSilent(nowMs - this.beatMs);
    } else if (!isSilent && this.silentSinceMs !== undefined) {
      this.options.onBack(nowMs - this.silentSinceMs);
      this.silentSinceMs = undefined;
    }
    if (!isSilent) void this.ping(nowMs);
  }

  private async ping(nowMs: number): Promise<void> {
    const { ping, everyMs, onPing } = this.options;
    if (ping === undefined || this.isPinging) return;
    if (this.pingedMs !== undefined && nowMs - this.pingedMs < everyMs) return;
    this.pingedMs = nowMs;
    this.isPinging = true;
    let failure: string | undefined;
    try {
      await ping(this.state);
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
    }
    this.isPinging = false;
    if ((failure === undefined) !== (this.failure === undefined)) onPing(failure);
    this.failure = failure;
  }
}
