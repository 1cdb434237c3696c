// Candles in; the rule regime of each of them the slow way, every value found anew from whole columns, out.

import type { Candle } from '../../../src/core/candles/candle.ts';
import type { RegimeKind } from '../../../src/core/regime/regime.ts';
import * as slow from '../features/reference.ts';

export interface ReferenceRow {
  readonly kind: RegimeKind;
  readonly ageCandles: number;
  readonly confidence: number;
  readonly nearSupport: boolean | undefined;
  readonly nearResistance: boolean | undefined;
}

const ON_BAND = 1e-9;

/** What the entry rules say of each candle; undefined before the 50th. */
function ruledKinds(candles: readonly Candle[]) {
  const closes = candles.map(({ close }) => close);
  const adx = slow.adx(candles, 14).adx;
  const atr = slow.atr(candles, 14);
  const [fast, middle, far] = [9, 20, 50].map((period) => slow.ema(closes, period));
  const centre = slow.rolling(closes, 20, slow.mean);
  const spread = slow.rolling(closes, 20, (window) => 2 * slow.deviation(window, 0));
  const order = candles.map((_, t) => {
    if (fast![t]! > middle![t]! && middle![t]! > far![t]!) return 'trend_up';
    return fast![t]! < middle![t]! && middle![t]! < far![t]! ? 'trend_down' : undefined;
  });
  const kinds = candles.map((_, t): RegimeKind => {
    if (t < 49) return 'undefined';
    if (adx[t]! >= 25) return order[t] ?? 'undefined';
    const isInside = Math.abs(closes[t]! - centre[t]!) <= spread[t]! + ON_BAND;
    return isInside && Math.abs(fast![t]! - far![t]!) < atr[t]! ? 'range' : 'undefined';
  });
  return { kinds, order, adx, atr };
}

export function ruleReference(candles: readonly Candle[], confirm = 2): ReferenceRow[] {
  const { kinds, order, adx, atr } = ruledKinds(candles);
  const regimes: RegimeKind[] = [];
  /** Candles at which a trend was held against the rules: what was said until then confirms nothing. */
  let heldAt = -1;
  candles.forEach((_, t) => {
    const before = regimes[t - 1] ?? 'undefined';
    const isHeld = t >= 49 && before === order[t] && adx[t]! >= 20;
    if (isHeld) {
      heldAt = t;
      regimes.push(before);
      return;
    }
    const ruled = kinds[t]!;
    let times = 0;
    while (t - times > heldAt && t - times >= 0 && kinds[t - times] === ruled) times++;
    regimes.push(ruled === before || times >= confirm ? ruled : 'undefined');
  });
  const supports = nearness(candles, atr, -1);
  const resistances = nearness(candles, atr, 1);
  return candles.map((_, t) => {
    const kind = regimes[t]!;
    let start = t;
    while (start > 0 && regimes[start - 1] === kind) start--;
    const raw = kind === 'range' ? 0.5 + (25 - adx[t]!) / 50 : 0.5 + (adx[t]! - 25) / 75;
    const confidence = kind === 'undefined' ? 0 : Math.min(0.8, raw);
    return { kind, ageCandles: t - start, confidence, nearSupport: supports[t], nearResistance: resistances[t] };
  });
}

interface Level {
  price: number;
  touchedAt: number;
}

/** `sign` 1 for highs, −1 for lows, which are turned over. Levels begin with the first candle that has an ATR. */
function nearness(candles: readonly Candle[], atr: readonly (number | undefined)[], sign: 1 | -1) {
  const k = 3;
  const first = atr.findIndex((value) => value !== undefined);
  const extremes = candles.map(({ high, low }) => (sign === 1 ? high : -low));
  let levels: Level[] = [];
  return candles.map(({ close }, t): boolean | undefined => {
    if (first < 0 || t < first) return undefined;
    const signed = sign * close;
    const tolerance = 0.5 * atr[t]!;
    levels = levels.filter(({ price, touchedAt }) => t - touchedAt <= 240 && price >= signed - tolerance);
    const middle = t - k;
    const neighbours = Array.from({ length: k }, (_, i) => i + 1);
    const isSwing =
      middle - k >= first &&
      neighbours.every((i) => extremes[middle - i]! < extremes[middle]! && extremes[middle + i]! <= extremes[middle]!);
    if (isSwing) {
      const price = extremes[middle]!;
      const touched = levels
        .filter((level) => Math.abs(level.price - price) <= tolerance)
        .sort((a, b) => Math.abs(a.price - price) - Math.abs(b.price - price))[0];
      if (touched !== undefined) Object.assign(touched, { price, touchedAt: middle });
      else {
        if (levels.length === 16)
          levels.splice(levels.indexOf([...levels].sort((a, b) => a.touchedAt - b.touchedAt)[0]!), 1);
        levels.push({ price, touchedAt: middle });
      }
    }
    if (levels.length === 0) return undefined;
    return Math.min(...levels.map(({ price }) => Math.abs(price - signed))) <= tolerance;
  });
}
