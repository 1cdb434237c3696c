// Records of overflow and the counter of heartbeats in; how many lost records are new out. Each loss is told once, whichever knows it first.

export class OverflowWatch {
  private told = 0;
  private inRecords = 0;
  private counter = 0;

  processStarted(): void {
    this.told = 0;
    this.inRecords = 0;
    this.counter = 0;
  }

  /** An overflow record: it stands before the first record that fits again. */
  record(lost: number): number {
    this.inRecords += lost;
    return this.tell(this.inRecords);
  }

  /** Where nothing comes after a loss no record tells it: what two heartbeats agree on is not on its way any more. */
  heartbeat(overflowed: number): number {
    const isSettled = overflowed === this.counter;
    this.counter = overflowed;
    return isSettled ? this.tell(overflowed) : 0;
  }

  private tell(lost: number): number {
    const fresh = Math.max(0, lost - this.told);
    this.told += fresh;
    return fresh;
  }
}
