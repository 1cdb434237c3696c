// The vendor's dates in, milliseconds of the exchange's wall clock since 1970 out, as the native feed has them.

import type { RecordValues } from '../../abi/record.ts';
import { FEED_NO_TIME } from '../feed-record.ts';

const YEAR_MIN = 1900;
const YEAR_MAX = 2200;
/** Day first; the last separator was seen as `:` too. */
const DATE = /^(\d{1,2})[/-](\d{1,2})[/-](\d{1,4})(?:[ T](\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:[:.](\d{1,3}))?)?)?)?/;

export function localMsOfText(text: string): bigint {
  const match = DATE.exec(text);
  if (match === null) return FEED_NO_TIME;
  const [day, month, year, hour, minute, second, ms] = match.slice(1).map((part) => Number(part ?? 0));
  return localMs([year!, month!, day!, hour!, minute!, second!, ms!]);
}

export function localMsOfSystemTime(time: RecordValues<'SystemTime'>): bigint {
  const { year, month, day, hour, minute, second, milliseconds } = time;
  return localMs([year, month, day, hour, minute, second, milliseconds]);
}

function localMs(parts: readonly [number, number, number, number, number, number, number]): bigint {
  const [year, month, day, hour, minute, second, ms] = parts;
  if (year < YEAR_MIN || year > YEAR_MAX || hour > 23 || minute > 59 || second > 59 || ms > 999) return FEED_NO_TIME;
  const time = new Date(Date.UTC(year, month - 1, day, hour, minute, second, ms));
  // Date rolls the 31st of February over; the vendor's date is then none
  if (time.getUTCMonth() !== month - 1 || time.getUTCDate() !== day) return FEED_NO_TIME;
  return BigInt(time.getTime());
}
