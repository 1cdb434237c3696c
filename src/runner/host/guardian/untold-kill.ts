// A kill, when its trader was sent it and what that trader has taken in; whether somebody still has to be told of it out.

import type { KillLatch } from './guard-file.ts';

/** Outlives the release: a trader that was away through both would go on as if nothing had been. */
export class UntoldKill {
  latch: KillLatch | undefined;
  private isSent = false;
  /** The trader that is here came after it. */
  private isOfBefore = false;
  /** Of the last event that the trader was sent with it; undefined until its stream says where it is. */
  private seq: number | undefined = undefined;

  constructor(latch: KillLatch | undefined) {
    this.latch = latch;
  }

  killed(latch: KillLatch): void {
    this.latch = latch;
    this.traderCame();
    this.isOfBefore = false;
  }

  /** Another connection: what was sent to the one before was perhaps never taken. */
  traderCame(): void {
    this.isOfBefore = true;
    this.isSent = false;
    this.seq = undefined;
  }

  /** To a trader that says what it takes. */
  sent(toldSeq: number | undefined): void {
    this.isSent = true;
    this.seq = toldSeq;
  }

  /** To a trader that never says what it takes. */
  believed(): void {
    this.latch = undefined;
  }

  resolve(toldSeq: number): void {
    if (this.isSent) this.seq ??= toldSeq;
  }

  /** True once, when it has been taken. */
  taken(takenSeq: number | undefined, toldSeq: number | undefined): boolean {
    if (this.latch === undefined || !this.isSent) return false;
    this.seq ??= toldSeq;
    if (this.seq === undefined || takenSeq === undefined || takenSeq < this.seq) return false;
    this.latch = undefined;
    return true;
  }

  /** Why an entry that was decided on this event does not pass: a trader that comes again goes on from where it was. */
  refusalOf(seq: number): string | undefined {
    const { latch } = this;
    if (latch === undefined || !this.isOfBefore || (this.seq !== undefined && seq >= this.seq)) return undefined;
    return `the account was killed by ${latch.by}, and the trader has not taken that yet: ${latch.reason}`;
  }
}
