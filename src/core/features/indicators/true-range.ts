// High, low and close in; the true range in points out.

/** The larger of high − low and the distances of high and low from the previous close (Wilder 1978). Ready from the second candle on. */
export class TrueRange {
  ready = false;
  /** Points; meaningless until `ready`. */
  value = Number.NaN;
  private previousClose = Number.NaN;
  private started = false;

  push(high: number, low: number, close: number): void {
    if (this.started) {
      this.value = Math.max(high - low, Math.abs(high - this.previousClose), Math.abs(low - this.previousClose));
      this.ready = true;
    }
    this.previousClose = close;
    this.started = true;
  }
}
