// Closes in; MACD line, signal and histogram out.

import { Ema } from './ema.ts';

/**
 * TA-Lib MACD: the slow average starts from the mean of the first `slow` closes; the fast one from the mean of the `fast` closes that
 * end there too, so that both begin on the same candle; the signal from the mean of the first `signal` lines. The line is ready at
 * close `slow`, signal and histogram at `slow` + `signal` − 1.
 */
export class Macd {
  lineReady = false;
  signalReady = false;
  /** Points; meaningless until `lineReady`. */
  line = Number.NaN;
  /** Points; meaningless until `signalReady`. */
  signal = Number.NaN;
  private readonly fastAverage: Ema;
  private readonly slowAverage: Ema;
  private readonly signalAverage: Ema;
  private readonly skip: number;
  private count = 0;

  /** `fast` must be below `slow`. */
  constructor(fast: number, slow: number, signal: number) {
    this.fastAverage = new Ema(fast);
    this.slowAverage = new Ema(slow);
    this.signalAverage = new Ema(signal);
    this.skip = slow - fast;
  }

  /** Line − signal, points; meaningless until `signalReady`. */
  get histogram(): number {
    return this.line - this.signal;
  }

  push(close: number): void {
    this.slowAverage.push(close);
    if (this.count < this.skip) this.count++;
    else this.fastAverage.push(close);
    if (!this.slowAverage.ready) return;
    this.line = this.fastAverage.value - this.slowAverage.value;
    this.lineReady = true;
    this.signalAverage.push(this.line);
    this.signal = this.signalAverage.value;
    this.signalReady = this.signalAverage.ready;
  }
}
