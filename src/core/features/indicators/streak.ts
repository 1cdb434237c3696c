// Closes in; how many of them in a row rose (above 0) or fell (below 0) out.

/** 3 after three rises, −2 after two falls, 0 at an unchanged close. Ready from the second close on. */
export class Streak {
  ready = false;
  /** Meaningless until `ready`. */
  value = 0;
  private previous = Number.NaN;
  private started = false;

  push(close: number): void {
    if (this.started) {
      if (close > this.previous) this.value = this.value > 0 ? this.value + 1 : 1;
      else if (close < this.previous) this.value = this.value < 0 ? this.value - 1 : -1;
      else this.value = 0;
      this.ready = true;
    }
    this.previous = close;
    this.started = true;
  }
}
