// Limits of one strategy in exact units, from its risk settings; the trading machine may tighten them, never widen.

import { assert } from '../assert.ts';
import { parseCandleInterval } from '../candles/candle-interval.ts';
import { defaultExecution, type Strategy } from '../signal/strategy.ts';

export interface RiskLimits {
  /** Fractions of the session's opening capital. */
  readonly riskPerTrade: number;
  readonly dailyLossLimit: number;
  readonly maxPositions: number;
  readonly maxContracts: number;
  /** Span before the close with no position, microseconds. */
  readonly flattenBeforeCloseUs: number;
  /** Ticks that sizing assumes lost beyond the stop's trigger. */
  readonly stopSlippageTicks: number;
}

export function limitsOf(strategy: Strategy): RiskLimits {
  const flatten = parseCandleInterval(strategy.risk.flattenBeforeClose);
  assert(flatten?.kind === 'time', `flattenBeforeClose of ${strategy.name} was checked by defineStrategy`);
  return {
    riskPerTrade: strategy.risk.riskPerTrade,
    dailyLossLimit: strategy.risk.dailyLossLimit,
    maxPositions: strategy.risk.maxPositions,
    maxContracts: strategy.risk.maxContracts,
    flattenBeforeCloseUs: flatten.us,
    stopSlippageTicks: strategy.execution?.stopSlippageTicks ?? defaultExecution.stopSlippageTicks,
  };
}

/** The tighter of two sets, field by field. */
export function tighter(a: RiskLimits, b: Partial<RiskLimits>): RiskLimits {
  return {
    riskPerTrade: Math.min(a.riskPerTrade, b.riskPerTrade ?? a.riskPerTrade),
    dailyLossLimit: Math.min(a.dailyLossLimit, b.dailyLossLimit ?? a.dailyLossLimit),
    maxPositions: Math.min(a.maxPositions, b.maxPositions ?? a.maxPositions),
    maxContracts: Math.min(a.maxContracts, b.maxContracts ?? a.maxContracts),
    flattenBeforeCloseUs: Math.max(a.flattenBeforeCloseUs, b.flattenBeforeCloseUs ?? a.flattenBeforeCloseUs),
    stopSlippageTicks: Math.max(a.stopSlippageTicks, b.stopSlippageTicks ?? a.stopSlippageTicks),
  };
}
