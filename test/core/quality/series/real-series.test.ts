// Takes real files whose faults are known; expects exactly these to be found.
import { beforeAll, expect, it } from 'vitest';
import type { Finding } from '../../../../src/core/quality/finding.ts';
import { inspectSeries } from '../../../../src/core/quality/inspect-series.ts';
import { closedDays } from '../../../../src/core/quality/series/closed-days.ts';
import { repeatedRuns } from '../../../../src/core/quality/series/repeated-runs.ts';
import type { Series } from '../../../../src/core/quality/series-rule.ts';
import { describeWithRealData } from '../../../support/real-data.ts';
import { importedSeries } from './imported-series.ts';

const byRule = (findings: readonly Finding[]): readonly string[] =>
  findings.map(({ rule, severity, rows }) => `${severity} ${rule} ${rows}`);
const daysOf = (findings: readonly Finding[], rule: string): readonly (string | undefined)[] =>
  findings.find((finding) => finding.rule === rule)!.examples.map(({ day }) => day);

describeWithRealData('WDO of 2018 in five-minute candles', ['b3-wdo-m5-mt5-2018/WDO_M5_2018.csv.gz'], (file) => {
  let series: Series;
  let findings: readonly Finding[];
  beforeAll(async () => {
    series = await importedSeries(file!, 'WDO', 'unknown', { format: 'mt5-bars', instrument: 'WDO' });
    findings = inspectSeries(series);
  });

  it('misses eight days of December and holds parts of three', () => {
    expect(byRule(findings)).toEqual([
      'warn missing-days 8',
      'warn closed-days 1',
      'warn short-days 3',
      'warn longest-gaps 2',
      'note roll-jump 11',
      'refuse mixed-adjustment 8',
    ]);
    expect(findings[0]!.examples).toEqual([
      { day: '2018-12-03', what: 'missing, and up to 2018-12-12: 8 trading days' },
    ]);
    expect(findings[2]!.examples).toEqual([
      { day: '2018-10-03', what: 'begins at 10:40, 1 h 40 min late' },
      { day: '2018-11-30', what: 'ends at 09:20, 8 h 55 min early' },
      { day: '2018-12-13', what: 'begins at 11:40, 2 h 40 min late; ends at 16:10, 2 h 5 min early' },
    ]);
  });

  it('has a test of the exchange on a Saturday', () => {
    const [finding] = closedDays.check(series);
    expect(finding!.examples).toEqual([{ day: '2018-11-10', what: 'Weekend: 9 rows around 3723' }]);
  });

  it('is off the tick grid on eight days, each by its own difference', () => {
    expect(daysOf(findings, 'mixed-adjustment')).toEqual([
      ...['2018-04-18', '2018-04-19', '2018-04-20', '2018-04-23'],
      ...['2018-04-24', '2018-04-25', '2018-04-26', '2018-04-27'],
    ]);
  });

  it('repeats itself nowhere', () => {
    expect(repeatedRuns(series)).toEqual([]);
  });
});

describeWithRealData('DOL of 2018 and 2019 in half hours', ['b3-dol-m30-mt5-2018/DOL_M30_2018_2019.csv.gz'], (file) => {
  it('nearly misses December 2018, with the roll in it', async () => {
    const series = await importedSeries(file!, 'DOL', 'unknown', { format: 'mt5-bars', instrument: 'DOL' });
    const findings = inspectSeries(series);
    expect(byRule(findings)).toEqual([
      'warn missing-days 16',
      'refuse missing-roll-days 1',
      'warn closed-days 2',
      'warn short-days 6',
      'warn longest-gaps 4',
      'note roll-jump 24',
      'refuse mixed-adjustment 28',
    ]);
    expect(daysOf(findings, 'missing-roll-days')).toEqual(['2018-12-28']);
    expect(daysOf(findings, 'closed-days')).toEqual(['2018-11-10', '2019-09-07']);
    expect(daysOf(findings, 'missing-days').slice(0, 2)).toEqual(['2018-12-07', '2018-12-14']);
  });
});

const WDO_2025 = 'b3-wdo-m1-2025/WDO_M1_contract_20250805_20260129.csv.gz';
const WDOFUT_2025 = 'b3-wdo-m1-2025/WDOFUT_M1_adjusted_20250805_20260129.csv.gz';

describeWithRealData('WDO of 2025 in one-minute candles', [WDO_2025, WDOFUT_2025], (contracts, adjusted) => {
  it('is clean but for its first day, which begins at 13:31', async () => {
    const series = await importedSeries(contracts!, 'WDO', 'none', { format: 'csv', mapping: 'wdo-contract-m1' });
    const findings = inspectSeries(series);
    expect(byRule(findings)).toEqual(['warn short-days 1', 'note roll-jump 5']);
    expect(findings[0]!.examples[0]).toEqual({ day: '2025-08-05', what: 'begins at 13:31, 4 h 31 min late' });
    expect(findings[1]!.examples[0]!.day).toBe('2025-08-29');
  });

  it('shows the factors of its adjusted form by the tick grid', async () => {
    const options = { format: 'csv', mapping: 'wdofut-adjusted-m1' } as const;
    const findings = inspectSeries(await importedSeries(adjusted!, 'WDOFUT', 'ratio', options));
    expect(byRule(findings)).toEqual(['warn short-days 1', 'note adjustment-factors 6']);
    const known = {
      WDOU25: 1.06487186,
      WDOV25: 1.05726423,
      WDOX25: 1.04908366,
      WDOZ25: 1.04269684,
      WDOF26: 1.03583314,
      WDOG26: 1.0277184,
    };
    for (const [contract, factor] of Object.entries(known)) {
      expect(Math.abs(Number(findings[1]!.values![contract]) - factor)).toBeLessThan(2e-7);
    }
  });
});

describeWithRealData('one day of DOL trades', ['b3-dolk20-mt5/DOLK20_ticks_20200402.csv.gz'], (file) => {
  it('is clean', async () => {
    const series = await importedSeries(file!, 'DOLK20', 'none', { format: 'mt5-ticks' });
    expect(series.days[0]!.facts).toMatchObject({ rows: 33_118, high: 5293.5, low: 5231.5, volume: 305_990 });
    expect(inspectSeries(series)).toEqual([]);
  });
});
