// Whether new risk is allowed: active, reducing (exits only) or halted (until a person resumes); the strictest of three latches.

export type TradingStateKind = 'active' | 'reducing' | 'halted';

/**
 * Halted always means: no new risk, while brackets and reconciliation go on. Each latch has its own end, so that releasing one
 * never releases another: the loss limit ends with the session and nothing else ends it, pause and halt end when a person resumes.
 */
export class TradingState {
  private halted: string | undefined;
  private paused: string | undefined;
  private lossLimit: string | undefined;

  get kind(): TradingStateKind {
    if (this.halted !== undefined) return 'halted';
    return this.paused === undefined && this.lossLimit === undefined ? 'active' : 'reducing';
  }

  /** Why the state is not active; empty when it is. */
  get reason(): string {
    return this.halted ?? this.lossLimit ?? this.paused ?? '';
  }

  /** True when it was not latched before. */
  halt(reason: string): boolean {
    const isNew = this.halted === undefined;
    if (isNew) this.halted = reason;
    return isNew;
  }

  pause(reason: string): boolean {
    const isNew = this.paused === undefined;
    if (isNew) this.paused = reason;
    return isNew;
  }

  /** The daily loss limit is reached: exits only until the next session, whoever says otherwise. */
  reachLossLimit(reason: string): boolean {
    const isNew = this.lossLimit === undefined;
    if (isNew) this.lossLimit = reason;
    return isNew;
  }

  get isOverLossLimit(): boolean {
    return this.lossLimit !== undefined;
  }

  /** A person allows trading again. The loss limit of the day stays. */
  resume(): void {
    this.halted = undefined;
    this.paused = undefined;
  }

  newSession(): void {
    this.lossLimit = undefined;
  }
}
