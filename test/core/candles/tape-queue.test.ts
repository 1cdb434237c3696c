// A queue of trades: what is read is what was put in, over its first room and after it was emptied.
import { expect, it } from 'vitest';
import { TapeQueue } from '../../../src/core/candles/tape-queue.ts';
import { emptyTapeTrade, type TapeTrade } from '../../../src/core/candles/tape-trade.ts';

const tradeOf = (k: number): TapeTrade => ({
  timeUs: 1_754_395_200_000_000 + k,
  price: 5400 + k / 2,
  quantity: k + 1,
  aggressor: (k % 3) as TapeTrade['aggressor'],
  condition: (k % 5) as TapeTrade['condition'],
  buyAgent: k % 7,
  sellAgent: k % 11,
});

it('gives every field of every trade in order, when it has grown and when it was cleared', () => {
  const queue = new TapeQueue();
  const trade = emptyTapeTrade();
  for (const first of [0, 5000]) {
    for (let k = 0; k < 1000; k++) queue.push(tradeOf(first + k));
    expect(queue).toHaveLength(1000);
    for (let k = 0; k < 1000; k++) {
      queue.read(k, trade);
      expect(trade).toEqual(tradeOf(first + k));
    }
    queue.clear();
    expect(queue).toHaveLength(0);
  }
});
