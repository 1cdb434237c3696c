// Takes a root and a day and gives the contract that its continuous series shows; takes a contract and gives its last days.
import { type CalendarDay, dayNumberOf, dayOfWeek, monthOf, toDayNumber, WEDNESDAY, yearOf } from './civil-day.ts';
import { familyOf, type Root } from './instrument.ts';
import { parseSymbol } from './symbol.ts';
import { monthLetter, tradedMonths } from './traded-months.ts';
import {
  firstTradingDayOfMonth,
  isTradingDay,
  lastTradingDayOfMonth,
  tradingDayOnOrAfter,
} from './trading-calendar.ts';

/** One dated contract. */
export interface Contract {
  /** 'WDOU25' */
  readonly symbol: string;
  readonly root: Root;
  readonly year: number;
  /** Contract month, 1 to 12. */
  readonly month: number;
}

/** The contract of a root and month. Throws RangeError when that month is not traded or the year is not 2000 to 2099. */
export function contractFor(root: Root, year: number, month: number): Contract {
  const letter = monthLetter(month);
  if (!tradedMonths(root).includes(letter)) throw new RangeError(`${root} has no contract of month ${month}`);
  if (!Number.isInteger(year) || year < 2000 || year > 2099) {
    throw new RangeError(`contract year ${year} is not in 2000 to 2099`);
  }
  return { symbol: `${root}${letter}${String(year % 100).padStart(2, '0')}`, root, year, month };
}

/** The contract of a dated symbol; undefined for roots, continuous names and anything else. */
export function parseContract(symbol: string): Contract | undefined {
  const parsed = parseSymbol(symbol);
  return parsed?.kind === 'dated' ? contractFor(parsed.root, parsed.year, parsed.month) : undefined;
}

/** The Wednesday nearest the 15th of a month, or the next trading day when B3 is closed on it. */
function indexExpiryDay(year: number, month: number): number {
  const fifteenth = dayNumberOf(year, month, 15);
  // From 3 days before the 15th to 3 after there is exactly one Wednesday.
  const earliest = fifteenth - 3;
  const wednesday = earliest + ((WEDNESDAY - dayOfWeek(earliest) + 7) % 7);
  return tradingDayOnOrAfter(wednesday);
}

/**
 * Day number on which the contract is settled. Dollar: the first trading day of the contract month, when it no longer
 * trades. Index: the Wednesday nearest the 15th, when it still trades. Throws RangeError outside the calendar's years.
 */
export function expiryDay(contract: Contract): number {
  return familyOf(contract.root) === 'dollar'
    ? firstTradingDayOfMonth(contract.year, contract.month)
    : indexExpiryDay(contract.year, contract.month);
}

/** Day number of the last day on which the contract trades: dollar, the trading day before its expiry; index, the expiry. */
export function lastTradingDay(contract: Contract): number {
  const { root, year, month } = contract;
  if (familyOf(root) === 'index') return indexExpiryDay(year, month);
  return month === 1 ? lastTradingDayOfMonth(year - 1, 12) : lastTradingDayOfMonth(year, month - 1);
}

/**
 * Day number of the roll: the first day on which the continuous series shows the NEXT contract, from its open. It is the
 * last trading day of this one, for all four roots: liquidity has moved by then although the old contract still trades.
 */
export function rollDay(contract: Contract): number {
  return lastTradingDay(contract);
}

/** The contract `months` after the month of `year`, `month`. */
function monthsLater(root: Root, year: number, month: number, months: number): Contract {
  const index = year * 12 + (month - 1) + months;
  return contractFor(root, Math.floor(index / 12), (index % 12) + 1);
}

/** The contract listed after this one, by expiry. */
export function nextContract(contract: Contract): Contract {
  return monthsLater(contract.root, contract.year, contract.month, familyOf(contract.root) === 'dollar' ? 1 : 2);
}

/** Which contract, the daily question of a root or continuous name. */
function resolveRoot(root: Root, dayNumber: number): Contract {
  const year = yearOf(dayNumber);
  const month = monthOf(dayNumber);
  if (familyOf(root) === 'dollar')
    return monthsLater(root, year, month, dayNumber >= lastTradingDayOfMonth(year, month) ? 2 : 1);
  if (month % 2 === 1) return monthsLater(root, year, month, 1);
  return monthsLater(root, year, month, dayNumber >= indexExpiryDay(year, month) ? 2 : 0);
}

/**
 * The contract that a root or continuous name (WDO, WDOFUT, WIN$) stands for on a day, the most liquid one; a dated
 * symbol is itself. Dollar: the contract of the month after `day`, or the one after that from the last trading day of the
 * month on. Index: the first contract that expires after `day`. A day without trading resolves like the trading day before
 * it. Undefined when the symbol is unknown; throws RangeError outside the calendar's years.
 */
export function resolveContract(symbol: string, day: CalendarDay): Contract | undefined {
  const parsed = parseSymbol(symbol);
  if (parsed === undefined) return undefined;
  const dayNumber = toDayNumber(day);
  if (parsed.kind === 'dated') return contractFor(parsed.root, parsed.year, parsed.month);
  // Only to refuse days that the calendar does not cover, in every month alike.
  isTradingDay(dayNumber);
  return resolveRoot(parsed.root, dayNumber);
}
