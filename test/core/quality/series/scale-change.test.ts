// Multiplies days by powers of ten; expects both ends of the change, and no jumps beside it.
import { describe, expect, it } from 'vitest';
import { priceJump } from '../../../../src/core/quality/series/price-jump.ts';
import { scaleChange } from '../../../../src/core/quality/series/scale-change.ts';
import { cleanSeries, found, scaledPrices, withDays, withFacts } from './clean-series.ts';

describe('change of scale', () => {
  it('is none in prices that move', () => {
    expect(found(scaleChange, cleanSeries({ days: 250 }))).toEqual([]);
  });

  it.each([10, 100, 1000, 0.1, 0.001])('by the factor %d from a day on is refused', (factor) => {
    const series = withDays(cleanSeries(), (day, at) =>
      at < 30 ? day : { ...day, facts: { ...day.facts, ...scaledPrices(day.facts, factor) } },
    );
    const [finding] = scaleChange.check(series);
    expect(finding).toMatchObject({ severity: 'refuse', rows: 1, values: { factor } });
    expect(finding!.examples[0]!.day).toBe(series.days[30]!.isoDay);
    expect(found(priceJump, series)).toEqual([]);
  });

  it('of a single day is told there and back', () => {
    const series = withFacts(cleanSeries(), 30, (facts) => scaledPrices(facts, 10));
    expect(scaleChange.check(series)[0]!.examples.map(({ day }) => day)).toEqual([
      series.days[30]!.isoDay,
      series.days[31]!.isoDay,
    ]);
  });
});
