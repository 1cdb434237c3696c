// Volume summed since the session began, with the sign of the move or the place of the close: makers of the specs.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { moneyFlowVolume } from '../indicators/money-flow-volume.ts';
import { SessionObv } from '../indicators/session-obv.ts';
import { SessionPvt } from '../indicators/session-pvt.ts';

const group = 'indicators';

/**
 * `obv`: on-balance volume of the session: v of its first candle, then + v where c rose, − v where it fell (Granville 1963, TA-Lib OBV of the
 * session alone), contracts. reset: not ready before a session's first candle was seen.
 */
export function obv(): FeatureSpec {
  return defineFeature(
    {
      id: 'obv',
      meaning: 'volume of rising minus falling candles since the session began',
      formula: 'v + Σ sign(c − c[1]) × v since the first candle of the session',
      source: 'Granville 1963; TA-Lib OBV',
      group,
      unit: 'contracts',
      warmup: 1,
      sessionRule: 'reset',
    },
    () => {
      const line = new SessionObv();
      return (out, candle) => {
        line.push(candle);
        if (line.ready) out.set(line.value);
      };
    },
  );
}

/**
 * `adLine`: accumulation/distribution line of the session: Σ v × ((c − l) − (h − c)) / (h − l), a candle without range adding 0 (Chaikin,
 * TA-Lib AD of the session alone), contracts. reset: not ready before a session's first candle was seen.
 */
export function adLine(): FeatureSpec {
  return defineFeature(
    {
      id: 'adLine',
      meaning: 'volume weighted by the place of the close, summed since the session began',
      formula: 'Σ v × ((c − l) − (h − c)) / (h − l) since the session began',
      source: 'Chaikin; TA-Lib AD',
      group,
      unit: 'contracts',
      warmup: 1,
      sessionRule: 'reset',
    },
    () => {
      const line = { contracts: Number.NaN };
      return (out, candle) => {
        if (candle.firstOfSession) line.contracts = 0;
        line.contracts += moneyFlowVolume(candle);
        if (!Number.isNaN(line.contracts)) out.set(line.contracts);
      };
    },
  );
}

/**
 * `pvt`: price-volume trend of the session: 0 at its first candle, then Σ v × (c − c[1]) / c[1] (Achelis 2001), contracts. reset: not ready
 * before a session's first candle was seen, nor from a close of 0 or below to the next session.
 */
export function pvt(): FeatureSpec {
  return defineFeature(
    {
      id: 'pvt',
      meaning: 'return times volume, summed since the session began',
      formula: 'Σ v × (c − c[1]) / c[1] since the first candle of the session, 0 there',
      source: 'Achelis 2001',
      group,
      unit: 'contracts',
      warmup: 1,
      sessionRule: 'reset',
    },
    () => {
      const line = new SessionPvt();
      return (out, candle) => {
        line.push(candle);
        if (line.ready) out.set(line.value);
      };
    },
  );
}
