// Every command that is sent in; from when one more entry order may be sent, and whether the stream of messages is out of hand, out.

const MINUTE_US = 60_000_000;
/** Commands of all kinds in 60 s, beyond which a person is told; none of them is held back. */
export const MESSAGES_PER_MINUTE_ALARM = 300;

/** Of the whole account: the broker counts the messages of all strategies together. */
export class OrderRate {
  /** Times of the entry orders of the last minute, oldest first. */
  private readonly entries: number[] = [];
  private readonly messages: number[] = [];
  private toldUs = Number.NEGATIVE_INFINITY;

  /** True when the rate of all messages has become so high that a person must know; once a minute at most. */
  note(isEntry: boolean, nowUs: number): boolean {
    forget(this.messages, nowUs);
    this.messages.push(nowUs);
    if (isEntry) {
      forget(this.entries, nowUs);
      this.entries.push(nowUs);
    }
    if (this.messages.length < MESSAGES_PER_MINUTE_ALARM || nowUs - this.toldUs < MINUTE_US) return false;
    this.toldUs = nowUs;
    return true;
  }

  /** Times of orders that an earlier process of the account sent: they count as if this one had sent them. */
  restore(entriesUs: readonly number[], othersUs: readonly number[]): void {
    const ascending = (a: number, b: number): number => a - b;
    this.entries.push(...entriesUs);
    this.entries.sort(ascending);
    this.messages.push(...entriesUs, ...othersUs);
    this.messages.sort(ascending);
  }

  /** Entry orders of the last 60 s. */
  entriesAt(nowUs: number): number {
    forget(this.entries, nowUs);
    return this.entries.length;
  }

  /** Time from which one more entry is within the limit; `nowUs` where it is already. NaN for a limit that is no number. */
  freeAtUs(ordersPerMinute: number, nowUs: number): number {
    if (!(ordersPerMinute >= 1)) return Number.NaN;
    const tooMany = this.entriesAt(nowUs) - Math.floor(ordersPerMinute);
    return tooMany < 0 ? nowUs : this.entries[tooMany]! + MINUTE_US;
  }
}

/** A minute or more ago counts no longer. Our clock may have been set back: what is ahead of it stays. */
function forget(times: number[], nowUs: number): void {
  let old = 0;
  while (old < times.length && nowUs - times[old]! >= MINUTE_US) old += 1;
  if (old > 0) times.splice(0, old);
}
