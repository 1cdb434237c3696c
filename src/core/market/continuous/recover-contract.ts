// Takes the adjusted bars of one contract and gives the factor that they were multiplied with, or why it cannot be told.
import { assert } from '../../assert.ts';
import type { Instrument } from '../instrument.ts';
import { isOnGrid } from '../price-grid.ts';
import type { AdjustedBars } from './adjusted-bars.ts';
import { nearestOnGrid } from './adjusted-price.ts';
import { type FactorCandidate, factorCandidates } from './factor-search.ts';
import { halfStepOf, tallyOf } from './rounded-prices.ts';
import { type TurnoverFactor, turnoverFactor } from './turnover-factor.ts';
import { type TurnoverMeaning, turnoverMeaning, turnoverVotes } from './turnover-meaning.ts';

/** Values that may miss the grid for another reason than a wrong factor, as a share. */
const MISS_SHARE = 0.001;
/** Two factors, one of which misses so many values or bars more than the other, are not equally likely. */
const DECIDING_COUNT = 4;

/** The bars of one contract: rows from `start` up to, not including, `end`. */
export interface BarsOfContract {
  readonly bars: AdjustedBars;
  readonly start: number;
  readonly end: number;
  readonly instrument: Instrument;
  /** To which all prices of the file were rounded. */
  readonly decimals: number;
}

export interface RecoveredFactor {
  readonly kind: 'recovered';
  /** What the traded prices were multiplied with; the middle of the factors that fit, exactly 1 where that one fits. */
  readonly factor: number;
  /** The prices alone cannot tell the factors from `low` to `high` apart; all of them give the same traded prices. */
  readonly low: number;
  readonly high: number;
  /** Rows with a price that is off its tick by more than rounding. */
  readonly missedRows: number;
  /** Distance of the adjusted prices from factor x traded price, points: the largest, and the root of the mean square. */
  readonly largestResidual: number;
  readonly rmsResidual: number;
  readonly turnover: TurnoverMeaning;
  /** What the turnover was multiplied with, to some 1e-12; undefined where it was not adjusted or fits no step of money. */
  readonly turnoverFit: TurnoverFactor | undefined;
}

/**
 * `noFactor`: no factor returns the prices to the grid, as when two contracts are mixed or the prices were rounded too
 * far. `ambiguous`: several do, as with too few prices.
 */
export type NotRecovered = {
  readonly kind: 'notRecovered';
  readonly reason: 'noFactor' | 'ambiguous';
  /** The factors that fit, the likeliest first. */
  readonly candidates: readonly FactorCandidate[];
};

/** There is at least one row. */
export function recoverContract(contract: BarsOfContract): RecoveredFactor | NotRecovered {
  const { bars, start, end, instrument, decimals } = contract;
  assert(end > start, 'a contract to recover has bars');
  const tally = tallyOf([bars.open, bars.high, bars.low, bars.close], start, end);
  if (tally.values.every((value) => isOnGrid(instrument, value))) {
    return measured(contract, { factor: 1, low: 1, high: 1, missed: 0 });
  }
  const found = factorCandidates(tally, instrument.tick, halfStepOf(decimals), MISS_SHARE);
  const likely = likeliest(contract, found);
  if (likely.length === 1) return measured(contract, snappedToOne(likely[0]!));
  return { kind: 'notRecovered', reason: likely.length === 0 ? 'noFactor' : 'ambiguous', candidates: likely };
}

/** Where several fit the prices nearly as well, those that fit the turnover too. */
function likeliest(contract: BarsOfContract, found: readonly FactorCandidate[]): readonly FactorCandidate[] {
  const best = found.filter(({ missed }) => missed < found[0]!.missed + DECIDING_COUNT);
  if (best.length < 2) return best;
  const faults = best.map((candidate) => turnoverFaults(contract, candidate));
  const fewest = faults.reduce((least, count) => Math.min(least, count));
  return best.filter((_, index) => faults[index]! < fewest + DECIDING_COUNT);
}

/** Bars whose turnover contradicts a factor: its mean price lies outside of the bar, or it is no multiple of a tick's value. */
function turnoverFaults(contract: BarsOfContract, candidate: FactorCandidate): number {
  const votes = votesOf(contract, candidate.factor);
  const meaning = turnoverMeaning(votes);
  if (meaning === 'traded') return votes.rows - votes.asTraded;
  return meaning === 'adjusted' ? (fitTurnover(contract, candidate)?.missed ?? 0) : 0;
}

function votesOf({ bars, start, end, instrument, decimals }: BarsOfContract, factor: number) {
  return turnoverVotes(bars, { start, end }, factor, instrument.pointValueBrl, halfStepOf(decimals));
}

function fitTurnover({ bars, start, end, instrument }: BarsOfContract, candidate: FactorCandidate) {
  const turnover = bars.turnover!.subarray(start, end);
  return turnoverFactor(turnover, instrument.tickValueBrl * instrument.lot, candidate);
}

/** An unadjusted contract is more likely than one with a factor that cannot be told from 1. */
function snappedToOne(candidate: FactorCandidate): FactorCandidate {
  return candidate.low <= 1 && candidate.high >= 1 ? { ...candidate, factor: 1 } : candidate;
}

function measured(contract: BarsOfContract, candidate: FactorCandidate): RecoveredFactor {
  const { bars, start, end, instrument, decimals } = contract;
  const { factor, low, high } = candidate;
  const halfStep = halfStepOf(decimals);
  const columns = [bars.open, bars.high, bars.low, bars.close];
  let missedRows = 0;
  let largestResidual = 0;
  let squares = 0;
  for (let row = start; row < end; row += 1) {
    let largestOfRow = 0;
    for (const column of columns) {
      const adjusted = column[row]!;
      const residual = Math.abs(adjusted - factor * nearestOnGrid(instrument, adjusted / factor));
      largestOfRow = Math.max(largestOfRow, residual);
      squares += residual * residual;
    }
    if (largestOfRow > halfStep) missedRows += 1;
    largestResidual = Math.max(largestResidual, largestOfRow);
  }
  const turnover = turnoverMeaning(votesOf(contract, factor));
  const rmsResidual = Math.sqrt(squares / (columns.length * (end - start)));
  const fit = turnover === 'adjusted' ? fitTurnover(contract, candidate) : undefined;
  const turnoverFit = fit !== undefined && fit.missed <= MISS_SHARE * (end - start) ? fit : undefined;
  return { kind: 'recovered', factor, low, high, missedRows, largestResidual, rmsResidual, turnover, turnoverFit };
}
