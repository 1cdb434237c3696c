// Candles of the days gone by in, exactly the last W of the same contract out: what every session's state starts from.

import { EventBatch } from '../core/market/event-batch.ts';
import { BAR_SPAN_SHIFT, BAR_WARMUP, I32_INSTRUMENT, I32_KIND, Kind, RECORD_I32 } from '../core/market/event-record.ts';

interface DayOfBars {
  readonly day: string;
  readonly contract: string;
  readonly bars: EventBatch;
  readonly count: number;
}

function countBars(bars: EventBatch): number {
  let count = 0;
  for (let index = 0; index < bars.length; index++) if (bars.kindAt(index) === Kind.bar) count += 1;
  return count;
}

/** Keeps whole days, and only as many as the warm-up can need. */
export class WarmupHistory {
  private readonly candles: number;
  private days: DayOfBars[] = [];

  constructor(candles: number) {
    this.candles = candles;
  }

  /** Days must come in order. A day of another contract begins a new history: nothing crosses a roll. */
  add(day: string, contract: string, bars: EventBatch): void {
    if (this.days.at(-1)?.contract !== contract) this.days = [];
    this.days.push({ day, contract, bars, count: countBars(bars) });
    while (this.days.length > 1 && this.total - this.days[0]!.count >= this.candles) this.days.shift();
  }

  /** Candles known of a contract. */
  known(contract: string): number {
    return this.days.at(-1)?.contract === contract ? this.total : 0;
  }

  /** The last W candles of a contract, fewer where it has no more, under the instrument id of the session to come. */
  last(contract: string, instrumentId: number): EventBatch {
    const out = new EventBatch(this.candles * 2);
    if (this.days.at(-1)?.contract !== contract) return out;
    // one span of the warm-up per instrument, numbered as the instrument is
    const flags = BAR_WARMUP | (instrumentId << BAR_SPAN_SHIFT);
    let skip = Math.max(0, this.total - this.candles);
    for (const { bars } of this.days) {
      for (let index = 0; index < bars.length; index++) {
        const isBar = bars.kindAt(index) === Kind.bar;
        if (skip === 0) {
          const at = out.pushFrom(bars, index);
          out.i32[at * RECORD_I32 + I32_INSTRUMENT] = instrumentId;
          out.i32[at * RECORD_I32 + I32_KIND] = bars.kindAt(index) | (flags << 8);
        } else if (isBar) skip -= 1;
      }
    }
    return out;
  }

  private get total(): number {
    return this.days.reduce((sum, { count }) => sum + count, 0);
  }
}
