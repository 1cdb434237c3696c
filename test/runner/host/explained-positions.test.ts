// A position is told on only behind a whole read of the orders: what a lost word hid is then no difference.
import { describe, expect, it } from 'vitest';
import { ExplainedPositions } from '../../../src/runner/host/explained-positions.ts';

class Bench {
  reads = 0;
  asked = 0;
  atRest: number | undefined = undefined;
  readonly told: number[] = [];
  readonly explained = new ExplainedPositions({
    readOrders: () => {
      this.asked += 1;
    },
    readsDone: () => this.reads,
    isAtRest: (_id, quantity) => this.atRest === quantity,
    tell: (_id, quantity) => this.told.push(quantity),
  });

  rests(quantity: number): void {
    this.atRest = quantity;
    this.explained.take(0, quantity);
  }

  read(): void {
    this.reads += 1;
    this.explained.tick();
  }
}

describe('a position that has come to rest', () => {
  it('has the orders read, and is told when they were', () => {
    const bench = new Bench();
    bench.rests(2);
    bench.explained.tick();
    expect([bench.asked, bench.told]).toEqual([1, []]);
    bench.read();
    bench.read();
    expect(bench.told).toEqual([2]);
  });

  it('is told behind a read of its next rest where something happened to it meanwhile', () => {
    const bench = new Bench();
    bench.rests(2);
    bench.atRest = undefined;
    bench.read();
    bench.atRest = 2;
    bench.explained.tick();
    expect([bench.asked, bench.told]).toEqual([2, []]);
    bench.read();
    expect(bench.told).toEqual([2]);
  });

  it('is replaced by what it has become, which waits for a read of its own', () => {
    const bench = new Bench();
    bench.rests(2);
    bench.rests(0);
    expect(bench.asked).toBe(2);
    bench.read();
    expect(bench.told).toEqual([0]);
  });
});
