// Takes a series; gives the trading days between its first and its last that it has no part of.

import { resolveContract } from '../../market/contract.ts';
import { isCovered, isTradingDay } from '../../market/trading-calendar.ts';
import type { Series } from '../series-rule.ts';

export interface MissingTradingDay {
  readonly dayNumber: number;
  /** The first day of a contract in a series that goes through several: which one. */
  readonly rollTo: string | undefined;
}

function rollTo(series: Series, dayNumber: number): string | undefined {
  if (series.root === undefined || !isCovered(dayNumber - 1)) return undefined;
  const contract = resolveContract(series.root, dayNumber)?.symbol;
  // A day without trading resolves like the one before it, so yesterday by the clock will do.
  return contract === resolveContract(series.root, dayNumber - 1)?.symbol ? undefined : contract;
}

/** Ascending; none where the calendar of the instrument is not known. */
export function missingTradingDays(series: Series): readonly MissingTradingDay[] {
  const { days, terms } = series;
  const first = days[0];
  const last = days[days.length - 1];
  if (terms.calendar !== 'B3' || first === undefined || last === undefined) return [];
  const present = new Set(days.map(({ dayNumber }) => dayNumber));
  const missing: MissingTradingDay[] = [];
  for (let dayNumber = first.dayNumber; dayNumber <= last.dayNumber; dayNumber++) {
    if (!isCovered(dayNumber) || !isTradingDay(dayNumber) || present.has(dayNumber)) continue;
    missing.push({ dayNumber, rollTo: rollTo(series, dayNumber) });
  }
  return missing;
}
