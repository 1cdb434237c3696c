// Takes the adjusted bars of one contract and its recovered factor and gives the bars as they were traded.
import { assert } from '../../assert.ts';
import type { Instrument } from '../instrument.ts';
import type { AdjustedBars } from './adjusted-bars.ts';
import { nearestOnGrid } from './adjusted-price.ts';
import type { RecoveredFactor } from './recover-contract.ts';

const CENTS_PER_BRL = 100;
/** A price that lies farther than this from its tick, in adjusted ticks, could belong to the next one. */
const RESIDUAL_TICKS_MAX = 0.25;

/** Rows of one contract, prices on the tick grid. */
export interface TradedBars {
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  /** BRL; undefined where it was absent, or where it was something else than a turnover. */
  readonly turnover: Float64Array | undefined;
}

/** Whether every price has one tick that it can only be. */
export function isExactEnough(fit: RecoveredFactor, instrument: Instrument): boolean {
  return fit.largestResidual <= RESIDUAL_TICKS_MAX * instrument.tick * fit.factor;
}

/** Rows from `start` up to, not including, `end`. The fit must be exact enough. */
export function restoreBars(
  bars: AdjustedBars,
  { start, end }: { readonly start: number; readonly end: number },
  fit: RecoveredFactor,
  instrument: Instrument,
): TradedBars {
  assert(isExactEnough(fit, instrument), `prices ${fit.largestResidual} points off their tick cannot be restored`);
  const traded = (column: Float64Array): Float64Array =>
    column.subarray(start, end).map((price) => nearestOnGrid(instrument, price / fit.factor));
  return {
    open: traded(bars.open),
    high: traded(bars.high),
    low: traded(bars.low),
    close: traded(bars.close),
    turnover: restoreTurnover(bars.turnover?.subarray(start, end), fit, instrument),
  };
}

/** To whole ticks of money where their factor is known, else to cents. */
function restoreTurnover(
  turnover: Float64Array | undefined,
  fit: RecoveredFactor,
  instrument: Instrument,
): Float64Array | undefined {
  switch (fit.turnover) {
    case 'absent':
    case 'neither':
      return undefined;
    case 'traded':
    case 'either':
      return turnover?.slice();
    case 'adjusted': {
      if (fit.turnoverFit === undefined) {
        return turnover?.map((value) => Math.round((value / fit.factor) * CENTS_PER_BRL) / CENTS_PER_BRL);
      }
      const stepBrl = instrument.tickValueBrl * instrument.lot;
      const { factor } = fit.turnoverFit;
      return turnover?.map((value) => Math.round(value / factor / stepBrl) * stepBrl);
    }
  }
}
