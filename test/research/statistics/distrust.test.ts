// Plants each reason for distrust in a clean run and expects that check, and its severity, to speak up.
import { describe, expect, it } from 'vitest';
import type { SessionResult } from '../../../src/research/report/session-result.ts';
import { whatToDistrust } from '../../../src/research/statistics/distrust.ts';
import type { Severity } from '../../../src/research/statistics/finding.ts';
import { sessionStatistics } from '../../../src/research/statistics/session-statistics.ts';
import type { Trade } from '../../../src/runner/trades/trade.ts';
import { cleanResult, generatedResult } from '../report/generated-result.ts';

const CLEAN = cleanResult();

function findings(result: SessionResult): ReadonlyMap<string, Severity> {
  const found = whatToDistrust(result, sessionStatistics(result));
  return new Map(found.map((finding) => [finding.code, finding.severity]));
}

/** The same run with other results of its trades; equity then is one mark at the end of each trade. */
function withNets(netOf: (trade: Trade, index: number) => number, base: SessionResult = CLEAN): SessionResult {
  const trades = base.trades.map((trade, index) => {
    const netE4 = netOf(trade, index);
    return { ...trade, netE4, grossE4: netE4 + trade.costsE4 };
  });
  let sumE4 = 0;
  const netE4 = trades.map((trade) => {
    sumE4 += trade.netE4;
    return sumE4;
  });
  return { ...base, trades, equity: { timeUs: trades.map((trade) => trade.exitTimeUs), netE4 } };
}

const days = (count: number) =>
  generatedResult({ seed: 7, days: count, candlesPerDay: 90, tradesPerDay: 4, edge: 0.8 });

/** Every fourth trade loses, the rest wins, so that days differ and the mean stays far from 0. */
const even = (win: number) => (_: Trade, index: number) => (index % 7 === 3 ? -win : win);

const PLANTED: readonly (readonly [code: string, severity: Severity, what: string, result: SessionResult])[] = [
  ['few-trades', 'medium', 'fewer than 100 trades', days(20)],
  ['few-trades', 'high', 'no trade', { ...days(70), trades: [] }],
  ['few-days', 'medium', 'fewer than 60 days', days(30)],
  ['few-days', 'high', 'fewer than 20 days', days(5)],
  [
    'weak-evidence',
    'high',
    'a mean day near 0',
    withNets((_, i) => (i === 3 ? 960_000 : i % 8 < 4 ? 900_000 : -900_000)),
  ],
  [
    'in-sample',
    'high',
    'training days inside the test',
    { ...CLEAN, model: { ...CLEAN.model!, trainedTo: CLEAN.from } },
  ],
  [
    'trained-later',
    'medium',
    'training days after the test',
    { ...CLEAN, model: { ...CLEAN.model!, trainedFrom: '2025-06-01', trainedTo: '2025-07-01' } },
  ],
  ['not-exchange-data', 'high', 'a synthetic market', { ...CLEAN, provenance: 'synthetic' }],
  ['not-exchange-data', 'high', 'a simulated market', { ...CLEAN, provenance: 'simulated' }],
  [
    'model-not-from-exchange',
    'high',
    'a model of synthetic data',
    { ...CLEAN, model: { ...CLEAN.model!, provenance: 'synthetic' } },
  ],
  ['fills-on-bars', 'medium', 'fills on candles', { ...CLEAN, fillSource: 'bars' }],
  ['book-sizes-unknown', 'medium', 'trades without sizes of the book', { ...CLEAN, bookSizes: 'unknown' }],
  ['book-sizes-unknown', 'low', 'data that do not say', { ...CLEAN, bookSizes: undefined }],
  ['capital-lost', 'high', 'a loss of all the capital', withNets((_, i) => (i === 9 ? -600_000_000 : 100_000))],
  ['no-costs', 'high', 'no costs', { ...CLEAN, costs: { ...CLEAN.costs, totalE4: 0 } }],
  ['gone-at-double-costs', 'high', 'a profit below the costs', withNets(even(20_000))],
  ['within-half-spread', 'high', 'a profit below half a tick per contract', withNets(even(30_000))],
  ['held-over-roll', 'high', 'a position over a roll', { ...CLEAN, maxHeldOverRoll: 1 }],
  ['one-day', 'high', 'one day with most of the profit', withNets((_, i) => (i < 4 ? 50_000_000 : 100_000 * (i % 5)))],
  ['one-trade', 'medium', 'one trade with most of the profit', withNets((_, i) => (i === 9 ? 90_000_000 : 100_000))],
  [
    'one-regime',
    'medium',
    'a profit in one regime only',
    { ...withNets(even(400_000)), regimes: [{ fromUs: 1, toUs: 9e15, kind: 'trend_up' }] },
  ],
  [
    'one-hour',
    'medium',
    'losses in all hours but one',
    withNets((trade, i) => (i % 4 === 0 ? 3_000_000 : -10_000 - trade.index)),
  ],
  [
    'one-sided',
    'low',
    'buys only',
    { ...CLEAN, trades: CLEAN.trades.map((trade) => ({ ...trade, side: 'buy' as const })) },
  ],
  ['sums-disagree', 'high', 'a trade that is not in the account', { ...CLEAN, trades: CLEAN.trades.slice(1) }],
  ['missing-days', 'medium', 'a trading day without data', { ...CLEAN, sessionDays: CLEAN.sessionDays.slice(0, -1) }],
  ['missing-days', 'low', 'days the calendar does not know', { ...CLEAN, from: '2031-01-02', to: '2031-02-02' }],
  ['drawdown-above-daily-limit', 'medium', 'a drawdown above the limit', { ...CLEAN, dailyLossLimitBrl: 1 }],
  ['daily-limit-broken', 'high', 'a day below the limit', { ...CLEAN, dailyLossLimitBrl: 1 }],
  ['not-repeatable', 'medium', 'no data set', { ...CLEAN, datasets: [] }],
  ['not-repeatable', 'medium', 'a data set without a hash', { ...CLEAN, datasets: [{ path: 'a', sha256: '' }] }],
  ['look-ahead', 'high', 'a hit rate that nobody has', withNets((_, i) => (i % 20 === 3 ? -300_000 : 310_000))],
  [
    'look-ahead',
    'high',
    'days that all win alike',
    withNets((_, i) => (i % 3 === 0 ? -100_000 : 600_000 + (i % 7) * 10_000)),
  ],
  ['sells-insurance', 'medium', 'small wins and large losses', withNets((_, i) => (i % 8 === 3 ? -700_000 : 200_000))],
  ['fading', 'medium', 'a second half that loses', withNets((_, i) => (i < 140 ? 500_000 : -100_000) * ((i % 5) - 1))],
  [
    'one-month',
    'medium',
    'a profit in one month only',
    withNets((trade, i) => (trade.exitTimeUs < Date.UTC(2024, 8, 1) * 1000 ? 500_000 : -40_000) * ((i % 5) - 1)),
  ],
  [
    'untested-regime',
    'low',
    'a regime without trades',
    { ...CLEAN, regimes: [{ fromUs: 1, toUs: CLEAN.trades[0]!.entryTimeUs, kind: 'range' }] },
  ],
  ['idle-days', 'low', 'days that hardly ever trade', { ...CLEAN, trades: CLEAN.trades.filter((_, i) => i < 40) }],
  ['closed-gate', 'low', 'a gate that let nothing pass', { ...CLEAN, gatePassRates: { adx: { seen: 10, passed: 0 } } }],
];

