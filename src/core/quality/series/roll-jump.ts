// Takes the series of a root; tells by how much its price steps at each roll, which no position ever earned.

import type { Series, SeriesRule } from '../series-rule.ts';
import { daySteps } from './day-steps.ts';
import { isPriceJump } from './price-jump.ts';
import { changeText, countOf, firstExamples, plainNumber } from './wording.ts';

export const rollJump: SeriesRule = {
  id: 'roll-jump',
  severity: 'note',
  kinds: ['trades', 'quotes', 'lasts', 'candles', 'daily'],
  meaning:
    'The price steps where the series goes on to the next contract: expected, and never a profit or a loss of a position.',
  check(series: Series) {
    const rolls = daySteps(series).filter((step) => step.isRoll && !isPriceJump(step));
    if (rolls.length === 0) return [];
    const mean = Math.exp(rolls.reduce((sum, { ratio }) => sum + Math.log(ratio), 0) / rolls.length);
    return [
      {
        rule: rollJump.id,
        severity: rollJump.severity,
        rows: rolls.length,
        detail: `${countOf(rolls.length, 'roll')} to another contract, on average ${changeText(mean)} from the last price of the old one to the first of the new one.`,
        examples: firstExamples(
          rolls.map(({ before, after, last, first, ratio }) => ({
            day: after.isoDay,
            what: `${before.instrument} ${plainNumber(last)} to ${after.instrument} ${plainNumber(first)}: ${changeText(ratio)}`,
          })),
        ),
        values: { meanRatio: mean, ...Object.fromEntries(rolls.map(({ after, ratio }) => [after.instrument, ratio])) },
      },
    ];
  },
};
