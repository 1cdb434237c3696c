// Candles with a turnover go in; those come out whose turnover is not contracts x price x value of a point, and what explains it.

import { isOnGrid } from '../../market/price-grid.ts';
import { type Example, type Finding, MAX_EXAMPLES, type Severity } from '../finding.ts';
import type { PartContext, RowCheck, RowColumns, RowRule } from '../row-rule.ts';
import { bestPointOf } from './measure/best-fit.ts';
import { clockOf, countOf, rounded } from './measure/figures.ts';
import { exampleAt } from './measure/row-log.ts';
import { CANDLE_KINDS } from './measure/row-times.ts';

/** Single rows are rounded oddly. */
const MISS_SHARE = 0.01;
/** An explanation must hold in this share of the rows. */
const FIT_SHARE = 0.98;
/** One factor explains any single row. */
const ROWS_TO_EXPLAIN = 10;
/** Factors farther from 1 are no adjustment of prices but another unit or instrument. */
const ADJUSTMENT_MAX = 2;
const FIRST_ROWS = 1024;

export const turnoverMismatch: RowRule = {
  id: 'turnover-mismatch',
  severity: 'warn',
  kinds: CANDLE_KINDS,
  meaning:
    'Turnover divided by contracts and value of a point is a mean price, and must lie between low and high: that proves what the columns mean, and shows prices that were adjusted without saying so.',
  start,
};

function start(context: PartContext): RowCheck | undefined {
  return context.terms.pointValue === undefined ? undefined : new MeanPrices(context, context.terms.pointValue);
}

class MeanPrices implements RowCheck {
  private readonly context: PartContext;
  private readonly pointValue: number;
  private readonly examples: Example[] = [];
  private rowsSeen = 0;
  private misses = 0;
  private onGrid = 0;
  /** Rows whose mean price fits when contracts are what the column `trades` holds. */
  private fitsTrades = 0;
  private means = new Float64Array(FIRST_ROWS);
  private lows = new Float64Array(FIRST_ROWS);
  private highs = new Float64Array(FIRST_ROWS);

  constructor(context: PartContext, pointValue: number) {
    this.context = context;
    this.pointValue = pointValue;
  }

  rows(columns: RowColumns, from: number, to: number, offset: number): void {
    const { turnover, volume, low, high, trades, open_time_us: times } = columns;
    if (turnover === undefined) return;
    const { terms } = this.context;
    const { tick } = terms;
    for (let index = from; index < to; index++) {
      if (!(volume![index]! > 0)) continue;
      const points = turnover[index]! / this.pointValue;
      const mean = points / volume![index]!;
      const [lowest, highest] = [low![index]! - tick, high![index]! + tick];
      this.keep(mean, lowest, highest);
      if (isOnGrid(terms, low![index]!)) this.onGrid++;
      const meanOfTrades = points / (trades?.[index] ?? -1);
      if (meanOfTrades >= lowest && meanOfTrades <= highest) this.fitsTrades++;
      if (mean >= lowest && mean <= highest) continue;
      if (this.misses++ >= MAX_EXAMPLES) continue;
      const timeUs = times![index]!;
      const what = `mean ${rounded(mean, 2)}, low ${low![index]} high ${high![index]}, ${clockOf(this.context, timeUs)}`;
      this.examples.push(exampleAt(offset + index, timeUs, what));
    }
  }

  finding(): Finding | undefined {
    const { misses, rowsSeen } = this;
    if (misses === 0 || misses <= MISS_SHARE * rowsSeen) return undefined;
    const { severity, why, values } = this.explanation();
    return {
      rule: turnoverMismatch.id,
      severity,
      rows: misses,
      detail: `In ${countOf(misses, rowsSeen, 'candles')} the turnover is not contracts x price x ${this.pointValue}: ${why}`,
      examples: this.examples.slice(),
      values,
    };
  }

  private keep(mean: number, lowest: number, highest: number): void {
    if (this.rowsSeen === this.means.length) {
      this.means = doubled(this.means);
      this.lows = doubled(this.lows);
      this.highs = doubled(this.highs);
    }
    this.means[this.rowsSeen] = mean;
    this.lows[this.rowsSeen] = lowest;
    this.highs[this.rowsSeen] = highest;
    this.rowsSeen++;
  }

  private explanation(): { severity: Severity; why: string; values: Readonly<Record<string, number | string>> } {
    const least = FIT_SHARE * this.rowsSeen;
    const fits = this.rowsSeen - this.misses;
    if (this.rowsSeen < ROWS_TO_EXPLAIN || fits >= least) {
      return {
        severity: 'warn',
        why: 'these rows are odd, or there are too few to tell why',
        values: { cause: 'unknown' },
      };
    }
    if (this.fitsTrades >= least) {
      const why = 'contracts stand in the column of trades, and the volume is a number of trades';
      return { severity: 'warn', why, values: { cause: 'volume-counts-trades' } };
    }
    const factor = bestPointOf(this.shares(this.lows), this.shares(this.highs));
    const offset = bestPointOf(this.above(this.lows), this.above(this.highs));
    const [byFactor, byOffset] = [(factor?.count ?? 0) >= least, (offset?.count ?? 0) >= least];
    // within a day the two can hardly be told apart, but only a difference leaves prices on the grid
    const isOffset = byOffset && (!byFactor || (this.onGrid >= least && isAdjustment(factor!.at)));
    if (isOffset) return this.ofOffset(offset!.at);
    if (byFactor) return this.ofFactor(factor!.at);
    const why = 'no one factor explains it: the columns are of different things, or were exchanged';
    // a volume that fits no price of the day is none
    return { severity: this.misses >= least ? 'refuse' : 'warn', why, values: { cause: 'unknown' } };
  }

  private ofFactor(factor: number): ReturnType<MeanPrices['explanation']> {
    const shown = rounded(factor, 6);
    if (!isAdjustment(factor)) {
      const why = `it is so with a turnover ${shown} times as large: another unit, or another instrument's value of a point`;
      return { severity: 'warn', why, values: { cause: 'unit', factor } };
    }
    const isDeclared = this.context.adjusted === 'ratio';
    const why = `prices are ${shown} times those that were traded: they are adjusted by ratio${isDeclared ? ', the turnover is not' : ' without saying so'}`;
    return { severity: isDeclared ? 'note' : 'refuse', why, values: { cause: 'ratio', factor } };
  }

  private ofOffset(offset: number): ReturnType<MeanPrices['explanation']> {
    const isDeclared = this.context.adjusted === 'difference';
    const why = `prices are ${rounded(offset, 2)} points above those that were traded: they are adjusted by difference${isDeclared ? ', the turnover is not' : ' without saying so'}`;
    return { severity: isDeclared ? 'note' : 'refuse', why, values: { cause: 'difference', offset } };
  }

  private shares(bounds: Float64Array): Float64Array {
    return bounds.subarray(0, this.rowsSeen).map((bound, row) => bound / this.means[row]!);
  }

  private above(bounds: Float64Array): Float64Array {
    return bounds.subarray(0, this.rowsSeen).map((bound, row) => bound - this.means[row]!);
  }
}

function isAdjustment(factor: number): boolean {
  return factor <= ADJUSTMENT_MAX && factor >= 1 / ADJUSTMENT_MAX;
}

function doubled(column: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(column.length * 2);
  larger.set(column);
  return larger;
}
