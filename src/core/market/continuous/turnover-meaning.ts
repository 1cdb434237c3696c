// Takes the turnover and contracts of adjusted bars and a factor and gives whether the turnover was adjusted with the prices.
import type { AdjustedBars } from './adjusted-bars.ts';

/**
 * `either`: the factor is so near to 1 that both fit. `neither`: the mean price of the bars fits to no prices, so that the
 * turnover or the volume is something else than its name. `absent`: the bars do not tell both.
 */
export type TurnoverMeaning = 'adjusted' | 'traded' | 'either' | 'neither' | 'absent';

/** Rows whose mean price (turnover per contract) lies inside the bar, when it is taken as adjusted and as traded. */
export interface TurnoverVotes {
  readonly rows: number;
  readonly asAdjusted: number;
  readonly asTraded: number;
}

/** A turnover that was built otherwise in a few bars, such as an auction, does not change what the column means. */
const AGREEING_SHARE = 0.99;

/** Rows from `start` to `end`; `slack` is how far rounding moved an adjusted price, points. Bars without volume do not vote. */
export function turnoverVotes(
  bars: AdjustedBars,
  { start, end }: { readonly start: number; readonly end: number },
  factor: number,
  pointValueBrl: number,
  slack: number,
): TurnoverVotes {
  const { high, low, volume, turnover } = bars;
  let rows = 0;
  let asAdjusted = 0;
  let asTraded = 0;
  if (volume === undefined || turnover === undefined) return { rows, asAdjusted, asTraded };
  for (let row = start; row < end; row += 1) {
    if (!(volume[row]! > 0)) continue;
    rows += 1;
    const mean = turnover[row]! / (volume[row]! * pointValueBrl);
    if (mean >= low[row]! - slack && mean <= high[row]! + slack) asAdjusted += 1;
    if (mean * factor >= low[row]! - slack && mean * factor <= high[row]! + slack) asTraded += 1;
  }
  return { rows, asAdjusted, asTraded };
}

export function turnoverMeaning({ rows, asAdjusted, asTraded }: TurnoverVotes): TurnoverMeaning {
  if (rows === 0) return 'absent';
  const isAdjusted = asAdjusted >= AGREEING_SHARE * rows;
  const isTraded = asTraded >= AGREEING_SHARE * rows;
  if (isAdjusted && isTraded) return 'either';
  if (isAdjusted) return 'adjusted';
  return isTraded ? 'traded' : 'neither';
}
