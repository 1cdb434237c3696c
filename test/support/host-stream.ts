// An exchange of the host in; every event of its stream to whoever takes them, and the least epoch that a stream can begin with.

import type { EpochStart } from '../../src/core/account/account-event.ts';
import type { Exchange } from '../../src/core/engine/exchange.ts';
import { EventBatch } from '../../src/core/market/event-batch.ts';

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
