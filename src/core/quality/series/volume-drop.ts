// Takes a series; finds the days on which next to nothing was traded, by the volume of the days around them.

import { medianOf } from '../facts/median.ts';
import type { Series, SeriesDay, SeriesRule } from '../series-rule.ts';
import { livelyDays } from './known-days.ts';
import { countOf, firstExamples, plainNumber } from './wording.ts';

/** Days looked at on either side, and how many of them must be there. */
const NEIGHBOURS = 5;
const NEIGHBOURS_MIN = 4;
const DROP_SHARE = 0.02;

interface Drop {
  readonly day: SeriesDay;
  readonly usual: number;
}

function dropsOf(days: readonly SeriesDay[]): readonly Drop[] {
  return days.flatMap((day, at) => {
    const around = [...days.slice(Math.max(0, at - NEIGHBOURS), at), ...days.slice(at + 1, at + 1 + NEIGHBOURS)];
    const usual = medianOf(around.map(({ facts }) => facts.volume!));
    if (around.length < NEIGHBOURS_MIN || usual === undefined) return [];
    // A day without any volume is the business of another rule.
    const volume = day.facts.volume!;
    return volume > 0 && volume < usual * DROP_SHARE ? [{ day, usual }] : [];
  });
}

export const volumeDrop: SeriesRule = {
  id: 'volume-drop',
  severity: 'warn',
  kinds: ['trades', 'candles', 'daily'],
  meaning:
    'A day has less than 2 % of the volume of the days around it: most of it is missing, or volume has another unit.',
  check(series: Series) {
    const drops = dropsOf(livelyDays(series).filter(({ facts }) => facts.volume !== undefined));
    if (drops.length === 0) return [];
    return [
      {
        rule: volumeDrop.id,
        severity: volumeDrop.severity,
        rows: drops.length,
        detail: `${countOf(drops.length, 'day')} with less than 2 % of the volume of the days around: most of the day is missing, or its volume has another unit.`,
        examples: firstExamples(
          drops.map(({ day, usual }) => ({
            day: day.isoDay,
            what: `${plainNumber(day.facts.volume!)} contracts, usual are ${plainNumber(usual)}`,
          })),
        ),
      },
    ];
  },
};
