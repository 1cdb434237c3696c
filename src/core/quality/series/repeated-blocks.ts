// Takes a series; finds hours of a day that repeat hours of another day or of the same one, row by row.

import type { Series, SeriesRule } from '../series-rule.ts';
import { type RepeatedRun, repeatedRuns, spanOf } from './repeated-runs.ts';
import { clockText, countOf, firstExamples } from './wording.ts';

function spanText(day: RepeatedRun['day'], from: number, to: number): string {
  const [begin, end] = spanOf(day, from, to);
  return `${clockText(begin)} to ${clockText(end)}`;
}

export const repeatedBlocks: SeriesRule = {
  id: 'repeated-blocks',
  severity: 'refuse',
  kinds: ['trades', 'quotes', 'levels', 'orders', 'lasts', 'candles'],
  meaning: 'Half an hour or more of a day equals another one row by row: data were copied to fill a hole.',
  check(series: Series) {
    const blocks = repeatedRuns(series).filter(({ isWholeDay }) => !isWholeDay);
    if (blocks.length === 0) return [];
    const days = new Set(blocks.map(({ day }) => day));
    const rows = blocks.reduce((sum, block) => sum + block.rows, 0);
    return [
      {
        rule: repeatedBlocks.id,
        severity: repeatedBlocks.severity,
        rows: days.size,
        detail: `${countOf(rows, 'row')} of ${countOf(days.size, 'day')} repeat what stands there already, at the same minutes of the hour with the same prices and sizes: copied to fill a hole.`,
        examples: firstExamples(
          blocks.map((block) => {
            const { day, from, to, earlier, earlierFrom } = block;
            const source = spanText(earlier, earlierFrom, earlierFrom + (to - from));
            const where = earlier === day ? source : `${earlier.isoDay} ${source}`;
            return {
              day: day.isoDay,
              what: `${spanText(day, from, to)} equals ${where}: ${countOf(block.rows, 'row')}`,
            };
          }),
        ),
        values: { blocks: blocks.length, rows },
      },
    ];
  },
};
