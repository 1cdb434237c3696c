// Takes a series; gives for each contract behind it whether its prices are on the tick grid, and by which factor they left it.

import { GRID_TOLERANCE_TICKS, isOnGrid } from '../../market/price-grid.ts';
import { parseSymbol } from '../../market/symbol.ts';
import type { Series, SeriesDay } from '../series-rule.ts';
import { fitsGrid, gridFactor, roundingOf } from './grid-factor.ts';
import { calendarContract, openDays } from './known-days.ts';

/** In ticks; a source that rounds to cents may be wrong by one. */
const OFFSET_TOLERANCE = 0.03;

export interface ContractFactor {
  readonly contract: string;
  readonly days: readonly SeriesDay[];
  /** 1 where all days are on the grid; undefined where days are off it and no factor was found. */
  readonly factor: number | undefined;
  /** How far other factors are that explain the prices nearly as well. */
  readonly uncertainty: number;
  /** Days that the factor does not explain; where there is none, those off the grid. */
  readonly strangers: readonly SeriesDay[];
}

function pricesOf({ facts }: SeriesDay): readonly number[] {
  return [facts.first, facts.last, facts.high, facts.low].filter((price) => price !== undefined);
}

function contractOf(series: Series, day: SeriesDay): string | undefined {
  return parseSymbol(day.instrument)?.kind === 'dated' ? day.instrument : calendarContract(series, day.dayNumber);
}

/** How far all prices of a day lie above the tick grid, points, where it is the same for all: the mark of a difference. */
export function offsetOf(series: Series, day: SeriesDay): number | undefined {
  const { tick } = series.terms;
  const prices = pricesOf(day);
  const above = (price: number): number => price - Math.floor(price / tick + GRID_TOLERANCE_TICKS) * tick;
  const offset = above(prices[0]!);
  const isCommon = prices.every((price) => Math.abs(above(price) - offset) < tick * OFFSET_TOLERANCE);
  return isCommon ? offset : undefined;
}

function factorOf(series: Series, contract: string, days: readonly SeriesDay[]): ContractFactor {
  const { terms } = series;
  const off = days.filter((day) => pricesOf(day).some((price) => !isOnGrid(terms, price)));
  if (off.length === 0) return { contract, days, factor: 1, uncertainty: 0, strangers: [] };
  const prices = off.flatMap(pricesOf);
  const found = gridFactor(prices, terms.tick);
  if (found.kind !== 'factor') {
    // In a series that is adjusted anyway, days at its end may be too few to say more.
    const isNoWonder = found.kind === 'few' && series.adjusted !== 'none' && off.length === days.length;
    return { contract, days, factor: undefined, uncertainty: 0, strangers: isNoWonder ? [] : off };
  }
  const roundingError = 2 * roundingOf(prices);
  const strangers = days.filter((day) => {
    const wrong = pricesOf(day).filter((price) => !fitsGrid(price, found.factor, terms.tick, roundingError));
    // One of the four may be rounded another way.
    return wrong.length > 1;
  });
  return { contract, days, factor: found.factor, uncertainty: found.uncertainty, strangers };
}

/** In order of time; none where the days do not belong to contracts that are known. */
export function contractFactors(series: Series): readonly ContractFactor[] {
  const groups = new Map<string, SeriesDay[]>();
  for (const day of openDays(series)) {
    const contract = contractOf(series, day);
    if (contract === undefined || day.facts.first === undefined) continue;
    groups.set(contract, [...(groups.get(contract) ?? []), day]);
  }
  return [...groups].map(([contract, days]) => factorOf(series, contract, days));
}
