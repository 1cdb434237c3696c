// Plants each reason for distrust that lies beside a run, and expects its check to speak up, and none where nobody looked.
import { describe, expect, it } from 'vitest';
import { resampleDays, resampleTrades } from '../../../src/research/overfitting/resampling.ts';
import type { Circumstances } from '../../../src/research/statistics/circumstances.ts';
import { whatToDistrust } from '../../../src/research/statistics/distrust.ts';
import { sessionStatistics } from '../../../src/research/statistics/session-statistics.ts';
import { STRESS_CASES } from '../../../src/research/stress/stress-cases.ts';
import type { Resampled } from '../../../src/research/stress/stress-report.ts';
import { cleanResult } from '../report/generated-result.ts';

const CLEAN = cleanResult();
const STATISTICS = sessionStatistics(CLEAN);
const GOOD = { trades: 280, netE4: 1_000_000, maxDrawdownE4: 1, sharpe: 2 };

function codes(known: Circumstances): readonly string[] {
  return whatToDistrust(CLEAN, STATISTICS, known).map(({ code }) => code);
}

const NEVER = { days: undefined, otherOrder: undefined };
const DAILY = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 5_000_000 : -4_900_000));

function stressed(lost: readonly string[], pValue = 0.001): Circumstances {
  const cases = STRESS_CASES.map((each) => ({ case: each, ...GOOD, netE4: lost.includes(each.name) ? -1 : 1 }));
  const shuffledModel = { netE4: Float64Array.of(0), pValue };
  return {
    stress: {
      cases,
      randomEntries: { netE4: Float64Array.of(0), ownE4: 1, pValue: 0.001 },
      shuffledModel,
      resampled: NEVER,
    },
  };
}

function resampled(found: Resampled): Circumstances {
  return { stress: { ...stressed([]).stress!, resampled: found } };
}

const PLANTED: readonly (readonly [string, Circumstances])[] = [
  ['parameters-against-trades', { chosenNumbers: 29 }],
  ['many-trials', { trials: { count: 400, effective: 12.5, deflatedSharpe: 0.94 } }],
  ['many-trials', { trials: { count: 1, effective: 1, deflatedSharpe: undefined } }],
  [
    'like-random-entries',
    {
      stress: {
        cases: [],
        randomEntries: { netE4: Float64Array.of(0), ownE4: 1, pValue: 0.06 },
        shuffledModel: undefined,
        resampled: NEVER,
      },
    },
  ],
  ['like-shuffled-model', stressed([], 0.3)],
  ['no-edge-before-costs', stressed(['costs-0'])],
  ['gone-at-one-tick', stressed(['slippage-1'])],
  ['gone-when-slow', stressed(['latency-40'])],
  ['gone-in-queue', stressed(['queue-3'])],
  ['may-end-in-loss', resampled({ ...NEVER, days: resampleDays(DAILY, { seed: 1, draws: 200 }) })],
  ['lucky-order', resampled({ ...NEVER, otherOrder: resampleTrades(DAILY, 'shuffled', { seed: 1, draws: 200 }) })],
  ['unstable-optimum', { optimum: { chosen: 2, neighbours: 0.9 } }],
];

describe('what lies beside a run', () => {
  it.each(PLANTED)('is distrusted: %s', (code, known) => {
    expect(codes(known)).toEqual([code]);
  });

  it('is trusted where it is good, and where nobody looked', () => {
    const good = {
      ...{ chosenNumbers: 28, trials: { count: 400, effective: 12.5, deflatedSharpe: 0.95 } },
      ...{ ...stressed([]), optimum: { chosen: 2, neighbours: 1 } },
    };
    expect(codes(good)).toEqual([]);
    expect(codes({})).toEqual([]);
  });
});
