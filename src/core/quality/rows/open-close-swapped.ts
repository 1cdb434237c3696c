// Candles of a day go in; a day comes out whose closes go on at the opens before them, as if the two columns were exchanged.

import type { PartContext, RowCheck, RowRule } from '../row-rule.ts';
import { rounded } from './measure/figures.ts';

const CANDLES_TO_JUDGE = 100;
/** An open lies next to the close before it; the close of the next candle is a whole move away from this one's open. */
const TIMES_FARTHER = 2;

export const openCloseSwapped: RowRule = {
  id: 'open-close-swapped',
  severity: 'refuse',
  kinds: ['candles'],
  meaning:
    'Candles whose open lies far from the close before, while their close lies next to the open before: the columns open and close were exchanged.',
  start,
};

function start(_context: PartContext): RowCheck {
  let total = 0;
  let aboveOpen = Number.NaN;
  let aboveClose = Number.NaN;
  let asNamed = 0;
  let asSwapped = 0;
  return {
    rows({ open, close }, from, to) {
      for (let index = from; index < to; index++) {
        const [opened, closed] = [open![index]!, close![index]!];
        // what is no number is told of by bad-price, and does not hide the others
        if (!Number.isFinite(opened) || !Number.isFinite(closed)) continue;
        if (!Number.isNaN(aboveOpen)) {
          asNamed += Math.abs(opened - aboveClose);
          asSwapped += Math.abs(closed - aboveOpen);
        }
        aboveOpen = opened;
        aboveClose = closed;
        total++;
      }
    },
    finding: () => {
      if (total < CANDLES_TO_JUDGE || !(asNamed > TIMES_FARTHER * asSwapped)) return undefined;
      const mean = (sum: number): string => rounded(sum / (total - 1), 2);
      return {
        rule: openCloseSwapped.id,
        severity: 'refuse',
        rows: total,
        detail:
          `The open of a candle lies ${mean(asNamed)} points from the close before it, but its close only ${mean(asSwapped)} ` +
          'from the open before: open and close were exchanged',
        examples: [],
      };
    },
  };
}
