// The staged days of one symbol in; sentences about rows that can hardly be true out. They are kept: the user decides.

import { formatDay } from '../../../core/market/civil-day.ts';
import { type Contract, parseContract } from '../../../core/market/contract.ts';
import { listedNames } from '../listed-names.ts';
import { contractLife, LISTED_MONTHS } from './contract-life.ts';
import { FAR_SHARE, LISTED_FAR_ROWS } from './far-prices.ts';
import type { StagedDay } from './import-session.ts';

const LISTED_DAYS = 10;

/** `file` is the name of the file for the messages. */
export function sanityNotices(symbol: string, days: readonly StagedDay[], file: string): readonly string[] {
  const contract = parseContract(symbol);
  return [...farNotices(symbol, days, file), ...(contract === undefined ? [] : lifeNotices(contract, days, file))];
}

function farNotices(symbol: string, days: readonly StagedDay[], file: string): readonly string[] {
  const judged = days.filter(({ far }) => far !== undefined);
  const count = judged.reduce((sum, { far }) => sum + far!.count, 0);
  if (count === 0) return [];
  const rows = judged.reduce((sum, { checks }) => sum + checks.rows, 0);
  const named = judged.flatMap(({ far, dayNumber, midnightUs }) =>
    far!.listed.map(
      ({ price, timeUs }) =>
        `${price} at ${formatDay(dayNumber)} ${clock(timeUs - midnightUs)} (the median of that day is ${far!.median})`,
    ),
  );
  return [
    `${count} of ${rows} trades or candles of ${symbol} in ${file} are more than ${100 * FAR_SHARE} % away from the ` +
      `median price of their day, and were kept: ${listedNames(named, LISTED_FAR_ROWS, count)}`,
  ];
}

function lifeNotices(contract: Contract, days: readonly StagedDay[], file: string): readonly string[] {
  const { symbol, year, month } = contract;
  const named = (life: 'unlisted' | 'expired'): readonly string[] => {
    const found = days.filter(({ dayNumber }) => contractLife(contract, dayNumber) === life);
    return [...new Set(found.map(({ dayNumber }) => formatDay(dayNumber)))];
  };
  const expires = `${symbol} expires in ${year}-${String(month).padStart(2, '0')}`;
  const wrong = (names: readonly string[], why: string): readonly string[] =>
    names.length === 0 ? [] : [`${expires}, but ${file} has rows ${why}: ${listedNames(names, LISTED_DAYS)}`];
  return [
    ...wrong(named('unlisted'), `more than ${LISTED_MONTHS} months before, when it was not listed`),
    ...wrong(named('expired'), 'after its last trading day'),
  ];
}

/** Since midnight of the file's own time zone, as the file has it: 09:03:09.123, without a fraction that is zero. */
function clock(timeOfDayUs: number): string {
  const two = (value: number): string => String(Math.floor(value) % 60).padStart(2, '0');
  const seconds = Math.floor(timeOfDayUs / 1e6);
  const fraction = String(timeOfDayUs - seconds * 1e6)
    .padStart(6, '0')
    .replace(/0+$/, '');
  const whole = `${String(Math.floor(seconds / 3600)).padStart(2, '0')}:${two(seconds / 60)}:${two(seconds)}`;
  return fraction === '' ? whole : `${whole}.${fraction}`;
}
