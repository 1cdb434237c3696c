// The name of a LOBSTER file, AAPL_2012-06-21_34200000_57600000_message_10.csv, to the instrument, the day and what it holds.

import { basename } from 'node:path';
import { scanYearFirstDate } from '../text/field-scan.ts';
import { dayNumberOfPacked } from '../text/packed-day.ts';

export interface LobsterName {
  readonly ticker: string;
  readonly dayNumber: number;
  readonly content: 'message' | 'orderbook';
}

const NAME = /^([A-Z][A-Z0-9.-]{0,11})_(\d{4}-\d{2}-\d{2})_\d+_\d+_(message|orderbook)_\d+\b/;

/** Undefined for any other name. */
export function lobsterNameOf(file: string): LobsterName | undefined {
  const match = NAME.exec(basename(file));
  if (match === null) return undefined;
  const date = new TextEncoder().encode(match[2]);
  const dayNumber = dayNumberOfPacked(scanYearFirstDate(date, 0, date.length));
  if (dayNumber === undefined) return undefined;
  return { ticker: match[1]!, dayNumber, content: match[3] as LobsterName['content'] };
}
