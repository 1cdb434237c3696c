// One trade as features see it: what the exchange printed, read from one object that is written over by the next.

import type { EventBatch } from '../market/event-batch.ts';
import {
  AGGRESSOR_MASK,
  type Aggressor,
  CONDITION_MASK,
  CONDITION_SHIFT,
  F64_A,
  F64_B,
  F64_EXCHANGE,
  I32_G,
  I32_H,
  I32_KIND,
  RECORD_F64,
  RECORD_I32,
  type TradeConditionNumber,
} from '../market/event-record.ts';

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

/** Writes every field of one trade into another. */
export function copyTapeTrade(from: TapeTrade, to: MutableTapeTrade): void {
  to.timeUs = from.timeUs;
  to.price = from.price;
  to.quantity = from.quantity;
  to.aggressor = from.aggressor;
  to.condition = from.condition;
  to.buyAgent = from.buyAgent;
  to.sellAgent = from.sellAgent;
}

/** Reads record `index` of a batch, which is a trade, into `trade`. */
export function readTapeTrade(trade: MutableTapeTrade, batch: EventBatch, index: number): void {
  const { f64, i32 } = batch;
  const f = index * RECORD_F64;
  const i = index * RECORD_I32;
  const flags = i32[i + I32_KIND]! >>> 8;
  trade.timeUs = f64[f + F64_EXCHANGE]!;
  trade.price = f64[f + F64_A]!;
  trade.quantity = f64[f + F64_B]!;
  trade.aggressor = (flags & AGGRESSOR_MASK) as Aggressor;
  trade.condition = ((flags >> CONDITION_SHIFT) & CONDITION_MASK) as TradeConditionNumber;
  trade.buyAgent = i32[i + I32_G]!;
  trade.sellAgent = i32[i + I32_H]!;
}
