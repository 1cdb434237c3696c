// Whether new risk is allowed: active, reducing (exits only) or halted (until a person resumes); the strictest of four latches.

import { START_TEXT } from './start-pause.ts';

export type TradingStateKind = 'active' | 'reducing' | 'halted';

/** The latches as they stand; each tells why, with who said so, or is not set. */
export interface TradingLatches {
  readonly halted: string | undefined;
  readonly paused: string | undefined;
  readonly lossLimit: string | undefined;
  readonly drawdown?: string | undefined;
}

/** What a process that goes on where this one ends must know beside the orders. */
export interface KeptTrading extends TradingLatches {
  /** Best result of the session so far, net of costs, E4. */
  readonly bestNetE4?: number | undefined;
}

/**
 * Halted always means: no new risk, while brackets and reconciliation go on. Each latch has its own end, so that releasing one
 * never releases another: the loss limit ends with the session, and where a person must look at it goes on as a pause in the next;
 * the drawdown ends with the session or when a person resumes; pause and halt end when a person resumes.
 */
export class TradingState {
  private halted: string | undefined;
  private paused: string | undefined;
  private lossLimit: string | undefined;
  private drawdown: string | undefined;
  private heldTimes = 0;

  /** How often new risk was held back since the beginning: moves also where a latch was set already. */
  get holds(): number {
    return this.heldTimes;
  }

  get kind(): TradingStateKind {
    if (this.halted !== undefined) return 'halted';
    return this.reason === '' ? 'active' : 'reducing';
  }

  /** Why the state is not active; empty when it is. */
  get reason(): string {
    return this.halted ?? this.lossLimit ?? this.drawdown ?? this.paused ?? '';
  }

  get latches(): TradingLatches {
    const { halted, paused, lossLimit, drawdown } = this;
    return { halted, paused, lossLimit, drawdown };
  }

  /** True when it was not latched before. */
  halt(reason: string): boolean {
    this.heldTimes += 1;
    const isNew = this.halted === undefined;
    if (isNew) this.halted = reason;
    return isNew;
  }

  /** The word of a person stands, whatever had halted before: what lifts that does not lift a kill. */
  kill(reason: string): void {
    this.halted = reason;
  }

  /** A reason of its own takes the place of the pause that every session begins with. */
  pause(reason: string): boolean {
    this.heldTimes += 1;
    const isNew = this.paused === undefined || (this.paused === START_TEXT && reason !== START_TEXT);
    if (isNew) this.paused = reason;
    return isNew;
  }

  /** The daily loss limit is reached: exits only until the next session, whoever says otherwise. */
  reachLossLimit(reason: string): boolean {
    const isNew = this.lossLimit === undefined;
    if (isNew) this.heldTimes += 1;
    if (isNew) this.lossLimit = reason;
    return isNew;
  }

  /** Too far below the best of the session: exits only until the next session or until a person resumes. */
  reachDrawdown(reason: string): boolean {
    const isNew = this.drawdown === undefined;
    if (isNew) this.heldTimes += 1;
    if (isNew) this.drawdown = reason;
    return isNew;
  }

  get isOverLossLimit(): boolean {
    return this.lossLimit !== undefined;
  }

  get isOverDrawdown(): boolean {
    return this.drawdown !== undefined;
  }

  /** A person allows trading again. The loss limit of the day stays. */
  resume(): void {
    this.halted = undefined;
    this.paused = undefined;
    this.drawdown = undefined;
  }

  /** The gates are open: what the session began with is over, whatever else holds new risk back stays. */
  endStartPause(): void {
    if (this.paused === START_TEXT) this.paused = undefined;
  }

  newSession(lossLatchEnds: 'session' | 'person' = 'session'): void {
    // a pause: what is lost from here on is of another day, and may reach the limit of that day
    if (lossLatchEnds === 'person' && this.lossLimit !== undefined) this.pause(this.lossLimit);
    this.lossLimit = undefined;
    this.drawdown = undefined;
  }

  /** Latches of an earlier process of this session; one that is set already keeps its own reason. */
  restore({ halted, paused, lossLimit, drawdown }: TradingLatches): void {
    this.halted ??= halted;
    this.paused ??= paused;
    this.lossLimit ??= lossLimit;
    this.drawdown ??= drawdown;
  }
}
