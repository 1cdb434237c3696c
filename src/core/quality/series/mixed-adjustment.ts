// Takes a series; finds days whose prices are adjusted in another way than those around them, or than the series says.

import type { Example, Finding } from '../finding.ts';
import type { Series, SeriesRule } from '../series-rule.ts';
import { type ContractFactor, contractFactors, offsetOf } from './contract-factors.ts';
import { countOf, firstExamples, plainNumber } from './wording.ts';

function exampleOf(series: Series, { contract, factor, strangers }: ContractFactor): readonly Example[] {
  return strangers.map((day) => {
    const offset = factor === undefined ? offsetOf(series, day) : undefined;
    const alone = offset === undefined ? 'off the tick grid' : `all prices ${plainNumber(offset, 3)} off the tick grid`;
    const what = factor === undefined ? alone : `not by the factor ${factor.toFixed(6)} of its contract`;
    return { day: day.isoDay, what: `${contract} ${plainNumber(day.facts.first!, 4)}: ${what}` };
  });
}

/** Contracts on the grid although contracts before and after them are off it: the newest ones may well be. */
function unadjustedBetween(factors: readonly ContractFactor[]): readonly ContractFactor[] {
  const adjusted = factors.map(({ factor }) => factor !== undefined && factor !== 1);
  const first = adjusted.indexOf(true);
  const last = adjusted.lastIndexOf(true);
  return factors.filter(({ factor }, at) => factor === 1 && first < at && at < last);
}

function finding(rows: number, detail: string, examples: readonly Example[]): readonly Finding[] {
  if (rows === 0) return [];
  const { id, severity } = mixedAdjustment;
  return [{ rule: id, severity, rows, detail, examples: firstExamples(examples) }];
}

function strangersFinding(series: Series, factors: readonly ContractFactor[]): readonly Finding[] {
  const days = factors.reduce((sum, { strangers }) => sum + strangers.length, 0);
  return finding(
    days,
    `${countOf(days, 'day')} with prices adjusted in another way than the rest of the contract: exports of different times were joined, or each day was moved by its own difference.`,
    factors.flatMap((factor) => exampleOf(series, factor)),
  );
}

function betweenFinding(factors: readonly ContractFactor[]): readonly Finding[] {
  const between = unadjustedBetween(factors);
  return finding(
    between.reduce((sum, { days }) => sum + days.length, 0),
    `${countOf(between.length, 'contract')} with traded prices between contracts with adjusted ones: two kinds of series were joined.`,
    between.map(({ contract, days }) => ({
      day: days[0]!.isoDay,
      what: `${contract}: on the tick grid up to ${days.at(-1)!.isoDay}`,
    })),
  );
}

/** Every day of a contract off the grid by one factor, in a series that says it is not adjusted. */
function undeclaredFinding(series: Series, factors: readonly ContractFactor[]): readonly Finding[] {
  if (series.adjusted !== 'none') return [];
  const adjusted = factors.filter(({ factor }) => factor !== undefined && factor !== 1);
  return finding(
    adjusted.reduce((sum, { days, strangers }) => sum + days.length - strangers.length, 0),
    `The series says that it is not adjusted, but the prices of ${countOf(adjusted.length, 'contract')} are: each is off the tick grid by one factor.`,
    adjusted.map(({ contract, days, factor }) => ({
      day: days[0]!.isoDay,
      what: `${contract}: factor ${factor!.toFixed(7)}`,
    })),
  );
}

export const mixedAdjustment: SeriesRule = {
  id: 'mixed-adjustment',
  severity: 'refuse',
  kinds: ['trades', 'lasts', 'candles', 'daily'],
  meaning:
    'Adjusted and traded prices, or prices adjusted in two ways, stand in one series: the steps between them are no moves of the market.',
  check(series: Series) {
    const factors = contractFactors(series);
    return [...strangersFinding(series, factors), ...betweenFinding(factors), ...undeclaredFinding(series, factors)];
  },
};
