// Candles in; returns and point moves between closes, with the moves between sessions left out, out.

import { assert } from '../../assert.ts';
import type { Candle } from '../../candles/candle.ts';

/**
 * Joins the moves inside sessions, each taken from the session's own open: within one session `ratio(k)` is exactly close / close[k], and at
 * a session's first candle `ratio(1)` is exactly close / open. So a market that stands still moves by exactly nothing, whatever the gaps
 * between sessions, and no value depends on where the history began. A price of 0 or below starts anew.
 */
export class GapFreePrices {
  private capacity = 0;
  private closes = new Float64Array(0);
  /** Place of each candle's session in the arrays below: rings that have room for a session per candle. */
  private sessions = new Int32Array(0);
  private opens = new Float64Array(0);
  /** Last close of each session so far. */
  private lasts = new Float64Array(0);
  /** From there to the newest close, without the moves between sessions, as ratio and in points: exactly 1 and 0 for the present session. */
  private ratios = new Float64Array(0);
  private moves = new Float64Array(0);
  private session = 0;
  /** Candles held, at most `capacity`, and the place of the newest. */
  private size = 0;
  private newest = 0;
  private begun = false;

  /** Holds moves over 1 to `candles` candles. */
  constructor(candles: number) {
    this.reserve(candles);
  }

  /** Makes room for moves over `candles` candles, so that features with different windows share one chain. Only before the first push. */
  reserve(candles: number): void {
    if (candles < this.capacity) return;
    assert(!this.begun, 'room for longer moves is made before the first candle');
    this.capacity = candles + 1;
    this.closes = new Float64Array(this.capacity);
    this.sessions = new Int32Array(this.capacity);
    this.opens = new Float64Array(this.capacity);
    this.lasts = new Float64Array(this.capacity);
    this.ratios = new Float64Array(this.capacity);
    this.moves = new Float64Array(this.capacity);
  }

  push(candle: Candle): void {
    const { open, close } = candle;
    this.begun = true;
    if (!(open > 0 && close > 0)) {
      this.size = 0;
      return;
    }
    if (candle.firstOfSession || this.size === 0) {
      this.session = this.session + 1 === this.capacity ? 0 : this.session + 1;
      this.opens[this.session] = open;
    }
    this.newest = this.newest + 1 === this.capacity ? 0 : this.newest + 1;
    if (this.size < this.capacity) this.size++;
    this.closes[this.newest] = close;
    this.sessions[this.newest] = this.session;
    this.lasts[this.session] = close;
    this.reachBack();
  }

  /** A move over `k` candles exists. */
  has(k: number): boolean {
    return this.size > k;
  }

  /** Close over the close `k` candles ago, without the moves between sessions. Only where `has(k)`. */
  ratio(k: number): number {
    const then = this.place(k);
    const session = this.sessions[then]!;
    return (this.lasts[session]! / this.closes[then]!) * this.ratios[session]!;
  }

  /** Close − the close `k` candles ago in points, without the moves between sessions. Only where `has(k)`. */
  difference(k: number): number {
    const then = this.place(k);
    const session = this.sessions[then]!;
    return this.lasts[session]! - this.closes[then]! + this.moves[session]!;
  }

  /** The close `k` candles ago as traded. */
  close(k: number): number {
    return this.closes[this.place(k)]!;
  }

  /** From the present session back to that of the oldest candle held: one step, but where sessions are shorter than the window. */
  private reachBack(): void {
    const { opens, lasts, ratios, moves } = this;
    const oldest = this.sessions[this.place(this.size - 1)]!;
    let session = this.session;
    ratios[session] = 1;
    moves[session] = 0;
    while (session !== oldest) {
      const before = session === 0 ? this.capacity - 1 : session - 1;
      ratios[before] = ratios[session]! * (lasts[session]! / opens[session]!);
      moves[before] = moves[session]! + (lasts[session]! - opens[session]!);
      session = before;
    }
  }

  private place(k: number): number {
    const index = this.newest - k;
    return index < 0 ? index + this.capacity : index;
  }
}
