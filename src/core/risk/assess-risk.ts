// Signal and account in, approved quantity or a refusal with its reason out: the one place where size is decided.

import type { Instrument } from '../market/instrument.ts';
import type { Signal } from '../signal/signal.ts';
import type { RiskLimits } from './risk-limits.ts';
import type { TradingState } from './trading-state.ts';

/** State of the whole account at the moment of the decision. Money in E4. */
export interface AccountRisk {
  readonly capitalE4: number;
  /** Realised plus open result of the session, net of costs; negative is a loss. */
  readonly dayNetE4: number;
  /** Positions open or being opened, over all strategies. */
  readonly openPositions: number;
  /** Absolute contracts held or being bought or sold to open, over all strategies. */
  readonly openContracts: number;
  /** Lost beyond the present marks if every stop of what is held or being opened is reached; 0 or more. */
  readonly lossAtStopsE4: number;
  /** Ticks an entry is expected to lose against the price it was decided at. */
  readonly entrySlippageTicks: number;
  /** Costs of opening and closing one contract. */
  readonly roundTripCostsE4: number;
}

export type RiskRefusal =
  | 'halted'
  | 'reducing'
  | 'dailyLoss'
  | 'maxPositions'
  | 'maxContracts'
  | 'sizeZero'
  | 'numbersMissing';

export type RiskVerdict =
  | { readonly kind: 'approved'; readonly quantity: number }
  | { readonly kind: 'refused'; readonly reason: RiskRefusal; readonly detail: string };

function refused(reason: RiskRefusal, detail: string): RiskVerdict {
  return { kind: 'refused', reason, detail };
}

/** Loss of the session at which the day is over, E4; positive. */
export function dailyLossLimitE4(limits: RiskLimits, capitalE4: number): number {
  return Math.floor(limits.dailyLossLimit * capitalE4);
}

/**
 * contracts = floor(capital × riskPerTrade / ((stop + slippage of entry and stop) × tick value + costs)), in whole lots, under every limit and
 * under what is left of the day's loss. Anything missing or not finite is a refusal.
 */
export function assessRisk(
  signal: Signal,
  instrument: Instrument,
  limits: RiskLimits,
  account: AccountRisk,
  state: TradingState,
): RiskVerdict {
  if (state.kind !== 'active') return refused(state.kind, state.reason);
  const stopTicks = Math.abs(signal.entryTicks - signal.stopTicks);
  const lostTicks = account.entrySlippageTicks + stopTicks + limits.stopSlippageTicks;
  const lossPerContractE4 = lostTicks * instrument.tickValueE4 + account.roundTripCostsE4;
  const numbers = [
    account.capitalE4,
    account.dayNetE4,
    account.lossAtStopsE4,
    account.openContracts,
    account.openPositions,
    lossPerContractE4,
    limits.riskPerTrade,
    limits.dailyLossLimit,
    limits.maxPositions,
    limits.maxContracts,
  ];
  if (!numbers.every(Number.isFinite) || account.capitalE4 <= 0 || !(lossPerContractE4 > 0)) {
    return refused(
      'numbersMissing',
      `capital, result, stop distance or a limit is not a usable number: ${numbers.join(', ')}`,
    );
  }
  const leftE4 = dailyLossLimitE4(limits, account.capitalE4) + account.dayNetE4 - account.lossAtStopsE4;
  if (leftE4 <= 0) return refused('dailyLoss', 'the daily loss limit is reached');
  if (account.openPositions >= limits.maxPositions) {
    return refused('maxPositions', `${account.openPositions} of ${limits.maxPositions} positions are open`);
  }
  const room = limits.maxContracts - account.openContracts;
  if (room < instrument.lot)
    return refused('maxContracts', `${account.openContracts} of ${limits.maxContracts} contracts are open`);
  const budgetE4 = Math.min(account.capitalE4 * limits.riskPerTrade, leftE4);
  const contracts = Math.min(Math.floor(budgetE4 / lossPerContractE4), room);
  const quantity = Math.floor(contracts / instrument.lot) * instrument.lot;
  if (quantity < instrument.lot) {
    return refused(
      'sizeZero',
      `one lot may lose ${(lossPerContractE4 * instrument.lot) / 10_000} BRL, ${budgetE4 / 10_000} are allowed`,
    );
  }
  return { kind: 'approved', quantity };
}
