// Takes a series; finds the days whose prices are ten, a hundred or a thousand times those of the day before, or a part of it.

import type { Series, SeriesRule } from '../series-rule.ts';
import { openDays } from './known-days.ts';
import { powerOfTen } from './price-scale.ts';
import { countOf, firstExamples, plainNumber } from './wording.ts';

interface Change {
  readonly day: string;
  readonly before: number;
  readonly after: number;
  readonly factor: number;
}

function changesOf(series: Series): readonly Change[] {
  const changes: Change[] = [];
  let before: number | undefined;
  for (const { isoDay, facts } of openDays(series)) {
    const after = facts.median;
    if (after === undefined) continue;
    const power = before === undefined ? 0 : powerOfTen(after / before);
    if (power !== 0) changes.push({ day: isoDay, before: before!, after, factor: 10 ** power });
    before = after;
  }
  return changes;
}

export const scaleChange: SeriesRule = {
  id: 'scale-change',
  severity: 'refuse',
  kinds: ['trades', 'quotes', 'lasts', 'candles', 'daily'],
  meaning: 'From one day to the next the prices change by a power of ten: a decimal point was read in two ways.',
  check(series: Series) {
    const changes = changesOf(series);
    if (changes.length === 0) return [];
    const factors = [...new Set(changes.map(({ factor }) => plainNumber(factor, 6)))].join(', ');
    return [
      {
        rule: scaleChange.id,
        severity: scaleChange.severity,
        rows: changes.length,
        detail: `The scale of the prices changes on ${countOf(changes.length, 'day')}, by the factor ${factors}: a decimal point or a separator of thousands was read in two ways.`,
        examples: firstExamples(
          changes.map(({ day, before, after, factor }) => ({
            day,
            what: `median ${plainNumber(after)} after ${plainNumber(before)}, factor ${plainNumber(factor, 6)}`,
          })),
        ),
        values: { factor: changes[0]!.factor },
      },
    ];
  },
};
