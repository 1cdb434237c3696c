// Takes the records of a session; gives, for each instrument, what its source tells (trades, bars, quotes) and where its bars stand.

import { barTimeUs } from '../core/market/bar-time.ts';
import type { EventBatch } from '../core/market/event-batch.ts';
import { BAR_WARMUP, I32_INSTRUMENT, I32_KIND, Kind, RECORD_I32 } from '../core/market/event-record.ts';

/** What orders are matched against: the best that the source has. */
export type MatchedOn = 'trades' | 'bars' | 'quotes';

export interface FeedShape {
  readonly matchedOn: readonly MatchedOn[];
  /** By instrument, the indices of its bars in the batch, ascending; empty for those not matched on bars. */
  readonly bars: readonly Int32Array[];
}

export function feedShape(market: EventBatch, instrumentCount: number): FeedShape {
  const hasTrades = new Uint8Array(instrumentCount);
  const barCounts = new Int32Array(instrumentCount);
  const { i32, length } = market;
  for (let index = 0, i = 0; index < length; index++, i += RECORD_I32) {
    const kind = i32[i + I32_KIND]! & 0xff;
    if (kind === Kind.trade) hasTrades[i32[i + I32_INSTRUMENT]!] = 1;
    else if (kind === Kind.bar) barCounts[i32[i + I32_INSTRUMENT]!]! += 1;
  }
  const matchedOn: MatchedOn[] = [];
  const bars: Int32Array[] = [];
  for (let id = 0; id < instrumentCount; id++) {
    const onBars = hasTrades[id] === 0 && barCounts[id]! > 0;
    matchedOn.push(hasTrades[id] === 1 ? 'trades' : onBars ? 'bars' : 'quotes');
    bars.push(onBars ? barIndices(market, id, barCounts[id]!) : new Int32Array(0));
  }
  return { matchedOn, bars };
}

function barIndices(market: EventBatch, instrumentId: number, count: number): Int32Array {
  const indices = new Int32Array(count);
  let found = 0;
  for (let index = 0; index < market.length; index++) {
    if (market.kindAt(index) !== Kind.bar || market.instrumentAt(index) !== instrumentId) continue;
    if ((market.flagsAt(index) & BAR_WARMUP) === 0) indices[found++] = index;
  }
  return indices.subarray(0, found);
}

/** Start of a bar's interval, microseconds UTC. */
export function barStartUs(market: EventBatch, index: number): number {
  return market.exchangeTimeUsAt(index) - barTimeUs(market.i32, index);
}
