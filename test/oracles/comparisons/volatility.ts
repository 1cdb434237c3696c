// Nothing in; the comparisons of the measures of volatility with their oracles out.

import * as volatility from '../../../src/core/features/volatility/index.ts';
import { against, type Comparison, LESS_FIRST } from '../oracle.ts';

const { atr, bollinger, chaikinVolatility, donchian, garmanKlass, keltner, massIndex, natr } = volatility;
const { parkinson, rogersSatchell, stddev, trueRange, ulcerIndex, yangZhang } = volatility;

const bandsOf = (period: number, output: 'upper' | 'middle' | 'lower') =>
  [bollinger[output]({ period }), `BBANDS(${period},2).${output}`] as const;
const widthOf = (period: number) =>
  [bollinger.width({ period }), `(upper − lower) / (middle + a) of BBANDS(${period},2) of c − a`] as const;
const positionOf = (period: number) =>
  [bollinger.position({ period }), `(c − a − lower) / (upper − lower) of BBANDS(${period},2) of c − a`] as const;
const ttrVolatility = (n: number, calc: string) => `volatility(n=${n},calc="${calc}",N=1)`;
const massKey = (p: number, n: number) => `SUM(${n}) of EMA(${p}) of h − l / EMA(${p}) of it`;
const ulcerKey = (p: number) => `√ mean of the last ${p} of (100·(c − MAX(${p})) / MAX(${p}))²`;

function channel(period: number, atrPeriod: number) {
  const upper = [keltner.upper({ period, atrPeriod }), `EMA(${period}) + 2·ATR(${atrPeriod})`] as const;
  const lower = [keltner.lower({ period, atrPeriod }), `EMA(${period}) − 2·ATR(${atrPeriod})`] as const;
  return [upper, lower];
}

function donchianOf(p: number) {
  const upper = [donchian.upper({ period: p }), `MAX(${p}) of h`] as const;
  const lower = [donchian.lower({ period: p }), `MIN(${p}) of l`] as const;
  return [upper, lower, [donchian.middle({ period: p }), `(MAX(${p}) of h + MIN(${p}) of l) / 2`] as const];
}

const NO_NIGHT = {
  isOfSession: true,
  isEarlier: true,
  difference: 'the move over night is left out; compared inside one session',
} as const;

/** Half a tick of WDO as a fraction of its price. */
const FRACTION = 1e-4;

export const volatilities: readonly Comparison[] = [
  against('TA-Lib', 'points', [[trueRange(), 'TRANGE']], [[trueRange(), 'TRANGE']]),
  against(
    'TA-Lib',
    'points',
    [14, 20].map((period) => [atr({ period }), `ATR(${period})`]),
    [[atr({ period: 5 }), 'ATR(5)']],
  ),
  against('TA-Lib', 100 * FRACTION, [[natr(), 'NATR(14)']], [[natr({ period: 5 }), 'NATR(5)']]),
  against(
    'TA-Lib',
    'points',
    [20, 50].flatMap((period) => [bandsOf(period, 'upper'), bandsOf(period, 'middle'), bandsOf(period, 'lower')]),
    [bandsOf(5, 'upper'), bandsOf(5, 'middle'), bandsOf(5, 'lower')],
  ),
  against('TA-Lib', FRACTION, [20, 50].map(widthOf), [widthOf(5)], { difference: LESS_FIRST }),
  against('TA-Lib', 0.01, [20, 50].map(positionOf), [positionOf(5)], { difference: LESS_FIRST }),
  against(
    'TA-Lib',
    'points',
    [...channel(20, 20), ...channel(20, 10), [keltner.middle(), 'EMA(20)']],
    [...channel(5, 5), ...channel(5, 10), [keltner.middle({ period: 5 }), 'EMA(5)']],
  ),
  against('TA-Lib', 'points', donchianOf(20), donchianOf(5)),
  against(
    'TTR',
    'points',
    [[donchian.middle(), 'DonchianChannel(n=20).mid']],
    [[donchian.middle({ period: 5 }), 'DonchianChannel(n=5).mid']],
  ),
  against('TA-Lib', 'points', [[stddev(), 'STDDEV(20) of c − a']], [[stddev({ period: 5 }), 'STDDEV(5) of c − a']], {
    difference: LESS_FIRST,
  }),
  against(
    'TTR',
    1,
    [[chaikinVolatility(), '100·chaikinVolatility(n=10)']],
    [[chaikinVolatility({ period: 4, change: 4 }), '100·chaikinVolatility(n=4)']],
  ),
  against('TA-Lib', 1, [[massIndex(), massKey(9, 25)]], [[massIndex({ period: 3, candles: 5 }), massKey(3, 5)]]),
  against('TA-Lib', 100 * FRACTION, [[ulcerIndex(), ulcerKey(14)]], [[ulcerIndex({ candles: 5 }), ulcerKey(5)]]),
  against(
    'TTR',
    FRACTION,
    [10, 20].map((candles) => [parkinson({ candles }), ttrVolatility(candles, 'parkinson')]),
    [[parkinson({ candles: 5 }), ttrVolatility(5, 'parkinson')]],
  ),
  against(
    'TTR',
    FRACTION,
    [10, 20].map((candles) => [garmanKlass({ candles }), ttrVolatility(candles, 'garman.klass')]),
    [[garmanKlass({ candles: 5 }), ttrVolatility(5, 'garman.klass')]],
  ),
  against(
    'TTR',
    FRACTION,
    [10, 20].map((candles) => [rogersSatchell({ candles }), ttrVolatility(candles, 'rogers.satchell')]),
    [[rogersSatchell({ candles: 5 }), ttrVolatility(5, 'rogers.satchell')]],
  ),
  against(
    'TTR',
    FRACTION,
    [5, 10, 20, 50, 100, 200].map((candles) => [volatility.volatility({ candles }), `runSD(ROC,${candles})`]),
    [[volatility.volatility({ candles: 5 }), 'runSD(ROC,5)']],
    NO_NIGHT,
  ),
  against(
    'TTR',
    FRACTION,
    [[yangZhang(), ttrVolatility(20, 'yang.zhang')]],
    [[yangZhang({ candles: 5 }), ttrVolatility(5, 'yang.zhang')]],
    NO_NIGHT,
  ),
];
