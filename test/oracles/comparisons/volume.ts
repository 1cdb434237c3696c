// Nothing in; the comparisons of the measures of volume with their oracles out.

import * as volume from '../../../src/core/features/volume/index.ts';
import { against, againstReference, type Comparison } from '../oracle.ts';
import { negativeVolumeIndex, positiveVolumeIndex, priceVolumeTrend } from '../references/session-lines.ts';

const { adLine, chaikinMoneyFlow, chaikinOscillator, easeOfMovement, forceIndex } = volume;
const { mfi, nvi, obv, pvi, pvt, volumeOscillator } = volume;

const oscillatorKey = (fast: number, slow: number) => `100·(SMA(${fast}) − SMA(${slow})) / SMA(${slow}) of v`;
const OF_SESSION = { isOfSession: true, difference: 'begins with each session' } as const;
const adosc = [chaikinOscillator(), 'ADOSC(3,10)'] as const;

export const volumes: readonly Comparison[] = [
  against('TA-Lib', 1, [[obv(), 'OBV']], [[obv(), 'OBV']], OF_SESSION),
  against('TA-Lib', 1, [[adLine(), 'AD']], [[adLine(), 'AD']], OF_SESSION),
  againstReference(
    1,
    'Σ v·(c − c[1]) / c[1] of the session, 0 at its first candle',
    [[pvt(), priceVolumeTrend]],
    [[pvt(), priceVolumeTrend]],
  ),
  againstReference(
    1,
    '1000·Π c / c[1] of the session where v < v[1]',
    [[nvi(), negativeVolumeIndex]],
    [[nvi(), negativeVolumeIndex]],
  ),
  againstReference(
    1,
    '1000·Π c / c[1] of the session where v > v[1]',
    [[pvi(), positiveVolumeIndex]],
    [[pvi(), positiveVolumeIndex]],
  ),
  against('TTR', 0.01, [[chaikinMoneyFlow(), 'CMF(n=20)']], [[chaikinMoneyFlow({ period: 5 }), 'CMF(n=5)']]),
  against('TA-Lib', 1, [[mfi(), 'MFI(14)']], [[mfi({ period: 5 }), 'MFI(5)']], {
    standIn: 0,
    difference: 'a window without flow is not ready; TA-Lib gives 0',
  }),
  against('TA-Lib', 1, [adosc], [adosc]),
  against('TA-Lib', 1, [[forceIndex(), 'EMA(13) of MOM(1)·v']], [[forceIndex({ period: 4 }), 'EMA(4) of MOM(1)·v']]),
  against(
    'TTR',
    1,
    [[easeOfMovement(), 'EMV(n=14,vol.divisor=10000).maEMV']],
    [[easeOfMovement({ period: 5 }), 'EMV(n=5,vol.divisor=10000).maEMV']],
    { difference: 'the window begins anew after a candle without volume, where TTR divides by zero' },
  ),
  against(
    'TA-Lib',
    1,
    [[volumeOscillator(), oscillatorKey(5, 20)]],
    [[volumeOscillator({ fast: 2, slow: 5 }), oscillatorKey(2, 5)]],
  ),
];
