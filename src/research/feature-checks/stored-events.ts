// A store, an instrument and a day in; what features would have been told on that day and the one before it out.

import { checkoutEventCode } from '../../adapters/datasets/day-events.ts';
import type { DatasetStore } from '../../adapters/datasets/store.ts';
import { UserError } from '../../adapters/user-error.ts';
import { parseCandleInterval } from '../../core/candles/candle-interval.ts';
import { tradingDaysBefore } from '../../core/market/contracts-of-days.ts';
import { instrumentOf } from '../../core/market/instrument-table.ts';
import { sessionContext } from '../training/stored-sessions.ts';
import type { FeatureEvent } from './feature-events.ts';
import { type RecordedDay, recordedEvents } from './recorded-events.ts';

/** Days before that are searched for a second one. */
const SEARCHED_DAYS = 10;

/** Candles of one minute and trades; the book is not recorded. UserErrors `part-missing` and those of the store. */
export async function storedEvents(store: DatasetStore, symbol: string, day: string): Promise<readonly FeatureEvent[]> {
  const days: RecordedDay[] = [];
  for (const each of [day, ...tradingDaysBefore(day, SEARCHED_DAYS)]) {
    const found = store.contractDays(symbol, each, each).days[0];
    if (found === undefined) continue;
    const instrument = instrumentOf(found.contract)!;
    const { events } = await store.readDay(found.contract, each, 0, [found.kind], checkoutEventCode);
    const session = sessionContext(found.contract, each);
    const interval = parseCandleInterval('1m')!;
    days.unshift({ market: events, instrumentId: 0, instrument, interval, openUs: session.openUs, session });
    if (days.length === 2) break;
  }
  if (days.length > 0) return recordedEvents(days, { tape: true, book: false });
  throw new UserError({
    code: 'part-missing',
    message: `The store has no trades or candles of ${symbol} on ${day} or shortly before`,
    field: 'day',
    fix: 'Import that day with qt import, or name another: qt datasets lists them',
  });
}
