// One trade as features see it: what the exchange printed, read from one object that is written over by the next.

import type { Aggressor, TradeConditionNumber } from '../market/event-record.ts';

export interface TapeTrade {
  /** Exchange time, microseconds UTC. */
  readonly timeUs: number;
  /** Points. */
  readonly price: number;
  /** Contracts. */
  readonly quantity: number;
  /** 0 unknown, 1 buyer, 2 seller. */
  readonly aggressor: Aggressor;
  /** Only regular trades count in a side. */
  readonly condition: TradeConditionNumber;
  /** Broker codes; 0 where the source does not tell. */
  readonly buyAgent: number;
  readonly sellAgent: number;
}

/** The writable form, for the engine and tests. */
export type MutableTapeTrade = { -readonly [K in keyof TapeTrade]: TapeTrade[K] };

export function emptyTapeTrade(): MutableTapeTrade {
  return { timeUs: 0, price: 0, quantity: 0, aggressor: 0, condition: 0, buyAgent: 0, sellAgent: 0 };
}
