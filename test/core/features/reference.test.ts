// Every indicator and every windowed feature against a slow reference, on seeded random minutes and on real ones.

import { describe, expect, it } from 'vitest';
import { catalogue, featureById } from '../../../src/core/catalogue/catalogue.ts';
import type { FeatureSpec } from '../../../src/core/features/feature.ts';
import { describeWithRealData } from '../../support/real-data.ts';
import { REAL_FILE, randomCandles, realCandles, type Step } from './candles.ts';
import type { Column } from './reference.ts';
import * as slow from './reference.ts';

function run(spec: FeatureSpec, steps: readonly Step[]): Column {
  const feature = spec.create();
  return steps.map(({ candle, session }) => {
    feature.update(candle, session);
    return feature.ready ? feature.value : undefined;
  });
}

const zip = (a: Column, b: Column, f: (x: number, y: number) => number): Column =>
  a.map((x, t) => (x === undefined || b[t] === undefined ? undefined : f(x, b[t])));
/** Lines closer than 1e-9 count as equal: which of them rounding puts above says nothing. */
function cross(then: number, now: number): number {
  if (then < 1e-9 && now > 1e-9) return 1;
  return then > -1e-9 && now < -1e-9 ? -1 : 0;
}
const shift = (xs: Column, k: number): Column => xs.map((_, t) => xs[t - k]);

/** Reference columns by feature id. */
function references(steps: readonly Step[]): Map<string, Column> {
  const candles = steps.map(({ candle }) => candle);
  const closes = candles.map(({ close }) => close);
  const volumes: Column = candles.map(({ volume }) => volume);
  const chain = slow.gapFree(candles);
  const points = slow.gapFreePoints(candles);
  const moves = slow.changeOver(chain, 1, (now, before) => now / before - 1);
  const pointMoves = slow.changeOver(points, 1, (now, before) => now - before);
  const out = new Map<string, Column>();
  const spread = (n: number) => slow.rolling(moves, n, (window) => slow.deviation(window, 1));
  for (const k of [1, 2, 5, 10, 20, 50, 100]) {
    out.set(
      `return_${k}`,
      slow.changeOver(chain, k, (now, before) => now / before - 1),
    );
    out.set(
      `logReturn_${k}`,
      slow.changeOver(chain, k, (now, before) => Math.log(now) - Math.log(before)),
    );
    const ratio = zip(volumes, slow.rolling(volumes, k, slow.mean), (v, average) => v / average);
    out.set(`volumeRatio_${k}`, ratio);
    out.set(
      `returnVolume_${k}`,
      zip(out.get(`return_${k}`)!, ratio, (move, share) => move * share),
    );
    const volumeMoments = slow.rolling(volumes, k, (w) => (w.at(-1)! - slow.mean(w)) / slow.deviation(w, 1));
    if (k > 1) out.set(`volumeZ_${k}`, volumeMoments);
    out.set(
      `volumeMomentum_${k}`,
      zip(volumes, shift(volumes, k), (now, before) => now / before - 1),
    );
    if (k > 1) {
      const sharpe = slow.rolling(moves, k, (window) => slow.mean(window) / slow.deviation(window, 1));
      const isFlat = slow.rolling(pointMoves, k, (window) => Number(window.every((move) => move === window[0])));
      const unlessFlat = zip(sharpe, isFlat, (ratio, flat) => (flat === 1 ? Number.NaN : ratio));
      out.set(`returnSharpe_${k}`, unlessFlat);
      out.set(`volatility_${k}`, spread(k));
    }
  }
  out.set('volatility_200', spread(200));
  for (const [f, s] of [
    [5, 20],
    [10, 20],
    [20, 50],
    [50, 100],
    [100, 200],
  ] as const) {
    out.set(
      `volatilityRatio_${f}_${s}`,
      zip(spread(f), spread(s), (a, b) => a / b),
    );
    const [short, long] = [slow.rolling(closes, f, slow.mean), slow.rolling(closes, s, slow.mean)];
    out.set(
      `maRatio_${f}_${s}`,
      zip(short, long, (a, b) => a / b),
    );
    out.set(
      `maDistance_${f}_${s}`,
      zip(short, long, (a, b) => a - b),
    );
  }
  for (const k of [1, 5, 10]) out.set(`volatilityLag_${k}`, shift(spread(20), k));
  for (const k of [1, 3, 5, 10, 15, 20]) {
    const momentum = slow.changeOver(points, k, (now, before) => now - before);
    out.set(`momentum_${k}`, momentum);
    out.set(
      `momentumPct_${k}`,
      zip(momentum, shift(closes, k), (move, before) => move / before),
    );
    out.set(`momentumSmooth_${k}`, slow.rolling(momentum, 3, slow.mean));
  }
  const smooth = out.get('momentumSmooth_5')!;
  out.set(
    'momentumAcceleration',
    zip(smooth, shift(smooth, 5), (now, before) => now - before),
  );
  const ten = out.get('momentum_10')!;
  out.set(
    'momentumReversal',
    zip(ten, shift(ten, 1), (a, b) => (Math.sign(a) === Math.sign(b) ? 0 : 1)),
  );
  const rank = (window: number[]) => {
    const newest = window.at(-1)!;
    const others = window.slice(0, -1);
    return (others.filter((x) => x < newest).length + others.filter((x) => x === newest).length / 2) / others.length;
  };
  out.set('momentumRank_50', slow.rolling(ten, 50, rank));
  const noise = slow.rolling(pointMoves, 20, (window) => slow.deviation(window, 1));
  out.set(
    'trendStrength',
    zip(out.get('momentum_5')!, noise, (move, x) => move / (x * Math.sqrt(5))),
  );
  out.set(
    'trendConsistency',
    out
      .get('momentum_20')!
      .map((x, t) =>
        x === undefined ? undefined : [out.get('momentum_5')![t]!, ten[t]!, x].filter((m) => m > 0).length / 3,
      ),
  );
  memory(out, chain, points);
  flow(out, steps, chain, points);
  ranges(out, steps);
  indicators(out, steps);
  return out;
}

