// The style of a strategy's entries in; what EntryWork does, in microseconds and ticks with every default filled in, out.

import { unreachable } from '../assert.ts';
import type { EntryStyle } from '../signal/entry-style.ts';

export interface EntryPlan {
  /** What its first order is: at market, or resting at the touch of its own side. */
  readonly first: 'market' | 'rest';
  readonly offsetTicks: number;
  /** The price is looked at this often, and followed; undefined: never. */
  readonly chaseEveryUs: number | undefined;
  /** How long it rests in all; undefined where it does not rest. */
  readonly restUs: number | undefined;
  readonly atEnd: 'giveUp' | 'takeLimit' | 'takeMarket';
  /** No order is priced, or sent at market, further beyond the decided price than this; undefined: wherever the collar allows. */
  readonly maxTicks: number | undefined;
  /** Contracts of one order; undefined: all. */
  readonly sliceContracts: number | undefined;
  readonly sliceEveryUs: number;
}

const US_PER_MS = 1000;
const DEFAULT_MAX_TICKS = 4;
const DEFAULT_REST_MS = 60_000;
const DEFAULT_PASSIVE_MS = 2000;

export const marketEntry: EntryPlan = {
  first: 'market',
  offsetTicks: 0,
  chaseEveryUs: undefined,
  restUs: undefined,
  atEnd: 'giveUp',
  maxTicks: undefined,
  sliceContracts: undefined,
  sliceEveryUs: 0,
};

export function entryPlanOf(style: EntryStyle): EntryPlan {
  switch (style.kind) {
    case 'market':
      return marketEntry;
    case 'limit':
      return {
        ...marketEntry,
        first: 'rest',
        offsetTicks: style.offsetTicks ?? 0,
        chaseEveryUs: style.chaseEveryMs === undefined ? undefined : style.chaseEveryMs * US_PER_MS,
        restUs: (style.restMs ?? DEFAULT_REST_MS) * US_PER_MS,
        atEnd: style.atEnd === 'take' ? 'takeLimit' : 'giveUp',
        maxTicks: style.maxTicks ?? DEFAULT_MAX_TICKS,
      };
    case 'passiveThenAggressive':
      return {
        ...marketEntry,
        first: 'rest',
        restUs: (style.restMs ?? DEFAULT_PASSIVE_MS) * US_PER_MS,
        atEnd: style.take === 'market' ? 'takeMarket' : 'takeLimit',
        maxTicks: style.maxTicks ?? DEFAULT_MAX_TICKS,
      };
    case 'slices':
      return {
        ...marketEntry,
        maxTicks: style.maxTicks ?? DEFAULT_MAX_TICKS,
        sliceContracts: style.contracts,
        sliceEveryUs: style.everyMs * US_PER_MS,
      };
    default:
      return unreachable(style);
  }
}

/** Ticks beyond the decided price that sizing must count on: what the plan allows itself. */
export function entryRoomTicks(plan: EntryPlan): number {
  return plan.maxTicks ?? 0;
}
