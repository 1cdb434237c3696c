// Takes a preset and what differs from it; gives the settings of a simulated exchange and the canonical text that digests use.

import { assert } from '../core/assert.ts';
import type { BrokerTraits } from './broker-traits.ts';
import { type ContractCosts, contractCostsE4, wdoCosts } from './costs.ts';

/** Latencies are microseconds; a jitter adds a seeded uniform 0..jitter on top. Prices move in ticks, always against us. */
export interface SimulationSettings {
  /** From the exchange's time of a market event to our receiving it; unused where the source has its own received times. */
  readonly marketLatencyUs: number;
  readonly marketJitterUs: number;
  /** From our sending a command to its arrival at the venue. */
  readonly orderLatencyUs: number;
  readonly orderJitterUs: number;
  /** From what happens at the venue to our receiving its answer. */
  readonly answerLatencyUs: number;
  readonly answerJitterUs: number;
  /** From asking the model to its answer, in event time. */
  readonly predictionLatencyUs: number;
  /** Spacing of clock ticks. */
  readonly clockTickUs: number;
  /** Half the spread where no quote tells it; a fraction is rounded against us. */
  readonly halfSpreadTicks: number;
  /** Added to every price at which we take liquidity. */
  readonly slippageTicks: number;
  /** Contracts ahead of a resting order where the displayed size is not known. */
  readonly unknownQueueContracts: number;
  /**
   * Contracts taken for displayed at a price where the source does not tell its size, and at each tick behind it; rounded up to
   * the lot. An order that takes more walks on, one tick for each further such size.
   */
  readonly unknownSizeContracts: number;
  /**
   * On bars: a limit order that arrives later than this after a bar began may not fill in it, since its low or high may be
   * from before the order. Stops are always tested.
   */
  readonly barArrivalGraceUs: number;
  /** Share of new orders that the venue refuses for no reason of ours, 0 to 1. */
  readonly rejectShare: number;
  readonly costs: ContractCosts;
  /** What the broker allows; everything where it is absent. */
  readonly broker?: BrokerTraits;
}

/** For sources with trades: what a machine near the broker sees over an ordinary line. Assumptions, to be measured live. */
const ticksPreset: SimulationSettings = {
  marketLatencyUs: 10_000,
  marketJitterUs: 5_000,
  orderLatencyUs: 15_000,
  orderJitterUs: 10_000,
  answerLatencyUs: 10_000,
  answerJitterUs: 5_000,
  predictionLatencyUs: 5_000,
  clockTickUs: 1_000_000,
  halfSpreadTicks: 0.5,
  slippageTicks: 0,
  unknownQueueContracts: 200,
  // an assumption too, not measured: taken small to be the worse case, and a single lot of the full contracts
  unknownSizeContracts: 5,
  barArrivalGraceUs: 1_000_000,
  rejectShare: 0,
  costs: wdoCosts,
};

/** For sources of bars only: nothing is known of the spread and the book, so each taking costs half a spread and one tick. */
const barsPreset: SimulationSettings = { ...ticksPreset, slippageTicks: 1 };

export const simulationPresets = { ticks: ticksPreset, bars: barsPreset } as const;
export type SimulationPreset = keyof typeof simulationPresets;

/** A preset with some fields replaced; a field out of its range is a mistake of the caller. */
export function simulationSettings(
  preset: SimulationPreset,
  changes: Partial<SimulationSettings> = {},
): SimulationSettings {
  const settings: SimulationSettings = { ...simulationPresets[preset], ...changes };
  const { costs, halfSpreadTicks, rejectShare, broker, ...whole } = settings;
  for (const [name, value] of Object.entries(whole)) {
    assert(Number.isSafeInteger(value) && value >= 0, `${name} is a whole number from 0 on, not ${value}`);
  }
  assert(settings.clockTickUs > 0, 'clockTickUs is above 0');
  assert(settings.unknownSizeContracts > 0, 'unknownSizeContracts is above 0');
  assert(
    halfSpreadTicks >= 0 && Number.isFinite(halfSpreadTicks),
    `halfSpreadTicks is 0 or more, not ${halfSpreadTicks}`,
  );
  assert(rejectShare >= 0 && rejectShare <= 1, `rejectShare is 0 to 1, not ${rejectShare}`);
  contractCostsE4(costs);
  return settings;
}

/** The settings as JSON with sorted keys: equal settings give equal text. */
export function canonicalSettings(settings: SimulationSettings): string {
  const sorted = (value: object): object =>
    Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  const { costs, broker, ...flat } = settings;
  const traits = broker === undefined ? {} : { broker: sorted(broker) };
  return JSON.stringify(sorted({ ...flat, costs: sorted(costs), ...traits }));
}
