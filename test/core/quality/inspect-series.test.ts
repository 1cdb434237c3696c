// Gives clean, planted and arbitrary series to all rules; expects silence, the planted fault alone, and never a fault of ours.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDay } from '../../../src/core/market/civil-day.ts';
import { builtInTerms } from '../../../src/core/market/instrument-terms.ts';
import { SEVERITIES } from '../../../src/core/quality/finding.ts';
import { inspectSeries } from '../../../src/core/quality/inspect-series.ts';
import type { RowKind } from '../../../src/core/quality/row-rule.ts';
import type { Series, SeriesDay } from '../../../src/core/quality/series-rule.ts';
import { SERIES_RULES } from '../../../src/core/quality/series-rules.ts';
import { propertyRuns } from '../../support/property-runs.ts';
import { cleanSeries, scaledPrices, withDays, withFacts } from './series/clean-series.ts';

const KINDS: readonly RowKind[] = ['trades', 'quotes', 'lasts', 'candles'];
const rulesOf = (series: Series): readonly string[] => inspectSeries(series).map(({ rule }) => rule);

describe('the rules', () => {
  it('have names, kinds and meanings of their own', () => {
    const ids = SERIES_RULES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, severity, kinds, meaning } of SERIES_RULES) {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(SEVERITIES).toContain(severity);
      expect(kinds.length).toBeGreaterThan(0);
      expect(meaning).toMatch(/^[A-Z].{20,}\.$/);
    }
  });

  it.each(KINDS)('say nothing about clean days of %s but the steps of rolls', (kind) => {
    for (const seed of [1, 2, 3]) {
      expect(rulesOf(cleanSeries({ kind, seed, days: 120 }))).toEqual(['roll-jump']);
      expect(rulesOf(cleanSeries({ kind, seed, symbol: 'WDOFUT' }))).toEqual([]);
      expect(rulesOf(cleanSeries({ kind, seed, symbol: 'WDOX25' }))).toEqual([]);
    }
  });

  it('say nothing about nothing', () => {
    expect(inspectSeries({ ...cleanSeries(), days: [] })).toEqual([]);
    expect(inspectSeries(withDays(cleanSeries(), (day, at) => (at === 0 ? day : undefined)))).toEqual([]);
  });

  it('find a planted fault without a second name for it', () => {
    const clean = cleanSeries({ symbol: 'WDOX25' });
    expect(rulesOf(withDays(clean, (day, at) => (at === 9 ? undefined : day)))).toEqual(['missing-days']);
    const scaled = withDays(clean, (day, at) =>
      at < 30 ? day : { ...day, facts: { ...day.facts, ...scaledPrices(day.facts, 10) } },
    );
    expect(rulesOf(scaled)).toEqual(['scale-change']);
    expect(rulesOf(withFacts(clean, 9, () => ({ volume: 0 })))).toEqual(['zero-volume-days']);
    const { windows } = clean.days[4]!.facts;
    expect(rulesOf(withFacts(clean, 9, () => ({ windows })))).toEqual(['repeated-day']);
  });

  it('look at kinds they know only', () => {
    const series = withFacts(cleanSeries({ kind: 'levels' }), 9, () => ({ volume: 0 }));
    expect(rulesOf(series)).toEqual([]);
  });
});

describe('findings', () => {
  const price = fc.option(fc.double({ min: 0.01, max: 200_000, noNaN: true }), { nil: undefined });
  const facts = fc.record({
    rows: fc.integer({ min: 1, max: 1000 }),
    firstTimeUs: fc.integer({ min: 1_500_000_000_000_000, max: 1_700_000_000_000_000 }),
    lastTimeUs: fc.integer({ min: 1_500_000_000_000_000, max: 1_700_000_000_000_000 }),
    first: price,
    last: price,
    high: price,
    low: price,
    median: price,
    volume: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
    longestGapUs: fc.integer({ min: 0, max: 40_000_000_000 }),
    longestGapAtUs: fc.integer({ min: 1_500_000_000_000_000, max: 1_700_000_000_000_000 }),
    windows: fc.uniqueArray(
      fc.record({
        minute: fc.integer({ min: 0, max: 47 }).map((window) => window * 30),
        rows: fc.integer({ min: 1, max: 60 }),
        hash: fc.integer({ min: 0, max: 3 }),
      }),
      { selector: ({ minute }) => minute, maxLength: 8 },
    ),
  });
  const day = fc.record({
    dayNumber: fc.integer({ min: 13_000, max: 22_000 }),
    instrument: fc.constantFrom('WDOFUT', 'WDOU25', 'WDOV25', 'WDOF19', 'PETR4'),
    facts,
  });

  it('are sound whatever the facts are', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(day, { selector: ({ dayNumber }) => dayNumber, maxLength: 12 }),
        fc.constantFrom<RowKind>('trades', 'quotes', 'levels', 'orders', 'lasts', 'candles', 'daily'),
        fc.constantFrom('WDO', 'WDOFUT', 'WDOU25', 'PETR4'),
        fc.constantFrom<Series['adjusted']>('none', 'ratio', 'difference', 'unknown'),
        (days, kind, symbol, adjusted) => {
          const list: readonly SeriesDay[] = days
            .map((each) => ({
              ...each,
              isoDay: formatDay(each.dayNumber),
              // All five or none, as facts have them.
              facts: each.facts.first === undefined ? withoutPrices(each.facts) : withPrices(each.facts),
            }))
            .sort((a, b) => a.dayNumber - b.dayNumber);
          const root = symbol === 'WDO' || symbol === 'WDOFUT' ? 'WDO' : undefined;
          const terms = builtInTerms(symbol) ?? { ...builtInTerms('WDO')!, symbol, tick: 0.01, ticksPerUnit: 100 };
          for (const finding of inspectSeries({ symbol, root, kind, terms, adjusted, days: list })) {
            expect(finding.rows).toBeGreaterThan(0);
            expect(finding.rows).toBeLessThanOrEqual(6500);
            expect(finding.examples.length).toBeLessThanOrEqual(10);
            const text = JSON.stringify(finding);
            expect(text).not.toMatch(/NaN|Infinity|undefined|null/);
          }
        },
      ),
      { numRuns: propertyRuns(300), seed: 11 },
    );
  });
});

type Facts = SeriesDay['facts'];

function withoutPrices(facts: Facts): Facts {
  return { ...facts, first: undefined, last: undefined, high: undefined, low: undefined, median: undefined };
}

function withPrices(facts: Facts): Facts {
  const { first, last = first, median = first, high = first, low = first } = facts;
  return { ...facts, first, last, median, high, low };
}
