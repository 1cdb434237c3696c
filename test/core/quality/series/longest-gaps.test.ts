// Puts holes into days; expects those to be listed that the other days have not, the longest first.
import { describe, expect, it } from 'vitest';
import { longestGaps } from '../../../../src/core/quality/series/longest-gaps.ts';
import { cleanSeries, found, withDays, withFacts } from './clean-series.ts';

const MINUTE_US = 60_000_000;

describe('longest gaps', () => {
  it('are not told where each day has only short ones', () => {
    expect(found(longestGaps, cleanSeries())).toEqual([]);
  });

  it('are listed with their length, the longest first', () => {
    const one = withFacts(cleanSeries(), 12, () => ({ longestGapUs: 40 * MINUTE_US }));
    const two = withFacts(one, 30, ({ firstTimeUs }) => ({
      longestGapUs: 335 * MINUTE_US,
      longestGapAtUs: firstTimeUs,
    }));
    const [finding] = longestGaps.check(two);
    expect(finding).toMatchObject({ severity: 'warn', rows: 2, values: { longestGapUs: 335 * MINUTE_US } });
    expect(finding!.examples.map(({ day, what }) => [day, what])).toEqual([
      [two.days[30]!.isoDay, 'nothing for 5 h 35 min'],
      [two.days[12]!.isoDay, 'nothing for 40 min'],
    ]);
    expect(finding!.examples[0]!.timeUs).toBe(two.days[30]!.facts.firstTimeUs);
  });

  it('are usual where little is traded', () => {
    const thin = withDays(cleanSeries(), (day, at) => ({
      ...day,
      facts: { ...day.facts, longestGapUs: (20 + ((at * 37) % 60)) * MINUTE_US },
    }));
    expect(found(longestGaps, thin)).toEqual([]);
  });
});
