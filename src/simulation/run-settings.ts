// What is traded, on what data and at which costs in; the settings of the simulated exchange, and of the engine behind it, out.

import { defaultEngineSettings, type EngineSettings } from '../core/engine/engine-context.ts';
import type { Root } from '../core/market/instrument.ts';
import { contractCosts, contractCostsE4, timesCosts } from './costs.ts';
import { type SimulationSettings, simulationPresets, simulationSettings } from './settings.ts';

/** How much worse than its settings a market is taken to be, to see what is left of a result there. */
export interface WorseMarket {
  /** Multiplies every latency and jitter on the way of orders and answers. */
  readonly latencyFactor?: number | undefined;
  /** Whole ticks more for each price at which liquidity is taken. */
  readonly extraSlippageTicks?: number | undefined;
  /** Multiplies the contracts ahead of a resting order where their number is assumed. */
  readonly queueFactor?: number | undefined;
}

export interface SimulatedMarket {
  /** Of the traded instrument. */
  readonly root: Root;
  readonly matchedOn: 'bars' | 'ticks';
  /** Of the strategy, microseconds; 0 where time does not close its candles. */
  readonly candleUs: number;
  /** Multiplies fees and exchange costs. */
  readonly costsFactor?: number | undefined;
  /** Fees and brokerage together, BRL per contract and side, in place of the assumption for the root. */
  readonly feesBrl?: number | undefined;
  readonly worse?: WorseMarket | undefined;
}

const STALE_AFTER_TICKS = 3;

/** Bars tell nothing inside them, so the clock ticks once a candle; ticks of trades have theirs each second. */
export function simulationOf(market: SimulatedMarket): SimulationSettings {
  const { root, matchedOn, candleUs, costsFactor, feesBrl, worse } = market;
  const costs = feesBrl === undefined ? contractCosts[root] : { exchangeFeeBrl: feesBrl, brokerageBrl: 0, factor: 1 };
  const changes = { costs: timesCosts(costs, costsFactor ?? 1), ...worsened(simulationPresets[matchedOn], worse) };
  const settings = simulationSettings(matchedOn, changes);
  return matchedOn === 'bars' ? { ...settings, clockTickUs: Math.max(settings.clockTickUs, candleUs) } : settings;
}

function worsened(usual: SimulationSettings, worse: WorseMarket = {}): Partial<SimulationSettings> {
  const { latencyFactor = 1, extraSlippageTicks = 0, queueFactor = 1 } = worse;
  const slower = (us: number): number => Math.round(us * latencyFactor);
  return {
    orderLatencyUs: slower(usual.orderLatencyUs),
    orderJitterUs: slower(usual.orderJitterUs),
    answerLatencyUs: slower(usual.answerLatencyUs),
    answerJitterUs: slower(usual.answerJitterUs),
    slippageTicks: usual.slippageTicks + extraSlippageTicks,
    unknownQueueContracts: Math.round(usual.unknownQueueContracts * queueFactor),
  };
}

/** The engine settings that a simulated run follows from its simulation. */
export function engineSettingsFor(simulation: SimulationSettings): EngineSettings {
  const { broker } = simulation;
  return {
    ...defaultEngineSettings,
    // a simulated broker that allows everything is asked for no more than a real one of which nothing is known
    brackets: { ...defaultEngineSettings.brackets, ...broker },
    // what jitter delays must still find its candle open
    candleGraceUs: simulation.marketJitterUs,
    staleAfterUs: Math.max(defaultEngineSettings.staleAfterUs, STALE_AFTER_TICKS * simulation.clockTickUs),
    entrySlippageTicks: Math.ceil(simulation.halfSpreadTicks + simulation.slippageTicks),
    roundTripCostsE4: 2 * contractCostsE4(simulation.costs),
  };
}
