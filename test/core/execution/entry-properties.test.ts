// Entries of every style against venues that answer late, in parts, not at all and with refusals: one order at a time, and it ends.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryPlanOf } from '../../../src/core/execution/entry-plan.ts';
import { plainTerms } from '../../../src/core/execution/entry-work.ts';
import type { EntryStyle } from '../../../src/core/signal/entry-style.ts';
import { ENTRY_TICKS, ExecutionBench } from '../../support/execution-bench.ts';
import { propertyRuns } from '../../support/property-runs.ts';

const restMs = fc.integer({ min: 1, max: 8 }).map((n) => n * 500);
const maxTicks = fc.integer({ min: 2, max: 6 });
const styles: fc.Arbitrary<EntryStyle> = fc.oneof(
  fc.constant<EntryStyle>({ kind: 'market' }),
  fc.record({
    kind: fc.constant('limit' as const),
    offsetTicks: fc.integer({ min: -2, max: 2 }),
    chaseEveryMs: fc.constantFrom(500, 1000),
    maxTicks,
    restMs,
    atEnd: fc.constantFrom('giveUp' as const, 'take' as const),
  }),
  fc.record({
    kind: fc.constant('passiveThenAggressive' as const),
    restMs,
    maxTicks,
    take: fc.constantFrom('limit' as const, 'market' as const),
  }),
  fc.record({
    kind: fc.constant('slices' as const),
    contracts: fc.integer({ min: 1, max: 3 }),
    everyMs: fc.constantFrom(500, 1500),
    maxTicks,
  }),
);
const steps = fc.array(
  fc.record({
    what: fc.constantFrom('tick', 'tick', 'tick', 'work', 'fill', 'fill', 'confirm', 'confirm', 'refuse', 'book'),
    pick: fc.nat({ max: 9 }),
  }),
  { maxLength: 60 },
);
const refusals = ['Cliente nao esta logado', 'Preco fora dos limites do dia', 'Margem insuficiente'];

/** Entry orders that the venue may still fill, by what it was sent and what it has told. */
class Venue {
  readonly bench = new ExecutionBench();
  readonly faults = new Set<string>();
  private readonly filled = new Map<string, number>();
  private readonly ended = new Set<string>();
  private readonly direction: 1 | -1;

  constructor(direction: 1 | -1) {
    this.direction = direction;
    this.book(0);
  }

  book(offTicks: number): void {
    // the touch that an entry at market takes is the price it was decided at
    const bidTicks = ENTRY_TICKS - (this.direction === 1 ? 1 : 0) + offTicks;
    Object.assign(this.bench.market, { lastTicks: bidTicks, bidTicks, askTicks: bidTicks + 1 });
  }

  take(what: string, pick: number): void {
    const { bench } = this;
    if (what === 'tick') bench.clock(0.25 * (1 + (pick % 4)), bench.market.lastTicks);
    else if (what === 'book') this.book(this.direction * (pick - 4));
    else this.answer(what, pick);
    this.check();
  }

  private answer(what: string, pick: number): void {
    const { bench } = this;
    const alive = this.alive;
    const id = alive[pick % Math.max(1, alive.length)];
    if (id === undefined) return;
    const order = bench.account.order(id)!;
    const left = order.quantity - (this.filled.get(id) ?? 0);
    if (what === 'work' && order.status === 'pendingNew') bench.answer(id, 'working');
    else if (what === 'fill') {
      const quantity = 1 + (pick % left);
      this.filled.set(id, (this.filled.get(id) ?? 0) + quantity);
      if (quantity === left) this.ended.add(id);
      bench.fill(id, quantity, ENTRY_TICKS);
    } else if (what === 'confirm' && order.status === 'pendingCancel') this.end(id, 'cancelled');
    else if (what === 'refuse' && order.status === 'pendingNew') {
      this.ended.add(id);
      const reason = refusals[pick % refusals.length];
      bench.onUpdate({ kind: 'orderUpdate', clientOrderId: id, status: 'rejected', filledQuantity: 0, reason });
    }
  }

  private end(id: string, status: 'cancelled'): void {
    this.ended.add(id);
    this.bench.answer(id, status);
  }

  get alive(): readonly string[] {
    return this.sent.map(({ clientOrderId }) => clientOrderId).filter((id) => !this.ended.has(id));
  }

  get sent() {
    return this.bench.commands.flatMap((command) =>
      command.kind === 'submit' && command.request.role === 'entry' ? [command.request] : [],
    );
  }

  /** Legs and exits are answered as a good venue does; entries as the steps say. */
  private check(): void {
    if (this.alive.length > 1) this.faults.add(`${this.alive.length} orders of one entry are alive`);
    const filled = [...this.filled.values()].reduce((sum, one) => sum + one, 0);
    const open = this.alive.reduce(
      (sum, id) => sum + this.bench.account.order(id)!.quantity - (this.filled.get(id) ?? 0),
      0,
    );
    if (filled + open > 6) this.faults.add(`${filled} filled and ${open} open of 6 that were approved`);
    if (this.bench.execution.entryOpen < open) this.faults.add('contracts that may still fill are not counted');
    for (const { price } of this.sent) {
      if (price !== undefined && price * 2 !== Math.round(price * 2)) this.faults.add(`price ${price}`);
    }
  }

  /** Time passes and every cancel is confirmed. */
  rest(): void {
    for (let round = 0; round < 60; round++) {
      for (const id of this.alive) {
        const { status, type } = this.bench.account.order(id)!;
        if (status === 'pendingCancel') this.end(id, 'cancelled');
        else if (type === 'market') this.take('fill', 9);
        else if (status === 'pendingNew') this.bench.answer(id, 'working');
      }
      this.take('tick', 3);
    }
  }
}

describe('an entry of any style', () => {
  it('has one order alive at most, never opens more than was approved, and comes to an end', () => {
    let several = 0;
    fc.assert(
      fc.property(styles, fc.constantFrom<1 | -1>(1, -1), steps, (style, direction, all) => {
        const venue = new Venue(direction);
        venue.bench.enter(6, direction, { ...plainTerms, plan: entryPlanOf(style), collarTicks: 20 });
        for (const { what, pick } of all) venue.take(what, pick);
        venue.rest();
        expect([...venue.faults]).toEqual([]);
        expect([venue.alive, venue.bench.execution.entryOpen]).toEqual([[], 0]);
        if (venue.sent.length > 1) several += 1;
      }),
      { seed: 26, numRuns: propertyRuns(1500) },
    );
    expect(several).toBeGreaterThan(200);
  });
});
