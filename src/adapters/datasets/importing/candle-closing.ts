// The candles of one day as read, newest first or oldest first, to ascending candles with the ends of their intervals.

import { formatDay } from '../../../core/market/civil-day.ts';
import { UserError } from '../../user-error.ts';
import { candleIntervalUsOf, candleKindOf, DAY_US } from '../candle-kind.ts';
import { CANDLE, type DayRows } from './day-rows.ts';

const MINUTE_US = 60_000_000;

/**
 * Orders the candles of a day and writes their close times. Returns the interval, microseconds: `intervalUs` if given, else
 * the shortest step of this day. UserErrors: `interval-unknown` for a day whose candles do not tell it, `interval-wrong`.
 */
export function closeCandles(rows: DayRows, intervalUs: number | undefined, file: string): number {
  const { candles } = rows;
  const openTimes = candles.columns[CANDLE.openTime]!;
  if (candles.length > 1 && openTimes[0]! > openTimes[1]!) candles.reverse();
  const interval = intervalUs ?? shortestStepUs(rows, file);
  for (let row = 0; row < candles.length; row++) {
    const sinceMidnightUs = openTimes[row]! - rows.midnightUs;
    if (sinceMidnightUs % interval !== 0) throw wrongInterval(rows, sinceMidnightUs, interval, file);
    candles.columns[CANDLE.closeTime]![row] = openTimes[row]! + interval;
  }
  return interval;
}

function shortestStepUs(rows: DayRows, file: string): number {
  const openTimes = rows.candles.columns[CANDLE.openTime]!;
  // one candle a day at midnight: daily candles
  if (rows.candles.length === 1 && openTimes[0] === rows.midnightUs) return DAY_US;
  let shortest = Number.POSITIVE_INFINITY;
  for (let row = 1; row < rows.candles.length; row++) {
    shortest = Math.min(shortest, openTimes[row]! - openTimes[row - 1]!);
  }
  // seconds to hours; anything else is no candle interval
  if (candleIntervalUsOf(candleKindOf(shortest)) === shortest) return shortest;
  throw new UserError({
    code: 'interval-unknown',
    message: `The candles of ${formatDay(rows.dayNumber)} in ${file} do not tell their interval`,
    file,
    field: 'interval',
    fix: 'Give the interval, for example --interval 5m',
  });
}

function wrongInterval(rows: DayRows, sinceMidnightUs: number, intervalUs: number, file: string): UserError {
  const minutes = Math.floor(sinceMidnightUs / MINUTE_US);
  const clock = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  return new UserError({
    code: 'interval-wrong',
    message: `${file} has a candle at ${clock} on ${formatDay(rows.dayNumber)}, which no interval of ${intervalUs / 1e6} s starts`,
    file,
    field: 'interval',
    fix: 'Give the interval of the file, for example --interval 1m; files of mixed intervals cannot be imported',
  });
}
