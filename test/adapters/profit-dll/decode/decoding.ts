// A decoder of one followed instrument with everything that it tells kept: what the tests of decoding begin with.
import { FeedDecoder } from '../../../../src/adapters/profit-dll/decode/feed-decoder.ts';
import type {
  BookOrigin,
  FeedFact,
  FollowedInstrument,
} from '../../../../src/adapters/profit-dll/decode/feed-facts.ts';
import { EventBatch } from '../../../../src/core/market/event-batch.ts';
import type { PriceGrid } from '../../../../src/core/market/instrument.ts';
import { RawRecords } from './raw-records.ts';

const WDO_GRID: PriceGrid = { symbol: 'WDOU25', tick: 0.5, ticksPerUnit: 2 };
export const INSTRUMENT = 7;

export type OfferRow = readonly [
  instrumentId: number,
  exchangeUs: number,
  receivedUs: number,
  action: number,
  flags: number,
  orderId: number,
  price: number,
  quantity: number,
  agent: number,
];

export interface Decoding {
  readonly decoder: FeedDecoder;
  readonly raw: RawRecords;
  readonly live: EventBatch;
  readonly facts: FeedFact[];
  readonly offers: OfferRow[];
  /** Decodes what was written into `raw` since the last time. */
  run(): void;
}

/** Asset 1 is WDOU25, followed as instrument 7; asset 2 is WINQ25, which nobody follows. Receive times are the records' own. */
export function newDecoding({
  book = 'depth',
  grid = WDO_GRID,
}: {
  readonly book?: BookOrigin;
  readonly grid?: PriceGrid;
} = {}): Decoding {
  const facts: FeedFact[] = [];
  const offers: OfferRow[] = [];
  const instrument: FollowedInstrument = { instrumentId: INSTRUMENT, grid, book };
  // a number in a closure would be made anew at each change
  const last = new Float64Array(1);
  const decoder = new FeedDecoder({
    clock: (timeNs) => {
      const us = Math.floor(timeNs / 1000);
      if (us > last[0]!) last[0] = us;
      return last[0]!;
    },
    instrumentOf: ({ ticker }) => (ticker === 'WDOU25' ? instrument : undefined),
    sink: { fact: (fact) => void facts.push(fact), offer: (...row) => void offers.push(row) },
  });
  const raw = new RawRecords();
  const live = new EventBatch();
  const run = (): void => decoder.decode(raw.take(), live);
  raw.asset(1, 'WDOU25').asset(2, 'WINQ25');
  run();
  return { decoder, raw, live, facts, offers, run };
}
