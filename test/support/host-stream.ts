// What a client of the host asks for in; its stream, which begins with the least epochs there are, and every event of it, out.

import type { EpochStart } from '../../src/core/account/account-event.ts';
import type { Exchange } from '../../src/core/engine/exchange.ts';
import { EventBatch } from '../../src/core/market/event-batch.ts';
import { AGGRESSOR_MASK, F64_A, F64_B, F64_C, I32_G, I32_H, RECORD_I32 } from '../../src/core/market/event-record.ts';
import { HostExchange, type HostExchangeOptions } from '../../src/runner/host/host-exchange.ts';

/** Trades and quotes of the day from its beginning on. */
export const WHOLE_DAY = { trades: true, quotes: true, book: 'none', firstSeq: 1, since: 'dayStart' } as const;

/** Not yet connected. Each epoch has the next number. */
export function hostStream(
  options: Omit<HostExchangeOptions, 'epoch'> & Partial<Pick<HostExchangeOptions, 'epoch'>>,
): HostExchange {
  let epochs = 0;
  const epoch = () => Promise.resolve(epochBatch(++epochs, options.instruments.length));
  return new HostExchange({ epoch, ...options });
}

/** For streams that no engine reads: nothing but the number of instruments is said. */
export function epochBatch(epoch: number, instruments: number): EventBatch {
  const start = { kind: 'epochStart', epoch, instruments: Array.from({ length: instruments }, () => ({})) };
  const batch = new EventBatch(2);
  batch.pushPayload(start as unknown as EpochStart, 0);
  return batch;
}

/** Resolves when the exchange is closed. */
export async function readStream(
  exchange: Pick<Exchange, 'advance'> & { more(): Promise<boolean> },
  take: (batch: EventBatch, index: number) => void,
): Promise<void> {
  const cursor = { batch: new EventBatch(1), index: 0 };
  do {
    while (exchange.advance(cursor)) take(cursor.batch, cursor.index);
  } while (await exchange.more());
}

/** A trade as its record tells it. */
export interface ToldTrade {
  readonly number: number;
  readonly timeUs: number;
  readonly price: number;
  readonly quantity: number;
  readonly aggressor: number;
  readonly buyAgent: number;
  readonly sellAgent: number;
}

export function toldTrade(batch: EventBatch, index: number): ToldTrade {
  const f = batch.f64At(index);
  const i = index * RECORD_I32;
  return {
    number: batch.f64[f + F64_C]!,
    timeUs: batch.exchangeTimeUsAt(index),
    price: batch.f64[f + F64_A]!,
    quantity: batch.f64[f + F64_B]!,
    aggressor: batch.flagsAt(index) & AGGRESSOR_MASK,
    buyAgent: batch.i32[i + I32_G]!,
    sellAgent: batch.i32[i + I32_H]!,
  };
}
