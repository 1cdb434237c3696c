// The result of the session as it goes in; how far it lies below its best, and whether that is too far, out.

export class Drawdown {
  private day = '';
  private bestE4 = 0;
  private isLatched = false;

  /** Best result of a session, E4; 0 where it was not told of. */
  bestOf(day: string): number {
    return day === this.day ? this.bestE4 : 0;
  }

  /** Goes on where an earlier process of the session ended: a restart forgets no profit that was lost again. */
  restore(day: string, bestE4: number, isLatched: boolean): void {
    this.day = day;
    this.bestE4 = bestE4;
    this.isLatched = isLatched;
  }

  /**
   * What the result of the session lies below its best, E4; 0 or more. A session begins at 0. `isOver`: whether the latch is set; once a
   * person has released it, the best from there on counts.
   */
  take(day: string, netE4: number, isOver: boolean): number {
    if (day !== this.day) this.bestE4 = 0;
    else if (this.isLatched && !isOver) this.bestE4 = netE4;
    this.day = day;
    this.isLatched = isOver;
    this.bestE4 = Math.max(this.bestE4, netE4);
    return this.bestE4 - netE4;
  }
}

/** Distance below the best of the session at which no new risk is taken, E4; positive. */
export function drawdownLimitE4(maxDrawdown: number, capitalE4: number): number {
  return Math.floor(maxDrawdown * capitalE4);
}