describe('what to distrust', () => {
  it('is nothing in a clean run', () => {
    expect([...findings(CLEAN)]).toEqual([]);
  });

  it.each(PLANTED)('%s, %s: %s', (code, severity, _, result) => {
    expect(findings(result).get(code)).toBe(severity);
  });

  it('plants every check that there is', () => {
    const planted = new Set(PLANTED.map(([code]) => code));
    const spoken = new Set(PLANTED.flatMap(([, , , result]) => [...findings(result).keys()]));
    expect([...spoken].sort()).toEqual([...planted].sort());
    expect(planted.size).toBeGreaterThanOrEqual(30);
  });

  it('does not ask for evidence of a profit where there is none', () => {
    const losing = findings(withNets(() => -10_000));
    for (const code of ['weak-evidence', 'gone-at-double-costs', 'within-half-spread', 'one-day', 'one-sided']) {
      expect(losing.has(code)).toBe(false);
    }
  });

  it('names the day on which the capital was lost, to the last real', () => {
    const { timeUs } = CLEAN.equity;
    const capitalE4 = CLEAN.capitalBrl * 10_000;
    const lossOf = (lossE4: number) => {
      const netE4 = Array.from(timeUs, (_, i) => (i === 100 ? -lossE4 : 0));
      const result = { ...CLEAN, equity: { timeUs, netE4 } };
      return whatToDistrust(result, sessionStatistics(result)).find(({ code }) => code === 'capital-lost');
    };
    expect(lossOf(capitalE4)?.message).toBe(
      `The capital of R$ 50,000.00 was lost on ${CLEAN.sessionDays[1]}; everything after it could not have been traded.`,
    );
    expect(lossOf(capitalE4 - 1)).toBeUndefined();
  });

  it('says nothing of sizes where orders were matched on candles, which have a finding of their own', () => {
    const found = findings({ ...CLEAN, fillSource: 'bars', bookSizes: 'unknown' });
    expect([found.has('fills-on-bars'), found.has('book-sizes-unknown')]).toEqual([true, false]);
  });

  it('lists the worst first', () => {
    const result = { ...days(5), provenance: 'synthetic' as const, fillSource: 'bars' as const, datasets: [] };
    const rank = { high: 0, medium: 1, low: 2 };
    const ranks = whatToDistrust(result, sessionStatistics(result)).map((finding) => rank[finding.severity]);
    expect(ranks).toEqual([...ranks].sort());
  });
});
