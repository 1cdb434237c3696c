// A seed and a number of days in; the candle sessions of the synthetic market to train on, with their fingerprint, out.

import { createHash } from 'node:crypto';
import type { Candle } from '../../core/candles/candle.ts';
import { parseCandleInterval } from '../../core/candles/candle-interval.ts';
import { forEachCandle } from '../../core/candles/day-candles.ts';
import { rootInstrument } from '../../core/market/instrument-table.ts';
import { type SyntheticSpan, syntheticDays } from '../../runner/synthetic-days.ts';
import { type StoredSessions, sessionContext } from './stored-sessions.ts';
import type { TrainingDay } from './training-rows.ts';

export function syntheticSessions(span: SyntheticSpan, candle: string): StoredSessions {
  const interval = parseCandleInterval(candle);
  if (interval === undefined) throw new RangeError(`${candle} is no candle interval`);
  const days: TrainingDay[] = [];
  for (const { day, contract, session, market } of syntheticDays(span)) {
    const candles: Candle[] = [];
    forEachCandle(market, 0, rootInstrument(span.root), interval, session.openUs, (each) => candles.push({ ...each }));
    days.push({ contract, session: sessionContext(contract, day), candles });
  }
  const name = `synthetic ${JSON.stringify(span)}`;
  const sha256 = createHash('sha256').update(JSON.stringify(days)).digest('hex');
  return { days, missing: [], provenance: 'synthetic', sideSource: 'feed', datasets: [{ path: name, sha256 }] };
}