function ranges(out: Map<string, Column>, steps: readonly Step[]): void {
  const candles = steps.map(({ candle }) => candle);
  const closes = candles.map(({ close }) => close);
  const at = (f: (t: number) => number): Column => candles.map((_, t) => f(t));
  for (const n of [5, 10, 20, 50]) {
    const high = slow.rolling(
      candles.map((c) => c.high),
      n,
      (w) => Math.max(...w),
    );
    const low = slow.rolling(
      candles.map((c) => c.low),
      n,
      (w) => Math.min(...w),
    );
    const range = zip(high, low, (a, b) => a - b);
    out.set(`highLowRange_${n}`, range);
    out.set(
      `rangePct_${n}`,
      zip(range, slow.rolling(closes, n, slow.mean), (a, b) => a / b),
    );
    out.set(
      `distanceToHigh_${n}`,
      zip(high, closes, (h, c) => (h - c) / c),
    );
    out.set(
      `distanceToLow_${n}`,
      zip(low, closes, (l, c) => (c - l) / c),
    );
    const log = (a: number, b: number) => Math.log(a) - Math.log(b);
    const root = (terms: Column) => slow.rolling(terms, n, (w) => Math.sqrt(slow.mean(w)));
    const of = (f: (o: number, h: number, l: number, c: number) => number) =>
      candles.map(({ open, high: h, low: l, close }) => f(open, h, l, close));
    out.set(`parkinson_${n}`, root(of((_o, h, l) => log(h, l) ** 2 / (4 * Math.log(2)))));
    out.set(`garmanKlass_${n}`, root(of((o, h, l, c) => log(h, l) ** 2 / 2 - (2 * Math.log(2) - 1) * log(c, o) ** 2)));
    const satchell = of((o, h, l, c) => log(h, c) * log(h, o) + log(l, c) * log(l, o));
    out.set(`rogersSatchell_${n}`, root(satchell));
    const jumps: Column = at((t) =>
      candles[t]!.firstOfSession ? 0 : log(candles[t]!.open, candles[t - 1]?.close ?? 1),
    );
    jumps[0] = undefined;
    const bodies = of((o, _h, _l, c) => log(c, o));
    const k = 0.34 / (1.34 + (n + 1) / (n - 1));
    const variance = (xs: Column) => slow.rolling(xs, n, (w) => slow.deviation(w, 1) ** 2);
    const inside = zip(variance(bodies), slow.rolling(satchell, n, slow.mean), (v, s) => k * v + (1 - k) * s);
    out.set(
      `yangZhang_${n}`,
      zip(variance(jumps), inside, (a, b) => Math.sqrt(a + b)),
    );
  }
}

