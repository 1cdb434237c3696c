// Contracts of a mini contract go in; a part comes out in which all of them are multiples of five, as those of the full one are.

import { instrumentOf } from '../../market/instrument-table.ts';
import type { Example } from '../finding.ts';
import type { PartContext, RowCheck, RowRule } from '../row-rule.ts';
import { exampleAt } from './measure/row-log.ts';
import { timesOf } from './measure/row-times.ts';

/** Sizes of single trades are often round, sums of a candle are not: fewer of them prove it. */
const TRADES_TO_JUDGE = 300;
const CANDLES_TO_JUDGE = 12;
const FULL_LOT = 5;

export const multiplesOfFive: RowRule = {
  id: 'multiples-of-five',
  severity: 'refuse',
  kinds: ['trades', 'candles'],
  meaning:
    'Every size of WDO or WIN is a multiple of five (300 trades or 12 candles at least): the full contract DOL or IND under the name of the mini one, so every amount of money is wrong by five.',
  start,
};

function start(context: PartContext): RowCheck | undefined {
  const instrument = instrumentOf(context.instrument);
  if (instrument === undefined || instrument.lot !== 1) return undefined;
  const least = context.kind === 'trades' ? TRADES_TO_JUDGE : CANDLES_TO_JUDGE;
  let total = 0;
  let allFives = true;
  let allTens = true;
  let example: Example | undefined;
  return {
    rows(columns, from, to, offset) {
      if (!allFives) return;
      const sizes = columns.quantity ?? columns.volume!;
      for (let index = from; index < to; index++) {
        const size = sizes[index]!;
        if (size === 0) continue;
        if (size % FULL_LOT !== 0) {
          allFives = false;
          return;
        }
        if (size % (2 * FULL_LOT) !== 0) allTens = false;
        total++;
        example ??= exampleAt(offset + index, timesOf(columns)[index]!, `${size}`);
      }
    },
    finding: () => {
      if (!allFives || total < least) return undefined;
      const full = instrument.family === 'dollar' ? 'DOL' : 'IND';
      return {
        rule: multiplesOfFive.id,
        severity: 'refuse',
        rows: total,
        detail: allTens
          ? `All ${total} sizes are multiples of 10: the column was multiplied, or this is ${full} under the name of ${instrument.root}`
          : `All ${total} sizes are multiples of 5: this is ${full} under the name of ${instrument.root}, and money would be wrong by five`,
        examples: example === undefined ? [] : [example],
      };
    },
  };
}
