// Numbers of the trades of one instrument in; whether one was there before out, by session day, in memory with a limit.

/** Days of one instrument that are remembered: the one that is live, and those that are asked for anew. */
export const REMEMBERED_DAYS = 4;
/** Pages of one day, each of 65,536 numbers in 8 KiB: 32 MiB, or 268 million numbers; a busy day has some 60 million. */
const MAX_PAGES = 4096;

const PAGE_BITS = 16;
const PAGE_WORDS = 2048;
const PAGE_NUMBERS = 0xffff;

/** What a day remembers: a bit for each number, in pages that are made when a number falls into them. */
class DayNumbers {
  day = -1;
  /** Index of the page of the upper 16 bits of a number, plus one; 0 where there is none. */
  private readonly pageOf = new Uint16Array(1 << 16);
  private readonly pages: Int32Array[] = [];
  private pagesUsed = 0;
  private lastHigh = -1;
  private lastPage: Int32Array | undefined = undefined;

  begin(day: number): void {
    if (this.day !== -1) this.pageOf.fill(0);
    this.day = day;
    this.pagesUsed = 0;
    this.lastHigh = -1;
    this.lastPage = undefined;
  }

  has(number: number): boolean {
    const high = number >>> PAGE_BITS;
    const page = high === this.lastHigh ? this.lastPage : this.find(high);
    if (page === undefined) return false;
    const low = number & PAGE_NUMBERS;
    return (page[low >>> 5]! & (1 << (low & 31))) !== 0;
  }

  /** False where there is no room to remember it. */
  add(number: number): boolean {
    const high = number >>> PAGE_BITS;
    const page = (high === this.lastHigh ? this.lastPage : this.find(high)) ?? this.make(high);
    if (page === undefined) return false;
    const low = number & PAGE_NUMBERS;
    page[low >>> 5]! |= 1 << (low & 31);
    return true;
  }

  private find(high: number): Int32Array | undefined {
    const at = this.pageOf[high]!;
    const page = at === 0 ? undefined : this.pages[at - 1];
    if (page !== undefined) {
      this.lastHigh = high;
      this.lastPage = page;
    }
    return page;
  }

  private make(high: number): Int32Array | undefined {
    if (this.pagesUsed === MAX_PAGES) return undefined;
    // pages of a day that was forgotten are used again
    let page = this.pages[this.pagesUsed];
    if (page === undefined) {
      page = new Int32Array(PAGE_WORDS);
      this.pages.push(page);
    } else page.fill(0);
    this.pagesUsed += 1;
    this.pageOf[high] = this.pagesUsed;
    this.lastHigh = high;
    this.lastPage = page;
    return page;
  }
}

/**
 * Trade numbers are unique per asset and session day and start anew each day. Of more days than `REMEMBERED_DAYS` the one that was
 * used longest ago is forgotten. Allocates only for a new day and for a new page.
 */
export class TradeNumbers {
  /** Numbers that found no room: they cannot be told from a repetition. */
  unremembered = 0;
  /** The day used last stands first. */
  private readonly days: DayNumbers[] = [];

  /** Day: whole days since 1970-01-01, local. Number: 0 to 2^32 − 1. */
  has(day: number, number: number): boolean {
    for (const known of this.days) if (known.day === day) return known.has(number);
    return false;
  }

  /** Remembers a number. */
  add(day: number, number: number): void {
    const first = this.days[0];
    const numbers = first !== undefined && first.day === day ? first : this.bringToFront(day);
    if (!numbers.add(number)) this.unremembered += 1;
  }

  private bringToFront(day: number): DayNumbers {
    const { days } = this;
    let at = days.findIndex((known) => known.day === day);
    if (at < 0) {
      if (days.length < REMEMBERED_DAYS) days.push(new DayNumbers());
      at = days.length - 1;
      days[at]!.begin(day);
    }
    const numbers = days[at]!;
    days.copyWithin(1, 0, at);
    days[0] = numbers;
    return numbers;
  }
}
