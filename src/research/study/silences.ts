// The candles of some days in; the stretches of their sessions without a candle, from the opening to the close, out.

import type { Frame } from '../frames/frame.ts';
import { sessionContext } from '../training/stored-sessions.ts';

const US_PER_MINUTE = 60_000_000;

/** Where it stands in its session; a day may end before its close since the feed did, or since nobody traded any more. */
export type SilencePlace = 'after the opening' | 'within' | 'before the close';

export interface Silence {
  readonly day: string;
  readonly place: SilencePlace;
  /** Microseconds UTC: what was there before it, a candle or the opening, ended; what came after it began. */
  readonly afterUs: number;
  readonly untilUs: number;
  readonly minutes: number;
}

/**
 * The longest first; equally long ones in order of time. Takes the `candles` of `tradingData`. Opening and close are those of the
 * calendar: the closing call of the index comes after them.
 */
export function silences(candles: Frame): readonly Silence[] {
  const opens = candles.column('open_time').values;
  const found: Silence[] = [];
  const note = (day: string, place: SilencePlace, afterUs: number, untilUs: number): void => {
    if (untilUs > afterUs) found.push({ day, place, afterUs, untilUs, minutes: (untilUs - afterUs) / US_PER_MINUTE });
  };
  for (let row = 0; row < candles.rows; row++) {
    const day = String(candles.at(row, 'day'));
    const { openUs, closeUs } = sessionContext(String(candles.at(row, 'contract')), day);
    const [opened, closed] = [Number(opens[row]), candles.times[row]!];
    if (row === 0 || candles.at(row - 1, 'day') !== day) note(day, 'after the opening', openUs, opened);
    else note(day, 'within', candles.times[row - 1]!, opened);
    if (row === candles.rows - 1 || candles.at(row + 1, 'day') !== day) note(day, 'before the close', closed, closeUs);
  }
  return found.sort((a, b) => b.minutes - a.minutes);
}
