// The risk a strategy may take, as its author writes it; checked field by field, every field but the first five with a default.

import { parseCandleInterval } from '../candles/candle-interval.ts';
import { checkWhole, type Refuse } from './refuse-setting.ts';

export interface RiskSettings {
  /** Share of the session's opening capital that one trade may lose at its stop, costs included. 0 < x ≤ 0.05. */
  readonly riskPerTrade: number;
  /** Positions open at once, over all strategies. */
  readonly maxPositions: number;
  /** Contracts held at once, absolute, over all strategies. */
  readonly maxContracts: number;
  /** Share of the opening capital; realised plus open loss beyond it latches until the next session. */
  readonly dailyLossLimit: number;
  /** Span before the close at which everything is closed and nothing opened, e.g. '15m'. */
  readonly flattenBeforeClose: string;
  /** Contracts of the account, ours and those of others together, held or being opened. Default `maxContracts`. */
  readonly maxGrossContracts?: number;
  /** Value of what all strategies hold and open, bought less sold, in BRL, either way. Default: no limit beside the contracts. */
  readonly maxNetExposureBrl?: number;
  /** Contracts of one order. Default `maxContracts`. */
  readonly maxOrderContracts?: number;
  /**
   * Share of the opening capital that the result may lie below its best of the session (0 where it was never above). Beyond it no
   * new risk until a person resumes or the next session begins. Default `dailyLossLimit`.
   */
  readonly maxDrawdown?: number;
  /** After so many losing round trips in a row nothing is opened for `coolDown` ('30m' unless told). Default: never. */
  readonly lossStreak?: { readonly trades: number; readonly coolDown?: string };
  /** Ticks that an entry may lie from the last trade, and the bid from the ask. Default 20. */
  readonly collarTicks?: number;
  /** Entry orders in any 60 seconds, over all strategies; exits, stops and cancels are never held back. Default 60. */
  readonly ordersPerMinute?: number;
  /** Span before the close in which nothing is opened. Default, and least, `flattenBeforeClose`. */
  readonly noEntryBeforeClose?: string;
  /** Trading days that must be left until the last trading day of the contract. Default 0: entries on that day as well. */
  readonly minDaysToRoll?: number;
}

/** What holds where a strategy says nothing. */
export const defaultRisk = {
  collarTicks: 20,
  ordersPerMinute: 60,
  coolDown: '30m',
  minDaysToRoll: 0,
} as const;

const MOST_CONTRACTS = 100_000;

/** Throws through `refuse` at the first field that is wrong. */
export function checkRiskSettings(risk: RiskSettings, refuse: Refuse): void {
  const share = (field: string, value: number, high: number): void => {
    if (!(value > 0 && value <= high)) refuse(field, `above 0 and at most ${high}`, value);
  };
  share('risk.riskPerTrade', risk.riskPerTrade, 0.05);
  share('risk.dailyLossLimit', risk.dailyLossLimit, 0.5);
  for (const field of ['maxPositions', 'maxContracts'] as const) {
    if (!Number.isInteger(risk[field]) || risk[field] < 1)
      refuse(`risk.${field}`, 'a whole number from 1', risk[field]);
  }
  checkSpan(refuse, 'risk.flattenBeforeClose', risk.flattenBeforeClose);
  checkWhole(refuse, 'risk.maxGrossContracts', risk.maxGrossContracts, 1, MOST_CONTRACTS);
  checkWhole(refuse, 'risk.maxOrderContracts', risk.maxOrderContracts, 1, MOST_CONTRACTS);
  checkWhole(refuse, 'risk.collarTicks', risk.collarTicks, 1, 1000);
  checkWhole(refuse, 'risk.ordersPerMinute', risk.ordersPerMinute, 1, 1000);
  checkWhole(refuse, 'risk.minDaysToRoll', risk.minDaysToRoll, 0, 30);
  const { maxNetExposureBrl, maxDrawdown, noEntryBeforeClose, lossStreak } = risk;
  if (maxNetExposureBrl !== undefined && !(Number.isFinite(maxNetExposureBrl) && maxNetExposureBrl > 0))
    refuse('risk.maxNetExposureBrl', 'an amount in BRL above 0', maxNetExposureBrl);
  if (maxDrawdown !== undefined) share('risk.maxDrawdown', maxDrawdown, 0.5);
  if (noEntryBeforeClose !== undefined) checkSpan(refuse, 'risk.noEntryBeforeClose', noEntryBeforeClose);
  if (lossStreak === undefined) return;
  if (lossStreak.trades === undefined) refuse('risk.lossStreak.trades', 'a whole number from 1 to 100', undefined);
  checkWhole(refuse, 'risk.lossStreak.trades', lossStreak.trades, 1, 100);
  if (lossStreak.coolDown !== undefined) checkSpan(refuse, 'risk.lossStreak.coolDown', lossStreak.coolDown);
}

function checkSpan(refuse: Refuse, field: string, value: string): void {
  if (parseCandleInterval(value)?.kind !== 'time') refuse(field, 'a time such as 15m', value);
}
