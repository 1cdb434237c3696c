// Takes a series; gives the steps of its price from each day to the next, with what can be checked about them.

import { isCovered, tradingDaysBetween } from '../../market/trading-calendar.ts';
import type { Series, SeriesDay } from '../series-rule.ts';
import { openDays } from './known-days.ts';
import { powerOfTen } from './price-scale.ts';

export interface DayStep {
  readonly before: SeriesDay;
  readonly after: SeriesDay;
  /** Last price of the day before and first of the day after, points. */
  readonly last: number;
  readonly first: number;
  /** `first` to `last`. */
  readonly ratio: number;
  /** The day after shows another contract. */
  readonly isRoll: boolean;
  /** Trading days from one to the other, at least 1; calendar days where no calendar is known. */
  readonly days: number;
}

function daysBetween(series: Series, before: number, after: number): number {
  const isKnown = series.terms.calendar === 'B3' && isCovered(before) && isCovered(after);
  return Math.max(1, isKnown ? tradingDaysBetween(before, after) : after - before);
}

/** Open days that have prices, each with the one before it. Steps by a power of ten are no moves of a price and left out. */
export function daySteps(series: Series): readonly DayStep[] {
  const steps: DayStep[] = [];
  let before: SeriesDay | undefined;
  for (const after of openDays(series)) {
    const { first, median } = after.facts;
    if (first === undefined || median === undefined) continue;
    if (before !== undefined && powerOfTen(median / before.facts.median!) === 0) {
      const last = before.facts.last!;
      const days = daysBetween(series, before.dayNumber, after.dayNumber);
      steps.push({
        before,
        after,
        last,
        first,
        ratio: first / last,
        isRoll: before.instrument !== after.instrument,
        days,
      });
    }
    before = after;
  }
  return steps;
}
