// A dataset store, an instrument and a span of days in; its sessions as regimes are studied, with what must be said of them, out.

import type { DatasetStore } from '../../adapters/datasets/store.ts';
import { UserError } from '../../adapters/user-error.ts';
import { parseCandleInterval } from '../../core/candles/candle-interval.ts';
import { type Provenance, weakerProvenance } from '../../core/market/provenance.ts';
import { CandleSessions } from '../frames/candle-sessions.ts';
import type { RegimeDay } from './regime-day.ts';

export interface RegimeDaysRequest {
  /** A root or continuous name (the contract of each day), or a contract. */
  readonly instrument: string;
  /** Local dates, both included. */
  readonly from: string;
  readonly to: string;
  /** `1m`, `5m`, `500v`, `200t`. */
  readonly candle: string;
  /** Candles of earlier sessions of the contract that are given with each, where the store has them. */
  readonly beforeCandles: number;
}

export interface RegimeDays {
  readonly days: readonly RegimeDay[];
  /** Trading days of the span that the store does not have. */
  readonly missing: readonly string[];
  /** The weakest of all parts. */
  readonly provenance: Provenance;
}

/** UserErrors: `part-missing` when the store has no day of the span, `bad-option`, `bars-too-coarse`, `unknown-instrument`, `part-corrupt`. */
export async function regimeDays(store: DatasetStore, request: RegimeDaysRequest): Promise<RegimeDays> {
  const { instrument, from, to, candle, beforeCandles } = request;
  const interval = parseCandleInterval(candle);
  if (interval === undefined) {
    throw new UserError({
      code: 'bad-option',
      message: `${candle} is no candle interval`,
      field: 'candle',
      fix: 'Write 1s, 1m, 5m, 1h for time, 500v for contracts or 200t for trades',
    });
  }
  const span = store.contractDays(instrument, from, to);
  if (span.days.length === 0) {
    throw new UserError({
      code: 'part-missing',
      message: `The store has no trades or candles of ${instrument} from ${from} to ${to}`,
      field: 'instrument',
      fix: 'Import a file with those days (qt import), or choose others: qt datasets lists them',
    });
  }
  const sessions = new CandleSessions(store, instrument, interval, undefined);
  const days: RegimeDay[] = [];
  let provenance: Provenance = 'exchange';
  for (const { contract, day, kind } of span.days) {
    const { candles, manifest } = await sessions.of(contract, day, kind);
    const before = await sessions.before(contract, day, beforeCandles);
    provenance = weakerProvenance(provenance, manifest.provenance);
    days.push({ day, contract, candles: candles.map((each, at) => ({ ...each, firstOfSession: at === 0 })), before });
  }
  return { days, missing: span.missing.map(({ day }) => day), provenance };
}
