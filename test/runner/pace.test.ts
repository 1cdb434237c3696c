// The pace of an exchange: the same events in the same order, none before its time, and a stop that ends the waiting.
import { describe, expect, it } from 'vitest';
import type { EventCursor, Exchange } from '../../src/core/engine/exchange.ts';
import type { OrderCommand } from '../../src/core/execution/order-command.ts';
import { EventBatch } from '../../src/core/market/event-batch.ts';
import { PacedExchange } from '../../src/runner/pace.ts';
import { cancel } from '../support/tape.ts';

const START_US = 1_754_395_200_000_000;

/** Gives clock ticks at these microseconds after the start. */
class Ticks implements Exchange {
  readonly sent: OrderCommand[] = [];
  readonly woken: number[] = [];
  private readonly batch = new EventBatch(8);
  private next = 0;

  constructor(offsetsUs: readonly number[]) {
    for (const [seq, offsetUs] of offsetsUs.entries()) {
      const index = this.batch.pushClockTick(START_US + offsetUs);
      this.batch.stamp(index, seq, START_US + offsetUs);
    }
  }

  advance(cursor: EventCursor): boolean {
    if (this.next >= this.batch.length) return false;
    cursor.batch = this.batch;
    cursor.index = this.next++;
    return true;
  }

  more(): Promise<boolean> {
    return Promise.resolve(this.next < this.batch.length);
  }

  submit(command: OrderCommand): void {
    this.sent.push(command);
  }

  wake(timeUs: number): void {
    this.woken.push(timeUs);
  }

  deliver(): undefined {}
}

/** Seqs in the order they came, with the turns of waiting it took. */
async function drained(exchange: Exchange, turnsMax = 1000): Promise<{ seqs: number[]; turns: number }> {
  const cursor: EventCursor = { batch: new EventBatch(1), index: 0 };
  const seqs: number[] = [];
  let turns = 0;
  do {
    while (exchange.advance(cursor)) seqs.push(cursor.batch.seqAt(cursor.index));
    turns += 1;
  } while (turns < turnsMax && (await exchange.more()));
  return { seqs, turns };
}

describe('a paced exchange', () => {
  it('gives every event, in order', async () => {
    const paced = new PacedExchange(new Ticks([0, 1e6, 2e6, 2e6, 50e6]), 100_000, () => false);
    expect((await drained(paced)).seqs).toEqual([0, 1, 2, 3, 4]);
  });

  it('holds an event back until its time, and gives it once', async () => {
    const paced = new PacedExchange(new Ticks([0, 30e6]), 1, () => false);
    const cursor: EventCursor = { batch: new EventBatch(1), index: 0 };
    expect(paced.advance(cursor)).toBe(true);
    expect(paced.advance(cursor)).toBe(false);
    expect(paced.advance(cursor)).toBe(false);
  });

  it('skips the silence of a night', async () => {
    const night = 15 * 3600e6;
    const paced = new PacedExchange(new Ticks([0, night, night + 1e6]), 100_000, () => false);
    expect((await drained(paced, 20)).seqs).toEqual([0, 1, 2]);
  });

  it('does not wait any more once it is stopped', async () => {
    let isStopped = false;
    const paced = new PacedExchange(new Ticks([0, 59e6]), 0.001, () => isStopped);
    const cursor: EventCursor = { batch: new EventBatch(1), index: 0 };
    paced.advance(cursor);
    paced.advance(cursor);
    isStopped = true;
    // a day of waiting if it did
    expect(await paced.more()).toBe(true);
  });

  it('passes on orders and wake-ups at once', () => {
    const ticks = new Ticks([]);
    const paced = new PacedExchange(ticks, 1, () => false);
    const command = cancel('a');
    paced.submit(command);
    paced.wake(START_US);
    expect(ticks.sent).toEqual([command]);
    expect(ticks.woken).toEqual([START_US]);
  });
});
