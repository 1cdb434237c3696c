// Copies windows and whole days to other places of a series; expects every copy and where it came from.
import { describe, expect, it } from 'vitest';
import type { WindowFacts } from '../../../../src/core/quality/day-facts.ts';
import { repeatedBlocks } from '../../../../src/core/quality/series/repeated-blocks.ts';
import { repeatedDay } from '../../../../src/core/quality/series/repeated-day.ts';
import type { Series } from '../../../../src/core/quality/series-rule.ts';
import { cleanSeries, found, withDays, withFacts } from './clean-series.ts';

/** Windows `from` to `to` of one day put over those of another from `at` on. */
function copied(series: Series, source: number, from: number, to: number, target: number, at = from): Series {
  const block = series.days[source]!.facts.windows.slice(from, to);
  return withFacts(series, target, ({ windows }) => ({
    windows: windows.map((window, place): WindowFacts => {
      const copy = block[place - at];
      return copy === undefined ? window : { ...copy, minute: window.minute };
    }),
  }));
}

const clean = cleanSeries();
const dayOf = (place: number): string => clean.days[place]!.isoDay;

describe('repeated data', () => {
  it('are none where no window equals another', () => {
    expect(found(repeatedBlocks, clean)).toEqual([]);
    expect(found(repeatedDay, clean)).toEqual([]);
  });

  it('are found in one window and joined over several', () => {
    const [one] = repeatedBlocks.check(copied(clean, 3, 4, 5, 20));
    expect(one).toMatchObject({ severity: 'refuse', rows: 1, values: { blocks: 1, rows: 30 } });
    expect(one!.examples).toEqual([
      { day: dayOf(20), what: `11:00 to 11:30 equals ${dayOf(3)} 11:00 to 11:30: 30 rows` },
    ]);
    const [three] = repeatedBlocks.check(copied(copied(clean, 3, 4, 7, 20), 5, 0, 2, 21));
    expect(three).toMatchObject({ rows: 2, values: { blocks: 2, rows: 150 } });
    expect(three!.examples[0]!.what).toBe(`11:00 to 12:30 equals ${dayOf(3)} 11:00 to 12:30: 90 rows`);
  });

  it('are found at another hour and on the same day', () => {
    const [shifted] = repeatedBlocks.check(copied(clean, 3, 4, 6, 20, 10));
    expect(shifted!.examples[0]!.what).toBe(`14:00 to 15:00 equals ${dayOf(3)} 11:00 to 12:00: 60 rows`);
    const [same] = repeatedBlocks.check(copied(clean, 3, 4, 5, 3, 9));
    expect(same!.examples[0]!.what).toBe('13:30 to 14:00 equals 11:00 to 11:30: 30 rows');
  });

  it('of a whole day are told once, as a day', () => {
    const series = copied(clean, 3, 0, 19, 20);
    expect(found(repeatedBlocks, series)).toEqual([]);
    const [finding] = repeatedDay.check(series);
    expect(finding).toMatchObject({ severity: 'refuse', rows: 1 });
    expect(finding!.examples).toEqual([{ day: dayOf(20), what: `equal to ${dayOf(3)} in all of its 570 rows` }]);
  });

  it('need enough rows to be more than chance', () => {
    const thin = withDays(clean, (day) => ({
      ...day,
      facts: { ...day.facts, windows: day.facts.windows.map((window) => ({ ...window, rows: 3 })) },
    }));
    expect(found(repeatedBlocks, copied(thin, 3, 4, 7, 20))).toEqual([]);
    expect(found(repeatedBlocks, copied(thin, 3, 4, 8, 20))).toEqual([['repeated-blocks', 'refuse', 1]]);
    expect(found(repeatedBlocks, { ...copied(clean, 3, 4, 5, 20), kind: 'trades' })).toEqual([]);
    expect(found(repeatedBlocks, { ...copied(clean, 3, 4, 6, 20), kind: 'trades' })).toHaveLength(1);
  });

  it('are not seen in windows that say nothing', () => {
    const silent = withDays(clean, (day) => ({
      ...day,
      facts: { ...day.facts, windows: day.facts.windows.map((window) => ({ ...window, hash: 0 })) },
    }));
    expect(found(repeatedBlocks, silent)).toEqual([]);
    expect(found(repeatedDay, silent)).toEqual([]);
  });

  it('of daily candles are equal days with a range and a volume', () => {
    const daily = withDays(cleanSeries({ kind: 'daily' }), (day, at) => ({
      ...day,
      facts: { ...day.facts, rows: 1, windows: [{ minute: 0, rows: 1, hash: 1000 + at }] },
    }));
    const copy = (volume: number) =>
      withDays(daily, (day, at) => (at === 9 ? { ...day, facts: { ...daily.days[8]!.facts, volume } } : day));
    expect(found(repeatedDay, daily)).toEqual([]);
    expect(found(repeatedDay, copy(250_000))).toEqual([['repeated-day', 'refuse', 1]]);
    expect(found(repeatedDay, copy(5))).toEqual([]);
  });
});
