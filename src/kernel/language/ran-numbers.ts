// The count of each cell that ran in; a number that no other cell has, the same where it can be, out.

/** Far from all counts. */
const BEYOND = 1_000_000;

/** Cells that keep the counter where it was, such as empty ones, must not take the place of the one that moved it. */
export class RanNumbers {
  private last = 0;
  private others = 0;

  of(executionCount: number): number {
    if (executionCount > this.last) {
      this.last = executionCount;
      return executionCount;
    }
    this.others += 1;
    return BEYOND + this.others;
  }
}