function memory(out: Map<string, Column>, chain: readonly number[], points: readonly number[]): void {
  const path = slow.rolling(
    slow.changeOver(points, 1, (now, before) => Math.abs(now - before)),
    10,
    (w) => w.reduce((sum, x) => sum + x, 0),
  );
  const net = slow.changeOver(points, 10, (now, before) => Math.abs(now - before));
  out.set(
    'efficiencyRatio_10',
    zip(net, path, (a, b) => a / b),
  );
  const logs = slow.changeOver(chain, 1, (now, before) => Math.log(now / before));
  for (const q of [2, 5])
    out.set(
      `varianceRatio_${q}`,
      slow.rolling(logs, 100, (w) => slow.varianceRatio(w, q)),
    );
  for (const k of [1, 5])
    out.set(
      `autocorrelation_${k}`,
      slow.rolling(logs, 100, (w) => slow.autocorrelation(w, k)),
    );
  out.set('hurst_100', slow.rolling(logs, 100, slow.hurst));
  out.set('jump_20', slow.rolling(logs, 20, slow.jumpShare));
  const volatility = slow.rolling(
    slow.changeOver(chain, 1, (now, before) => now / before - 1),
    20,
    (w) => slow.deviation(w, 1),
  );
  const tercile = (w: number[]) => {
    const below = w.filter((x) => x < w.at(-1)!).length + (w.filter((x) => x === w.at(-1)!).length - 1) / 2;
    return Math.min(2, Math.floor((3 * below) / (w.length - 1)));
  };
  out.set('volRegime', slow.rolling(volatility, 250, tercile));
}

function flow(
  out: Map<string, Column>,
  steps: readonly Step[],
  chain: readonly number[],
  points: readonly number[],
): void {
  const candles = steps.map(({ candle }) => candle);
  const sum = (w: readonly number[]) => w.reduce((total, x) => total + x, 0);
  const ifFlow = (f: (c: (typeof candles)[number]) => number): Column =>
    candles.map((candle) => (candle.hasFlow ? f(candle) : undefined));
  const delta = ifFlow((c) => c.buyVolume - c.sellVolume);
  const sided = ifFlow((c) => c.buyVolume + c.sellVolume);
  const pressure = zip(
    ifFlow((c) => c.buyVolume),
    sided,
    (a, b) => a / b,
  );
  out.set('signedVolume', delta);
  out.set('buyPressure', pressure);
  out.set(
    'sellPressure',
    zip(
      ifFlow((c) => c.sellVolume),
      sided,
      (a, b) => a / b,
    ),
  );
  out.set(
    'rlpShare',
    ifFlow((c) => c.rlpVolume / c.volume),
  );
  const total: number[] = [];
  candles.forEach((candle, t) => {
    total.push((candle.firstOfSession ? 0 : total[t - 1]!) + candle.buyVolume - candle.sellVolume);
  });
  out.set('cumulativeDelta', candles[0]!.hasFlow ? total : candles.map(() => undefined));
  for (const n of [1, 5, 10, 20, 50, 100]) {
    out.set(
      `orderFlowImbalance_${n}`,
      zip(slow.rolling(delta, n, sum), slow.rolling(sided, n, sum), (a, b) => a / b),
    );
    const trades = slow.rolling(
      ifFlow((c) => c.buyTrades - c.sellTrades),
      n,
      sum,
    );
    const sidedTrades = slow.rolling(
      ifFlow((c) => c.buyTrades + c.sellTrades),
      n,
      sum,
    );
    out.set(
      `tradeImbalance_${n}`,
      zip(trades, sidedTrades, (a, b) => a / b),
    );
    out.set(`buyPressureMa_${n}`, slow.rolling(pressure, n, slow.mean));
  }
  const momentum = slow.changeOver(points, 20, (now, before) => now - before);
  const flows = slow.rolling(delta, 20, sum);
  out.set(
    'deltaDivergence_20',
    zip(momentum, flows, (a, b) => (Math.sign(a) === Math.sign(b) ? 0 : 1)),
  );
  const moves = slow.changeOver(points, 1, (now, before) => now - before);
  out.set(
    'kyleLambda_50',
    moves.map((move, t) =>
      move === undefined || t < 50 || delta[t] === undefined
        ? undefined
        : slow.slope(delta.slice(t - 49, t + 1) as number[], moves.slice(t - 49, t + 1) as number[]),
    ),
  );
  const perPoint = candles.map((c) => c.volume / Math.max(c.high - c.low, 0.5));
  out.set(
    'absorption_10',
    slow.rolling(perPoint, 10, (w) => (w.at(-1)! - slow.mean(w)) / slow.deviation(w, 1)),
  );
  const weighted = (weight: Column) =>
    slow.rolling(
      zip(
        weight,
        candles.map((c) => c.volume),
        (x, v) => x * v,
      ),
      10,
      sum,
    );
  out.set('obvMomentum_10', weighted(moves.map((x) => (x === undefined ? undefined : Math.sign(x)))));
  out.set('pvtMomentum_10', weighted(slow.changeOver(chain, 1, (now, before) => now / before - 1)));
  const rate: Column = steps.map(({ candle: { openTimeUs, closeTimeUs, hasTrades, trades }, session }) => {
    const openUs = Math.min(closeTimeUs, session.closeUs) - Math.max(openTimeUs, session.openUs);
    return hasTrades && openUs > 0 ? trades / (openUs / 1e6) : undefined;
  });
  out.set('tradeIntensity', rate);
  out.set(
    'tradeIntensityRatio_20',
    zip(rate, slow.rolling(rate, 20, slow.mean), (a, b) => a / b),
  );
  out.set(
    'avgTradeSize',
    candles.map((c) => (c.hasTrades ? c.volume / c.trades : undefined)),
  );
}

