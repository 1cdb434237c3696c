// Takes a series; tells the factor by which each contract's prices were adjusted, found from the tick grid alone.

import type { Series, SeriesRule } from '../series-rule.ts';
import { contractFactors } from './contract-factors.ts';
import { changeText, countOf, firstExamples } from './wording.ts';

export const adjustmentFactors: SeriesRule = {
  id: 'adjustment-factors',
  severity: 'note',
  kinds: ['trades', 'lasts', 'candles', 'daily'],
  meaning:
    'The prices were multiplied by a factor for each contract, which the tick grid shows: points on them are not points that were traded.',
  check(series: Series) {
    const known = contractFactors(series).flatMap(({ contract, days, factor, uncertainty }) =>
      factor === undefined ? [] : [{ contract, factor, uncertainty, day: days[0]!.isoDay }],
    );
    if (!known.some(({ factor }) => factor !== 1)) return [];
    return [
      {
        rule: adjustmentFactors.id,
        severity: adjustmentFactors.severity,
        rows: known.length,
        detail: `Prices are adjusted by ratio: ${countOf(known.length, 'contract')} with factors from ${known[0]!.factor.toFixed(6)} to ${known.at(-1)!.factor.toFixed(6)}; divided by them, they are back on the tick grid.`,
        examples: firstExamples(
          known.map(({ contract, factor, uncertainty, day }, at) => {
            const before = known[at - 1]?.factor;
            const step =
              before === undefined ? '' : `, a step of ${changeText(factor / before)} against the contract before`;
            const range = uncertainty > 0 ? ` (± ${uncertainty.toFixed(5)})` : '';
            return { day, what: `${contract}: factor ${factor.toFixed(7)}${range}${step}` };
          }),
        ),
        values: Object.fromEntries(known.map(({ contract, factor }) => [contract, Number(factor.toFixed(7))])),
      },
    ];
  },
};
