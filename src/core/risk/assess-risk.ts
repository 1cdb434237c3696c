// Signal and account in, approved quantity or a refusal with its reason out: the one place where size is decided.

import type { Instrument } from '../market/instrument.ts';
import { signOf } from '../market/side.ts';
import type { Signal } from '../signal/signal.ts';
import { collarFault, type MarketPrices } from './price-collar.ts';
import { limitFault } from './price-limits.ts';
import { type RiskLimits, riskLimitFields } from './risk-limits.ts';
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
  /** Absolute contracts that others hold on the account, or may open there. */
  readonly foreignContracts: number;
  /** Value of what is held or being opened, bought less sold, over all strategies, at the last prices. */
  readonly netExposureE4: number;
  /** Lost beyond the present marks if every stop of what is held or being opened is reached; 0 or more. */
  readonly lossAtStopsE4: number;
  /** Entry orders of all strategies in the last 60 s. */
  readonly entriesLastMinute: number;
  /** Ticks an entry is expected to lose against the price it was decided at, what its plan allows itself included. */
  readonly entrySlippageTicks: number;
  /** Costs of opening and closing one contract. */
  readonly roundTripCostsE4: number;
  /** Of the traded instrument, now. */
  readonly market: MarketPrices;
}

export type RiskRefusal =
  | 'halted'
  | 'reducing'
  | 'dailyLoss'
  | 'maxPositions'
  | 'maxContracts'
  | 'maxGrossContracts'
  | 'maxNetExposure'
  | 'orderRate'
  | 'priceCollar'
  | 'priceLimits'
  | 'sizeZero'
  | 'numbersMissing';

export type RiskVerdict =
  | { readonly kind: 'approved'; readonly quantity: number }
  | { readonly kind: 'refused'; readonly reason: RiskRefusal; readonly detail: string };

type Refused = Extract<RiskVerdict, { kind: 'refused' }>;

/** No order of ours is larger, whatever the limits say: beyond it some number is not what it should be. */
export const MOST_CONTRACTS = 100_000;

function refused(reason: RiskRefusal, detail: string): Refused {
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
  const missing = missingNumbers(limits, account, lossPerContractE4);
  if (missing !== undefined) return missing;
  const fault =
    collarFault(signal.side, signal.entryTicks, account.market, limits.collarTicks) ?? crossedStop(signal, account);
  if (fault !== undefined) return refused('priceCollar', fault);
  const beyond = limitFault(signal.side, signal.entryTicks, signal.stopTicks, account.market);
  if (beyond !== undefined) return refused('priceLimits', beyond);
  if (account.entriesLastMinute >= limits.ordersPerMinute) {
    const { entriesLastMinute: sent } = account;
    return refused('orderRate', `${sent} entry orders in the last minute, ${limits.ordersPerMinute} are allowed`);
  }
  const leftE4 = dailyLossLimitE4(limits, account.capitalE4) + account.dayNetE4 - account.lossAtStopsE4;
  if (leftE4 <= 0) return refused('dailyLoss', 'the daily loss limit is reached');
  if (account.openPositions >= limits.maxPositions) {
    return refused('maxPositions', `${account.openPositions} of ${limits.maxPositions} positions are open`);
  }
  const room = roomUnder(signal, instrument, limits, account);
  if (typeof room !== 'number') return room;
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

/** A stop that the last trade has reached already protects nothing: the position would be closed as soon as it is opened. */
function crossedStop({ side, stopTicks }: Signal, { market: { lastTicks } }: AccountRisk): string | undefined {
  if ((lastTicks! - stopTicks) * signOf(side) > 0) return undefined;
  return `the last trade at tick ${lastTicks} has reached the stop at tick ${stopTicks}`;
}

const accountFigures = [
  'capitalE4',
  'dayNetE4',
  'openPositions',
  'openContracts',
  'foreignContracts',
  'netExposureE4',
  'lossAtStopsE4',
  'entriesLastMinute',
  'entrySlippageTicks',
  'roundTripCostsE4',
] as const;
const counts = ['openPositions', 'openContracts', 'foreignContracts', 'entriesLastMinute'] as const;
/** Limits that need not be there; what is there must be a number. */
const mayBeAbsent: ReadonlySet<keyof RiskLimits> = new Set(['maxNetExposureBrl', 'lossStreakTrades']);

/** By name: a figure that was left out is refused as well. */
function missingNumbers(limits: RiskLimits, account: AccountRisk, lossPerContractE4: number): Refused | undefined {
  const wrong: string[] = [];
  const look = (name: string, value: number | undefined, isUsable: boolean): void => {
    if (!isUsable) wrong.push(`${name} ${value}`);
  };
  for (const name of accountFigures) look(name, account[name], Number.isFinite(account[name]));
  for (const name of counts) look(name, account[name], account[name] >= 0 && account[name] <= MOST_CONTRACTS);
  for (const name of riskLimitFields) {
    const value = limits[name];
    look(name, value, Number.isFinite(value) || (value === undefined && mayBeAbsent.has(name)));
  }
  look('capitalE4', account.capitalE4, account.capitalE4 > 0);
  look('loss of a contract in E4', lossPerContractE4, Number.isFinite(lossPerContractE4) && lossPerContractE4 > 0);
  if (wrong.length === 0) return undefined;
  return refused('numbersMissing', `not a usable number: ${[...new Set(wrong)].join(', ')}`);
}

/** Contracts that may still be opened; a refusal where they do not make a lot. */
function roomUnder(signal: Signal, instrument: Instrument, limits: RiskLimits, account: AccountRisk): number | Refused {
  const { openContracts, foreignContracts, netExposureE4 } = account;
  const room = limits.maxContracts - openContracts;
  if (room < instrument.lot)
    return refused('maxContracts', `${openContracts} of ${limits.maxContracts} contracts are open`);
  const gross = limits.maxGrossContracts - openContracts - foreignContracts;
  if (gross < instrument.lot) {
    const all = `${openContracts} contracts are open and ${foreignContracts} are of others`;
    return refused('maxGrossContracts', `${all}, ${limits.maxGrossContracts} are allowed together`);
  }
  const least = Math.min(room, gross, limits.maxOrderContracts, MOST_CONTRACTS);
  if (limits.maxNetExposureBrl === undefined) return least;
  const direction = signOf(signal.side);
  const contractE4 = signal.entryTicks * instrument.tickValueE4;
  const exposure = Math.floor((limits.maxNetExposureBrl * 10_000 - direction * netExposureE4) / contractE4);
  if (exposure < instrument.lot) {
    const now = `${netExposureE4 / 10_000} BRL are open, one contract is ${contractE4 / 10_000} BRL`;
    return refused('maxNetExposure', `${now}, ${limits.maxNetExposureBrl} BRL are allowed`);
  }
  return Math.min(least, exposure);
}