function indicators(out: Map<string, Column>, steps: readonly Step[]): void {
  const candles = steps.map(({ candle }) => candle);
  const closes = candles.map(({ close }) => close);
  for (const n of [5, 9, 10, 12, 20, 26, 50, 200]) {
    const average = slow.ema(closes, n);
    out.set(`sma_${n}`, slow.rolling(closes, n, slow.mean));
    out.set(`ema_${n}`, average);
    out.set(
      `priceToEma_${n}`,
      zip(closes, average, (c, x) => c / x - 1),
    );
    out.set(
      `emaSlope_${n}`,
      zip(average, shift(average, 1), (now, before) => now / before - 1),
    );
  }
  const [fast, middle] = [out.get('ema_9')!, out.get('ema_20')!];
  const order = (t: number, s: number) => {
    if (fast[t]! > middle[t]! && middle[t]! > s) return 1;
    return fast[t]! < middle[t]! && middle[t]! < s ? -1 : 0;
  };
  out.set(
    'emaAlignment',
    out.get('ema_50')!.map((x, t) => (x === undefined ? undefined : order(t, x))),
  );
  const rsi = slow.rsi(closes, 14);
  out.set('rsi_14', rsi);
  out.set(
    'rsiDistance50',
    rsi.map((x) => (x === undefined ? undefined : x - 50)),
  );
  out.set('rsiMa_5', slow.rolling(rsi, 5, slow.mean));
  out.set(
    'rsiExtreme',
    rsi.map((x) => (x === undefined ? undefined : x >= 70 ? 1 : x <= 30 ? -1 : 0)),
  );
  const macd = slow.macd(closes, 12, 26, 9);
  out.set('macdLine_12_26_9', macd.line);
  out.set('macdSignal_12_26_9', macd.signal);
  out.set('macdHistogram_12_26_9', macd.histogram);
  const before = shift(macd.histogram, 1);
  out.set(
    'macdSlope',
    zip(macd.histogram, before, (now, then) => now - then),
  );
  out.set(
    'macdCross',
    zip(macd.histogram, before, (now, then) => cross(then, now)),
  );
  const atrs = { 14: slow.atr(candles, 14), 20: slow.atr(candles, 20), 50: slow.atr(candles, 50) };
  out.set('trueRange', slow.trueRange(candles));
  out.set('atr_14', atrs[14]);
  out.set('atr_20', atrs[20]);
  out.set(
    'natr_14',
    zip(atrs[14], closes, (x, c) => (100 * x) / c),
  );
  out.set(
    'atrRatio_14_50',
    zip(atrs[14], atrs[50], (a, b) => a / b),
  );
  const movement = slow.adx(candles, 14);
  out.set('adx_14', movement.adx);
  out.set(
    'adxSlope',
    zip(movement.adx, shift(movement.adx, 5), (now, then) => now - then),
  );
  out.set('plusDi_14', movement.plusDi);
  out.set('minusDi_14', movement.minusDi);
  out.set(
    'diSpread',
    zip(movement.plusDi, movement.minusDi, (a, b) => a - b),
  );
  for (const n of [20, 50]) {
    const mid = slow.rolling(closes, n, slow.mean);
    const band = slow.rolling(closes, n, (window) => 2 * slow.deviation(window, 0));
    const width = zip(band, mid, (b, m) => (2 * b) / m);
    out.set(
      `bollingerUpper_${n}`,
      zip(mid, band, (m, b) => m + b),
    );
    out.set(`bollingerMiddle_${n}`, mid);
    out.set(
      `bollingerLower_${n}`,
      zip(mid, band, (m, b) => m - b),
    );
    out.set(`bollingerWidth_${n}`, width);
    out.set(
      `bollingerPosition_${n}`,
      band.map((b, t) => (b === undefined ? undefined : (closes[t]! - mid[t]! + b) / (2 * b))),
    );
    out.set(
      `bollingerSqueeze_${n}`,
      slow.rolling(width, 120, (w) => (w.at(-1)! - Math.min(...w)) / (Math.max(...w) - Math.min(...w))),
    );
  }
  const raw = closes.map((close, t) => {
    const window = candles.slice(Math.max(0, t - 13), t + 1);
    const [low, high] = [Math.min(...window.map((c) => c.low)), Math.max(...window.map((c) => c.high))];
    return t < 13 ? undefined : (100 * (close - low)) / (high - low);
  });
  const stochasticK = slow.rolling(raw, 3, slow.mean);
  const stochasticD = slow.rolling(stochasticK, 3, slow.mean);
  const gap = zip(stochasticK, stochasticD, (a, b) => a - b);
  out.set('stochasticK_14_3_3', stochasticK);
  out.set('stochasticD_14_3_3', stochasticD);
  out.set(
    'stochCross',
    zip(gap, shift(gap, 1), (now, then) => cross(then, now)),
  );
  out.set('fracDiff', slow.fractionalDifference(closes, 0.4, 1e-4));
  const vwap: Column = candles.map((_, t) => {
    const session = candles.slice(
      candles.findLastIndex((c, i) => i <= t && c.firstOfSession),
      t + 1,
    );
    const volume = session.reduce((sum, c) => sum + c.volume, 0);
    return session.reduce((sum, c) => sum + ((c.high + c.low + c.close) / 3) * c.volume, 0) / volume;
  });
  out.set('vwap', vwap);
  out.set(
    'vwapDistance',
    zip(closes, vwap, (c, x) => c / x - 1),
  );
}

