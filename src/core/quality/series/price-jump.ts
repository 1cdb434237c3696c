// Takes a series; finds the nights over which the price moves farther than the exchange lets it move.

import type { Series, SeriesRule } from '../series-rule.ts';
import { type DayStep, daySteps } from './day-steps.ts';
import { changeText, countOf, firstExamples, plainNumber } from './wording.ts';

/** B3 stops the trading of a future that moves by a tenth from the settlement of the day before. */
const MAX_DAY_MOVE = 0.1;
/** What the middle of a day must confirm of a jump between its ends: one wrong print is another rule's business. */
const CONFIRMED = 0.5;

function isBeyond(ratio: number, share: number): boolean {
  return Math.abs(Math.log(ratio)) > share;
}

/** Days that are missing between the two may each have moved by as much. */
export function isPriceJump({ ratio, days, first, last, before, after }: DayStep): boolean {
  const limit = Math.log(1 + MAX_DAY_MOVE) * days;
  if (!isBeyond(ratio, limit)) return false;
  const fromMiddle = first / before.facts.median!;
  const toMiddle = after.facts.median! / last;
  const isSameWay = ratio > 1 === fromMiddle > 1 && ratio > 1 === toMiddle > 1;
  return isSameWay && isBeyond(fromMiddle, limit * CONFIRMED) && isBeyond(toMiddle, limit * CONFIRMED);
}

export const priceJump: SeriesRule = {
  id: 'price-jump',
  severity: 'warn',
  kinds: ['trades', 'quotes', 'lasts', 'candles', 'daily'],
  meaning:
    'Between two days the price moves by more than a tenth a day: another instrument, another unit, or days that were mixed up.',
  check(series: Series) {
    const jumps = daySteps(series).filter(isPriceJump);
    if (jumps.length === 0) return [];
    const largest = jumps.reduce((a, b) => (Math.abs(Math.log(b.ratio)) > Math.abs(Math.log(a.ratio)) ? b : a));
    return [
      {
        rule: priceJump.id,
        severity: priceJump.severity,
        rows: jumps.length,
        detail: `${countOf(jumps.length, 'jump')} of more than 10 % a day between two days, the largest ${changeText(largest.ratio)} on ${largest.after.isoDay}: mixed instruments, another unit or a wrong order of days.`,
        examples: firstExamples(
          jumps.map(({ before, after, last, first, ratio, isRoll }) => ({
            day: after.isoDay,
            what: `${plainNumber(first)} after ${plainNumber(last)} on ${before.isoDay} (${changeText(ratio)})${isRoll ? `, at the roll to ${after.instrument}` : ''}`,
          })),
        ),
        values: { largestRatio: largest.ratio },
      },
    ];
  },
};
