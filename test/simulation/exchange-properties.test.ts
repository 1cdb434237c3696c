// What holds for any tape and any orders: bounds of fills, order of events, complete answers, the same run twice.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fill, Order, OrderRequest, OrderUpdate } from '../../src/core/account/order.ts';
import { applyUpdate, isFinal, newOrder } from '../../src/core/account/order-transitions.ts';
import type { SessionFeed } from '../../src/simulation/session-feed.ts';
import { simulationSettings } from '../../src/simulation/settings.ts';
import { propertyRuns } from '../support/property-runs.ts';
import { at, cancel, fillsOf, play, request, Tape, type TapeEvent, type Timed } from '../support/tape.ts';

const SECONDS = 240;
const ticks = fc.integer({ min: -12, max: 12 });
const price = (offset: number) => 5500 + offset * 0.5;

const record = fc.oneof(
  fc.record({
    kind: fc.constant('trade' as const),
    offset: ticks,
    size: fc.integer({ min: 1, max: 30 }),
    aggressor: fc.constantFrom('buyer' as const, 'seller' as const, undefined),
    condition: fc.constantFrom(
      'regular' as const,
      'regular' as const,
      'regular' as const,
      'rlp' as const,
      'auction' as const,
    ),
  }),
  fc.record({
    kind: fc.constant('quote' as const),
    offset: ticks,
    spread: fc.integer({ min: -1, max: 3 }),
    size: fc.nat({ max: 20 }),
  }),
  fc.record({
    kind: fc.constant('level' as const),
    offset: ticks,
    side: fc.constantFrom('bid' as const, 'ask' as const),
    size: fc.nat({ max: 20 }),
  }),
);
const tickTape = fc.array(fc.tuple(fc.integer({ min: -20, max: SECONDS + 5 }), record), { maxLength: 120 });
const barTape = fc.array(fc.tuple(ticks, fc.nat({ max: 5 }), fc.nat({ max: 5 }), fc.nat({ max: 3 })), { maxLength: 4 });

function tickFeed(
  tape: readonly (readonly [number, typeof record extends fc.Arbitrary<infer R> ? R : never])[],
): SessionFeed {
  const built = new Tape({ seconds: SECONDS });
  for (const [seconds, one] of [...tape].sort(([a], [b]) => a - b)) {
    if (one.kind === 'trade') {
      const { condition, aggressor } = one;
      built.trade(seconds, price(one.offset), one.size, {
        condition,
        ...(aggressor === undefined ? {} : { aggressor }),
      });
    } else if (one.kind === 'quote') {
      built.quote(seconds, price(one.offset), price(one.offset + one.spread), one.size, one.size);
    } else {
      built.level(seconds, one.side, price(one.offset), one.size);
    }
  }
  return built.feed();
}

/** A bar a minute; a length of 3 leaves a gap instead. */
function barFeed(tape: readonly (readonly [number, number, number, number])[]): SessionFeed {
  const built = new Tape({ seconds: SECONDS });
  for (const [index, [open, up, down, gap]] of tape.entries()) {
    if (gap === 3) continue;
    built.bar(60 * (index + 1), price(open), price(open + up), price(open - down), price(open + up - down));
  }
  return built.feed();
}

const orderShape = fc.record({
  seconds: fc.integer({ min: -30, max: SECONDS + 2 }),
  side: fc.constantFrom('buy' as const, 'sell' as const),
  type: fc.constantFrom('market' as const, 'limit' as const, 'stopLimit' as const),
  role: fc.constantFrom('entry' as const, 'stop' as const, 'target' as const),
  quantity: fc.integer({ min: 1, max: 25 }),
  limit: ticks,
  stop: ticks,
  bracket: fc.boolean(),
  cancelAfter: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined }),
});
type OrderShape = typeof orderShape extends fc.Arbitrary<infer R> ? R : never;

function requestOf(shape: OrderShape, index: number): OrderRequest {
  return request({
    clientOrderId: `o${index}`,
    side: shape.side,
    type: shape.type,
    role: shape.role,
    quantity: shape.quantity,
    price: shape.type === 'market' ? undefined : price(shape.limit),
    stopPrice: shape.type === 'stopLimit' ? price(shape.stop) : undefined,
    bracketId: shape.bracket ? 'x' : undefined,
  });
}

function commandsOf(shapes: readonly OrderShape[]): readonly Timed[] {
  const timed: Timed[] = [];
  for (const [index, shape] of shapes.entries()) {
    const one = requestOf(shape, index);
    timed.push({ seconds: shape.seconds, command: { kind: 'submit', seq: 0, request: one, bracket: undefined } });
    if (shape.cancelAfter === undefined) continue;
    const cancelled = Math.min(SECONDS + 2, shape.seconds + shape.cancelAfter);
    timed.push({ seconds: cancelled, command: cancel(one.clientOrderId) });
  }
  return timed.sort((a, b) => a.seconds - b.seconds);
}

