// One or two candles in the shapes that have names: makers of the specs.

import { defineFeature } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';

const source = 'Nison 1991';
const DOJI_BODY_SHARE = 0.1;
const HAMMER_SHADOW_BODIES = 2;
const HAMMER_UPPER_SHARE = 0.1;

/** `doji`: 1 where |c − o| is at most a tenth of the range (a candle without range is one), else 0. continue. */
export function doji(): FeatureSpec {
  return defineFeature(
    {
      id: 'doji',
      meaning: `1 where the body is at most ${DOJI_BODY_SHARE} of the range`,
      formula: `|c − o| ≤ ${DOJI_BODY_SHARE} × (h − l)`,
      source,
      group: 'price action',
      unit: '0 or 1',
      range: [0, 1],
      scale: 'discrete',
      warmup: 1,
      sessionRule: 'continue',
    },
    () => (out, candle) => {
      const body = Math.abs(candle.close - candle.open);
      out.set(body <= DOJI_BODY_SHARE * (candle.high - candle.low) ? 1 : 0);
    },
  );
}

/**
 * `hammer`: 1 where the lower shadow is at least twice the body, the body is not 0 and the upper shadow at most a tenth of the
 * range, else 0. continue.
 */
export function hammer(): FeatureSpec {
  return defineFeature(
    {
      id: 'hammer',
      meaning: `1 where the lower shadow has at least ${HAMMER_SHADOW_BODIES} bodies and the upper is short`,
      formula: `c ≠ o, min(o, c) − l ≥ ${HAMMER_SHADOW_BODIES} × |c − o|, h − max(o, c) ≤ ${HAMMER_UPPER_SHARE} × (h − l)`,
      source,
      group: 'price action',
      unit: '0 or 1',
      range: [0, 1],
      scale: 'discrete',
      warmup: 1,
      sessionRule: 'continue',
    },
    () => (out, candle) => {
      const { open, high, low, close } = candle;
      const body = Math.abs(close - open);
      const isLong = body > 0 && Math.min(open, close) - low >= HAMMER_SHADOW_BODIES * body;
      const isTopped = high - Math.max(open, close) <= HAMMER_UPPER_SHARE * (high - low);
      out.set(isLong && isTopped ? 1 : 0);
    },
  );
}

/**
 * `engulfing`: 1 where a rising body covers the falling body of the candle before and is longer, −1 mirrored, else 0. reset: the
 * two candles must be of one session, so a session's first candle is not ready.
 */
export function engulfing(): FeatureSpec {
  return defineFeature(
    {
      id: 'engulfing',
      meaning: '1 where a rising body covers the falling one before it, −1 mirrored, else 0',
      formula: '1 where c > o, c[1] < o[1], o ≤ c[1], c ≥ o[1], |c − o| > |c[1] − o[1]|; −1 mirrored',
      source,
      group: 'price action',
      unit: '−1, 0, 1',
      range: [-1, 1],
      scale: 'discrete',
      warmup: 2,
      sessionRule: 'reset',
    },
    () => {
      const before = { known: false, open: Number.NaN, close: Number.NaN };
      return (out, candle) => {
        const { open, close } = candle;
        if (before.known && !candle.firstOfSession) {
          const isLonger = Math.abs(close - open) > Math.abs(before.close - before.open);
          const rises = close > open && before.close < before.open && open <= before.close && close >= before.open;
          const falls = close < open && before.close > before.open && open >= before.close && close <= before.open;
          if (isLonger && rises) out.set(1);
          else out.set(isLonger && falls ? -1 : 0);
        }
        before.known = true;
        before.open = open;
        before.close = close;
      };
    },
  );
}
