// Book changes of a batch in; the levels that they leave out, kept in plain maps.
import type { EventBatch } from '../../../../src/core/market/event-batch.ts';
import { BOOK_ASK, BOOK_CLEAR, BOOK_MORE, Kind } from '../../../../src/core/market/event-record.ts';

export type Level = readonly [price: number, quantity: number, orders: number];

export class BookOfEvents {
  clears = 0;
  /** Whether the last change was the last of its message. */
  isWhole = true;
  private readonly sides = [new Map<number, [number, number]>(), new Map<number, [number, number]>()];

  /** Takes the book changes of the batch; gives how many there were. */
  take(batch: EventBatch): number {
    let changes = 0;
    for (let at = 0; at < batch.length; at++) {
      if (batch.kindAt(at) !== Kind.bookChange) continue;
      const flags = batch.flagsAt(at);
      const [price, quantity, orders] = batch.f64.subarray(at * 8 + 4, at * 8 + 7) as unknown as Level;
      if ((flags & BOOK_CLEAR) !== 0) {
        for (const side of this.sides) side.clear();
        this.clears += 1;
      }
      const side = this.sides[flags & BOOK_ASK]!;
      if (quantity > 0) side.set(price, [quantity, orders]);
      else side.delete(price);
      this.isWhole = (flags & BOOK_MORE) === 0;
      changes += 1;
    }
    return changes;
  }

  /** From the lowest price up. */
  levels(side: number): readonly Level[] {
    return [...this.sides[side]!].map(([price, [q, o]]) => [price, q, o] as const).sort((a, b) => a[0] - b[0]);
  }
}