const latency = fc.constantFrom(0, 1, 20_000, 3_000_000);
const settingsShape = fc.record({
  marketLatencyUs: latency,
  marketJitterUs: latency,
  orderLatencyUs: latency,
  orderJitterUs: latency,
  answerLatencyUs: latency,
  answerJitterUs: latency,
  slippageTicks: fc.nat({ max: 2 }),
  halfSpreadTicks: fc.constantFrom(0, 0.5, 1),
  unknownQueueContracts: fc.nat({ max: 20 }),
  unknownSizeContracts: fc.integer({ min: 1, max: 20 }),
  rejectShare: fc.constantFrom(0, 0, 0.2),
});
const anything = fc.record({
  feed: fc.oneof(
    tickTape.map((tape) => () => tickFeed(tape)),
    barTape.map((tape) => () => barFeed(tape)),
  ),
  shapes: fc.array(orderShape, { maxLength: 8 }),
  settings: settingsShape.map((changes) => simulationSettings('ticks', changes)),
  seed: fc.nat(),
});

function check(property: (events: readonly TapeEvent[], requests: ReadonlyMap<string, OrderRequest>) => void) {
  return fc.assert(
    fc.asyncProperty(anything, async ({ feed, shapes, settings, seed }) => {
      const requests = new Map(shapes.map((shape, index) => [`o${index}`, requestOf(shape, index)]));
      property(await play({ sessions: [feed()], settings, seed, orders: commandsOf(shapes) }), requests);
    }),
    { seed: 20250805, numRuns: propertyRuns(150) },
  );
}

describe('any session', () => {
  it('fills no order beyond its quantity, its limit or the open phase', async () => {
    await check((events, requests) => {
      const filled = new Map<string, number>();
      for (const fill of fillsOf(events)) {
        const { quantity, price: limit, side } = requests.get(fill.clientOrderId)!;
        const total = (filled.get(fill.clientOrderId) ?? 0) + fill.quantity;
        filled.set(fill.clientOrderId, total);
        expect(fill.quantity).toBeGreaterThan(0);
        expect(total).toBeLessThanOrEqual(quantity);
        if (limit !== undefined) expect(side === 'buy' ? fill.price <= limit : fill.price >= limit).toBe(true);
        expect(fill.exchangeTimeUs).toBeGreaterThanOrEqual(at(0));
        expect(fill.exchangeTimeUs).toBeLessThan(at(SECONDS));
      }
    });
  });

  it('numbers events without holes, never goes back in time, and gives one tick before all else of its time', async () => {
    await check((events) => {
      let previousUs = -Infinity;
      for (const [index, event] of events.entries()) {
        expect(event.seq).toBe(index + 1);
        expect(event.receivedTimeUs).toBeGreaterThanOrEqual(previousUs);
        if (event.kind === 'clockTick') expect(event.receivedTimeUs).toBeGreaterThan(previousUs);
        previousUs = event.receivedTimeUs;
      }
    });
  });

  it('answers every order by the transition table until it is finished, each fill just before its update', async () => {
    await check((events, requests) => {
      const orders = new Map<string, Order>([...requests].map(([id, one]) => [id, newOrder(one)]));
      const sums = new Map<string, number>();
      for (const [index, event] of events.entries()) {
        if (event.kind === 'fill') {
          const fill = event.payload as Fill;
          sums.set(fill.clientOrderId, (sums.get(fill.clientOrderId) ?? 0) + fill.quantity);
          expect(fill.exchangeTimeUs).toBeLessThanOrEqual(event.receivedTimeUs);
          expect(events[index + 1]).toMatchObject({ kind: 'orderUpdate', receivedTimeUs: event.receivedTimeUs });
        } else if (event.kind === 'orderUpdate') {
          const update = event.payload as OrderUpdate;
          const transition = applyUpdate(orders.get(update.clientOrderId)!, update);
          expect(transition.kind).toBe('applied');
          expect(update.filledQuantity).toBe(sums.get(update.clientOrderId) ?? 0);
          if (transition.kind === 'applied') orders.set(update.clientOrderId, transition.order);
        }
      }
      for (const order of orders.values()) expect(isFinal(order.status)).toBe(true);
    });
  });

  it('lets no command overtake another on the way to the venue', async () => {
    await check((events) => {
      const refused = events.filter((event) => event.kind === 'commandResult').map((event) => event.payload);
      for (const result of refused) expect(result).toMatchObject({ reason: 'the order is finished' });
    });
  });

  it('is the same twice, and has the same market whatever we order', async () => {
    await fc.assert(
      fc.asyncProperty(anything, async ({ feed, shapes, settings, seed }) => {
        const orders = commandsOf(shapes);
        const once = await play({ sessions: [feed()], settings, seed, orders });
        expect(await play({ sessions: [feed()], settings, seed, orders })).toEqual(once);
        const quiet = await play({ sessions: [feed()], settings, seed });
        const marketOf = (events: readonly TapeEvent[]) =>
          events.filter((event) => ['trade', 'quote', 'bookChange', 'bar', 'phaseChange'].includes(event.kind));
        const withoutSeq = (events: readonly TapeEvent[]) => marketOf(events).map(({ seq, ...event }) => event);
        expect(withoutSeq(quiet)).toEqual(withoutSeq(once));
      }),
      { seed: 7, numRuns: propertyRuns(60) },
    );
  });
});
