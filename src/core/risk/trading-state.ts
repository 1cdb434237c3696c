// Whether new risk is allowed: active, reducing (exits only, for the rest of the session) or halted (until a person resumes).

export type TradingStateKind = 'active' | 'reducing' | 'halted';

/** Halted always means: no new risk, while brackets and reconciliation go on. */
export class TradingState {
  kind: TradingStateKind = 'active';
  reason = '';

  /** Exits only until the next session. */
  reduce(reason: string): boolean {
    if (this.kind !== 'active') return false;
    this.kind = 'reducing';
    this.reason = reason;
    return true;
  }

  halt(reason: string): boolean {
    if (this.kind === 'halted') return false;
    this.kind = 'halted';
    this.reason = reason;
    return true;
  }

  /** A person allows trading again. */
  resume(): void {
    this.kind = 'active';
    this.reason = '';
  }

  /** A new session ends `reducing`; `halted` stays until a person resumes. */
  newSession(): void {
    if (this.kind === 'reducing') this.resume();
  }
}
