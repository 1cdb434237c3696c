// A message about a single order as a packed record of a segment, and back; such records stand in segments only, never in a stream of events.

import type { EventBatch } from '../../core/market/event-batch.ts';
import { F64_A, F64_B, F64_C, I32_G, I32_H, RECORD_F64, RECORD_I32 } from '../../core/market/event-record.ts';

/** Below the kinds with payload objects, so that the log takes it as it is; no event has it. Part of the file format. */
const ORDER_RECORD = 15;

/** Action and flags as in core/market/order-message.ts; in the record: f64 A order id, B price, C quantity, i32 G action, H agent. */
export function pushOrder(
  batch: EventBatch,
  instrumentId: number,
  exchangeTimeUs: number,
  receivedTimeUs: number,
  action: number,
  flags: number,
  orderId: number,
  price: number,
  quantity: number,
  agent: number,
): void {
  const index = batch.push(ORDER_RECORD, flags, instrumentId, receivedTimeUs, exchangeTimeUs);
  const f = index * RECORD_F64;
  const i = index * RECORD_I32;
  batch.f64[f + F64_A] = orderId;
  batch.f64[f + F64_B] = price;
  batch.f64[f + F64_C] = quantity;
  batch.i32[i + I32_G] = action;
  batch.i32[i + I32_H] = agent;
}
