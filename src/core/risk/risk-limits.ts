// Limits of one strategy in exact units, from its risk settings; the trading machine may tighten them, never widen.

import { assert } from '../assert.ts';
import { parseCandleInterval } from '../candles/candle-interval.ts';
import { defaultRisk } from '../signal/risk-settings.ts';
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
  /** Contracts of the whole account, those of others included. */
  readonly maxGrossContracts: number;
  /** Contracts of one order. */
  readonly maxOrderContracts: number;
  /** Value bought less value sold over all strategies, either way; absent where contracts alone are limited. */
  readonly maxNetExposureBrl?: number;
  /** Fraction of the opening capital below the best result of the session. */
  readonly maxDrawdown: number;
  /** Losing round trips in a row before a pause; absent where none is made. */
  readonly lossStreakTrades?: number;
  /** How long that pause is, microseconds. */
  readonly coolDownUs: number;
  /** Ticks from an entry to the last trade, and from bid to ask. */
  readonly collarTicks: number;
  /** Entry orders in any 60 s, over all strategies. */
  readonly ordersPerMinute: number;
  /** Span before the close without entries, microseconds. */
  readonly noEntryBeforeCloseUs: number;
  /** Trading days that must be left until the last trading day of the contract. */
  readonly minDaysToRoll: number;
}

export function limitsOf({ name, risk, execution }: Strategy): RiskLimits {
  const flattenBeforeCloseUs = spanUs(name, risk.flattenBeforeClose);
  const { maxNetExposureBrl, lossStreak } = risk;
  return {
    riskPerTrade: risk.riskPerTrade,
    dailyLossLimit: risk.dailyLossLimit,
    maxPositions: risk.maxPositions,
    maxContracts: risk.maxContracts,
    flattenBeforeCloseUs,
    stopSlippageTicks: execution?.stopSlippageTicks ?? defaultExecution.stopSlippageTicks,
    maxGrossContracts: risk.maxGrossContracts ?? risk.maxContracts,
    maxOrderContracts: risk.maxOrderContracts ?? risk.maxContracts,
    ...(maxNetExposureBrl === undefined ? {} : { maxNetExposureBrl }),
    maxDrawdown: risk.maxDrawdown ?? risk.dailyLossLimit,
    ...(lossStreak === undefined ? {} : { lossStreakTrades: lossStreak.trades }),
    coolDownUs: spanUs(name, lossStreak?.coolDown ?? defaultRisk.coolDown),
    collarTicks: risk.collarTicks ?? defaultRisk.collarTicks,
    ordersPerMinute: risk.ordersPerMinute ?? defaultRisk.ordersPerMinute,
    noEntryBeforeCloseUs: Math.max(flattenBeforeCloseUs, spanUs(name, risk.noEntryBeforeClose ?? '1s')),
    minDaysToRoll: risk.minDaysToRoll ?? defaultRisk.minDaysToRoll,
  };
}

function spanUs(name: string, text: string): number {
  const interval = parseCandleInterval(text);
  assert(interval?.kind === 'time', `the span ${text} of ${name} was checked by defineStrategy`);
  return interval.us;
}

type Tightened = 'min' | 'max';

/** Which end is the tighter one. A limit that only one side has is its own. */
const directions: Readonly<Record<keyof RiskLimits, Tightened>> = {
  riskPerTrade: 'min',
  dailyLossLimit: 'min',
  maxPositions: 'min',
  maxContracts: 'min',
  flattenBeforeCloseUs: 'max',
  stopSlippageTicks: 'max',
  maxGrossContracts: 'min',
  maxOrderContracts: 'min',
  maxNetExposureBrl: 'min',
  maxDrawdown: 'min',
  lossStreakTrades: 'min',
  coolDownUs: 'max',
  collarTicks: 'min',
  ordersPerMinute: 'min',
  noEntryBeforeCloseUs: 'max',
  minDaysToRoll: 'max',
};

export const riskLimitFields = Object.keys(directions) as readonly (keyof RiskLimits)[];

/** The tighter of two sets, field by field. What is not a number stays so, and is refused where it is used. */
export function tighter(a: RiskLimits, b: Partial<RiskLimits>): RiskLimits {
  const both: Partial<Record<keyof RiskLimits, number>> = {};
  for (const field of riskLimitFields) {
    const [one, other] = [a[field], b[field]];
    const value = one === undefined || other === undefined ? (one ?? other) : tighterOf(directions[field], one, other);
    if (value !== undefined) both[field] = value;
  }
  return both as unknown as RiskLimits;
}

/** Those of `b` that `a` is tighter than: they have no effect beside it. */
export function wider(a: RiskLimits, b: Partial<RiskLimits>): readonly (keyof RiskLimits)[] {
  return riskLimitFields.filter((field) => {
    const [one, other] = [a[field], b[field]];
    return (
      one !== undefined && other !== undefined && one !== other && tighterOf(directions[field], one, other) === one
    );
  });
}

function tighterOf(direction: Tightened, one: number, other: number): number {
  return direction === 'min' ? Math.min(one, other) : Math.max(one, other);
}
