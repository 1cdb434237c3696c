// Takes an adjusted continuous series and gives the dated contract of each stretch of it with its factor, and the prices at its rolls.
import { toDayNumber } from '../civil-day.ts';
import { resolveContract } from '../contract.ts';
import type { Instrument, Root } from '../instrument.ts';
import { rootInstrument } from '../instrument-table.ts';
import { previousTradingDay } from '../trading-calendar.ts';
import type { AdjustedBars } from './adjusted-bars.ts';
import { nearestOnGrid } from './adjusted-price.ts';
import { type NotRecovered, type RecoveredFactor, recoverContract } from './recover-contract.ts';
import { type ContractSpan, scheduleOf } from './roll-schedule.ts';
import { decimalsOf } from './rounded-prices.ts';

/** Rows of one trading day: from `start` up to, not including, `end`. */
export interface DayRows {
  readonly day: string;
  readonly start: number;
  readonly end: number;
}

/** The rows of one contract and what was found in them. */
export interface RecoveredSpan extends ContractSpan {
  readonly start: number;
  readonly end: number;
  readonly fit: RecoveredFactor | NotRecovered;
}

/**
 * The last prices of both contracts on the day before a roll, of which the series was adjusted by newPrice / oldPrice.
 * `unknown`: one of the contracts was not recovered, the day before is missing, or no price on the grid gives the factors.
 */
export type RecoveredRoll = { readonly day: string; readonly from: string; readonly to: string } & (
  | { readonly kind: 'recovered'; readonly oldPrice: number; readonly newPrice: number }
  | { readonly kind: 'unknown' }
);

export interface RecoveredSeries {
  readonly root: Root;
  /** To which the prices were rounded. */
  readonly decimals: number;
  readonly contracts: readonly RecoveredSpan[];
  readonly rolls: readonly RecoveredRoll[];
}

/** Room for the error of floats in a quotient of factors. */
const FLOAT_SLACK = 1e-12;

/** `days` ascend and are trading days of the calendar; RangeError for others. Bars in order of time. */
export function recoverSeries(root: Root, bars: AdjustedBars, days: readonly DayRows[]): RecoveredSeries {
  const instrument = rootInstrument(root);
  const decimals = decimalsOf([bars.open, bars.high, bars.low, bars.close]);
  const contracts = rowsOfContracts(root, days).map((span) => ({
    ...span,
    fit: recoverContract({ bars, ...span, instrument, decimals }),
  }));
  const rolls = contracts.slice(1).map((fresh, index) => recoveredRoll(instrument, bars, contracts[index]!, fresh));
  return { root, decimals, contracts, rolls };
}

function rowsOfContracts(root: Root, days: readonly DayRows[]): readonly (ContractSpan & Omit<DayRows, 'day'>)[] {
  const shown = days.map(({ day }) => ({
    day,
    contract: resolveContract(root, day)!.symbol,
    cause: 'calendar' as const,
  }));
  const byDay = new Map(days.map((rows) => [rows.day, rows]));
  return scheduleOf(shown).spans.map((span) => ({
    ...span,
    start: byDay.get(span.fromDay)!.start,
    end: byDay.get(span.toDay)!.end,
  }));
}

/**
 * The last close of the old contract times the quotient of the two factors is the last price of the new contract on that
 * day, which is on the grid: the one price of the grid that the uncertainty of the factors allows.
 */
function recoveredRoll(
  instrument: Instrument,
  bars: AdjustedBars,
  old: RecoveredSpan,
  fresh: RecoveredSpan,
): RecoveredRoll {
  const roll = { day: fresh.fromDay, from: old.contract, to: fresh.contract };
  const unknown: RecoveredRoll = { ...roll, kind: 'unknown' };
  const isNextDay = previousTradingDay(fresh.fromDay) === toDayNumber(old.toDay);
  if (!isNextDay || old.fit.kind !== 'recovered' || fresh.fit.kind !== 'recovered') return unknown;
  const oldPrice = nearestOnGrid(instrument, bars.close[old.end - 1]! / old.fit.factor);
  const before = old.fit.turnoverFit ?? old.fit;
  const after = fresh.fit.turnoverFit ?? fresh.fit;
  const lowest = ((oldPrice * before.low) / after.high) * (1 - FLOAT_SLACK);
  const highest = ((oldPrice * before.high) / after.low) * (1 + FLOAT_SLACK);
  const newPrice = nearestOnGrid(instrument, (lowest + highest) / 2);
  const isOnlyOne = newPrice >= lowest && newPrice <= highest && highest - lowest < instrument.tick;
  return isOnlyOne ? { ...roll, kind: 'recovered', oldPrice, newPrice } : unknown;
}
