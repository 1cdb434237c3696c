// Takes a series; gives which of its days the exchange trades on, their sessions, and which contract is in front.

import { resolveContract } from '../../market/contract.ts';
import type { Root } from '../../market/instrument.ts';
import { type Session, sessionOf } from '../../market/session.ts';
import { parseSymbol } from '../../market/symbol.ts';
import { closureOf, isCovered } from '../../market/trading-calendar.ts';
import type { Series, SeriesDay } from '../series-rule.ts';

/** The root of the series, whether it goes through several contracts or is one of them. */
function rootOfSeries(series: Series): Root | undefined {
  return series.root ?? parseSymbol(series.symbol)?.root;
}

/** Why the exchange does not trade on a day; undefined when it does or no calendar is known. */
export function closureOn(series: Series, dayNumber: number): string | undefined {
  return series.terms.calendar === 'B3' && isCovered(dayNumber) ? closureOf(dayNumber) : undefined;
}

/** The days that are not known to be closed. */
export function openDays(series: Series): readonly SeriesDay[] {
  return series.days.filter(({ dayNumber }) => closureOn(series, dayNumber) === undefined);
}

/** The contract that the series of a root shows on a day by the calendar; undefined where no root or no calendar is known. */
export function calendarContract(series: Series, dayNumber: number): string | undefined {
  const root = rootOfSeries(series);
  return root !== undefined && isCovered(dayNumber) ? resolveContract(root, dayNumber)?.symbol : undefined;
}

/**
 * Open days on which trading can be expected to be lively: a dated contract is thin before the one ahead of it rolls, and
 * after it has rolled itself.
 */
export function livelyDays(series: Series): readonly SeriesDay[] {
  return openDays(series).filter(({ instrument, dayNumber }) => {
    const inFront = calendarContract(series, dayNumber);
    return inFront === undefined || inFront === instrument || parseSymbol(instrument)?.kind !== 'dated';
  });
}

export function sessionOn(series: Series, dayNumber: number): Session | undefined {
  const root = rootOfSeries(series);
  return root !== undefined && isCovered(dayNumber) ? sessionOf(root, dayNumber) : undefined;
}
