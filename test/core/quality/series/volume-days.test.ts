// Takes volume and movement away from days; expects what is left to be found as too little or too even.
import { describe, expect, it } from 'vitest';
import { constantPriceDays } from '../../../../src/core/quality/series/constant-price-days.ts';
import { constantVolumeDays } from '../../../../src/core/quality/series/constant-volume-days.ts';
import { volumeDrop } from '../../../../src/core/quality/series/volume-drop.ts';
import { zeroVolumeDays } from '../../../../src/core/quality/series/zero-volume-days.ts';
import { cleanSeries, found, withDays, withFacts } from './clean-series.ts';

const clean = cleanSeries();

describe('a drop of volume', () => {
  it('is none in days that differ as they do', () => {
    expect(found(volumeDrop, clean)).toEqual([]);
  });

  it('below 2 % of the days around is warned of, at either end too', () => {
    const series = [0, 25, 59].reduce((now, place) => withFacts(now, place, () => ({ volume: 4000 })), clean);
    const [finding] = volumeDrop.check(series);
    expect(finding).toMatchObject({ severity: 'warn', rows: 3 });
    expect(finding!.examples[1]!.day).toBe(series.days[25]!.isoDay);
    expect(finding!.examples[1]!.what).toContain('4000 contracts, usual are');
  });

  it('is expected of a contract before it is in front', () => {
    const far = cleanSeries({ symbol: 'WDOU25' });
    const growing = withDays(far, (day) =>
      day.isoDay < '2025-07-31' ? { ...day, facts: { ...day.facts, volume: 10 } } : day,
    );
    expect(found(volumeDrop, growing)).toEqual([]);
  });
});

describe('no volume and even volume', () => {
  it('are not found in a series that has it', () => {
    expect(found(zeroVolumeDays, clean)).toEqual([]);
    expect(found(constantVolumeDays, clean)).toEqual([]);
  });

  it('zero is counted, and told differently where it is every day', () => {
    const some = withFacts(clean, 9, () => ({ volume: 0 }));
    expect(found(zeroVolumeDays, some)).toEqual([['zero-volume-days', 'warn', 1]]);
    expect(found(volumeDrop, some)).toEqual([]);
    const all = withDays(clean, (day) => ({ ...day, facts: { ...day.facts, volume: 0 } }));
    expect(zeroVolumeDays.check(all)[0]!.detail).toContain('No day has any volume');
    expect(found(constantVolumeDays, all)).toEqual([]);
  });

  it('the same on four days in a row is warned of, on three not', () => {
    const same = (days: number) =>
      withDays(clean, (day, at) =>
        at >= 10 && at < 10 + days ? { ...day, facts: { ...day.facts, volume: 123_456 } } : day,
      );
    expect(found(constantVolumeDays, same(3))).toEqual([]);
    const [finding] = constantVolumeDays.check(same(5));
    expect(finding).toMatchObject({ severity: 'warn', rows: 5 });
    expect(finding!.examples).toEqual([
      { day: clean.days[10]!.isoDay, what: `123456 contracts a day up to ${clean.days[14]!.isoDay}` },
    ]);
  });
});

describe('a price that stands still', () => {
  const still = { first: 5500, last: 5500, high: 5500, low: 5500, median: 5500 };

  it('is not found in a series that moves', () => {
    expect(found(constantPriceDays, clean)).toEqual([]);
    expect(found(constantPriceDays, cleanSeries({ kind: 'daily' }))).toEqual([]);
  });

  it('for a whole day is warned of, unless it has hardly a row', () => {
    expect(
      found(
        constantPriceDays,
        withFacts(clean, 9, () => still),
      ),
    ).toEqual([['constant-price-days', 'warn', 1]]);
    expect(
      found(
        constantPriceDays,
        withFacts(clean, 9, () => ({ ...still, rows: 4 })),
      ),
    ).toEqual([]);
  });

  it('in daily candles is warned of after a week', () => {
    const daily = (days: number) =>
      withDays(cleanSeries({ kind: 'daily' }), (day, at) =>
        at >= 10 && at < 10 + days ? { ...day, facts: { ...day.facts, ...still, rows: 1 } } : day,
      );
    expect(found(constantPriceDays, daily(4))).toEqual([]);
    expect(found(constantPriceDays, daily(5))).toEqual([['constant-price-days', 'warn', 5]]);
  });
});