/** Equal readiness; values within 1e-9 of the larger of the value and `scale`, which stands for the size that rounding acts on. */
function expectEqual(id: string, actual: Column, expected: Column): void {
  expect(actual.length).toBe(expected.length);
  const sizes = expected.filter((x) => x !== undefined && Number.isFinite(x)).map((x) => Math.abs(x!));
  const scale = Math.max(...sizes) * 1e-3;
  actual.forEach((value, t) => {
    // 0/0 and x/0 of a flat window or an empty minute have no value
    const wanted = Number.isFinite(expected[t]) ? expected[t] : undefined;
    if (value === undefined || wanted === undefined) {
      if (value !== wanted) throw new Error(`${id} at candle ${t + 1}: ${value}, not ${wanted}`);
      return;
    }
    const off = Math.abs(value - wanted) / Math.max(Math.abs(wanted), scale);
    if (off > 1e-9) throw new Error(`${id} at candle ${t + 1}: ${value}, not ${wanted}, off by ${off}`);
  });
}

function compareAll(steps: readonly Step[]): number {
  let compared = 0;
  for (const [id, column] of references(steps)) {
    const spec = featureById(id);
    if (spec === undefined) continue;
    expectEqual(id, run(spec, steps), column);
    compared++;
  }
  return compared;
}

/** What one candle, the calendar or the regime says alone: checked by hand in tests of their own. */
const BY_HAND = [
  'bodyShare',
  'closingHalfHour',
  'dayOfWeek',
  'daysToRoll',
  'doji',
  'engulfing',
  'hammer',
  'lowerShadow',
  'lunchHour',
  'minuteOfSession',
  'minutesToAuction',
  'openingHalfHour',
  'openingRangePosition_30',
  'regimeAge',
  'regimeFlips_50',
  'regimeStrength',
  'timeOfDayCos',
  'timeOfDaySin',
  'upperShadow',
];

/** Indicators stand in test/oracles, which misses none; what reads trades, book or earlier sessions has references in its own folder. */
function hasTruthOfItsOwn({ group, inputs }: FeatureSpec['meta']): boolean {
  const own = ['tape', 'agents', 'quotes', 'book', 'sessions'] as const;
  return group === 'indicators' || inputs.some((input) => (own as readonly string[]).includes(input));
}

describe('features against slow references', () => {
  it('agree to 1e-9 on random minutes of several sessions', () => {
    expect(compareAll(randomCandles(700, 11))).toBeGreaterThan(155);
    const known = references(randomCandles(30, 1));
    const elsewhere = [...catalogue.values()].filter(({ meta }) => !known.has(meta.id) && !hasTruthOfItsOwn(meta));
    expect(elsewhere.map(({ meta }) => meta.id).sort()).toEqual(BY_HAND);
  });
});

describeWithRealData('features against slow references on real WDO minutes', [REAL_FILE], (path) => {
  it('agree to 1e-9', () => {
    expect(compareAll(realCandles(path!, 'WDOV25', 1300))).toBeGreaterThan(155);
  });
});
