// Moves prices between two days; expects jumps that no market makes, and the steps of rolls as notes.
import { describe, expect, it } from 'vitest';
import { priceJump } from '../../../../src/core/quality/series/price-jump.ts';
import { rollJump } from '../../../../src/core/quality/series/roll-jump.ts';
import { cleanSeries, found, scaledPrices, withDays, withFacts } from './clean-series.ts';

function scaledFrom(place: number, factor: number) {
  return withDays(cleanSeries(), (day, at) =>
    at < place ? day : { ...day, facts: { ...day.facts, ...scaledPrices(day.facts, factor) } },
  );
}

describe('jump of the price', () => {
  it('is none in a series that moves as markets do', () => {
    expect(found(priceJump, cleanSeries({ days: 250 }))).toEqual([]);
  });

  it.each([1.2, 0.8])('by the factor %d between two days is warned of', (factor) => {
    const series = scaledFrom(12, factor);
    const [finding] = priceJump.check(series);
    expect(finding).toMatchObject({ severity: 'warn', rows: 1 });
    expect(finding!.values!.largestRatio).toBeCloseTo(factor, 1);
    expect(finding!.examples[0]!.day).toBe(series.days[12]!.isoDay);
  });

  it('may be larger after days that are missing', () => {
    const series = scaledFrom(12, 1.2);
    const holed = withDays(series, (day, at) => (at === 10 || at === 11 ? undefined : day));
    expect(found(priceJump, holed)).toEqual([]);
  });

  it('is not one wrong print at the end of a day', () => {
    const print = withFacts(cleanSeries(), 12, ({ last }) => ({ last: last! * 1.3, high: last! * 1.3 }));
    expect(found(priceJump, print)).toEqual([]);
  });

  it('at a roll is told with the contract', () => {
    const roll = cleanSeries().days.findIndex(({ isoDay }) => isoDay === '2025-06-30');
    const [finding] = priceJump.check(scaledFrom(roll, 1.3));
    expect(finding!.examples[0]!.what).toContain('at the roll to WDOQ25');
  });
});

describe('step at a roll', () => {
  it('is noted with its ratio, and is none within a contract', () => {
    const series = scaledFrom(
      cleanSeries().days.findIndex(({ isoDay }) => isoDay === '2025-06-30'),
      1.0075,
    );
    const [finding] = rollJump.check(series);
    expect(finding).toMatchObject({ severity: 'note', rows: 2 });
    expect(finding!.examples.map(({ day }) => day)).toEqual(['2025-06-30', '2025-07-31']);
    expect(finding!.values!.WDOQ25).toBeCloseTo(1.0075, 2);
    expect(found(rollJump, cleanSeries({ symbol: 'WDOFUT' }))).toEqual([]);
  });
});
