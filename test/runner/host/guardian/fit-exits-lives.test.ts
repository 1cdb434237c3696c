// The engine and the guardian on an account of which a person closes a part by hand: checked by the broker's own word to the end.
import { describe, expect, it } from 'vitest';
import type { ForeignOrder } from '../../../../src/core/account/account-event.ts';
import { Random } from '../../../../src/simulation/random.ts';
import { propertyRuns } from '../../../support/property-runs.ts';
import { EngineTrader } from './engine-trader.ts';
import { GuardWorld } from './guard-world.ts';

interface Scene {
  readonly world: GuardWorld;
  readonly engine: EngineTrader;
  /** Of the broker, none at first. */
  readonly faults: { rejects: number; latencyMs: number };
}

/** The engine holds two contracts or more under its legs, and the price stands still. */
function holding(seed: number): Scene {
  const random = new Random(seed, 'by hand');
  const faults = { rejects: 0, mutes: 0, latencyMs: 40 };
  const world = new GuardWorld(random.stream('broker'), faults);
  world.sent.others = 0;
  const engine = new EngineTrader(random.stream('e'), 1, 0, new Map(), (from, sent) => world.send(from, sent));
  world.join(engine);
  const { broker } = world;
  for (let n = 0; n < 20 && !isUnderLegs(world); n++) {
    broker.isStill = false;
    for (let m = 0; m < 2000 && broker.position === 0; m++) world.run(100);
    broker.isStill = true;
    world.run(1000);
  }
  expect(isUnderLegs(world), `seed ${seed}`).toBe(true);
  world.nakedMostMs = 0;
  return { world, engine, faults };
}

function isUnderLegs(world: GuardWorld): boolean {
  const held = Math.abs(world.broker.position);
  return held > 1 && openOf(world, 'stop') === held && openOf(world, 'target') === held;
}

/** A person closes so many in the broker's own screen. */
function closes(world: GuardWorld, contracts: number, isTold: boolean): void {
  const { broker, sent } = world;
  const sign = Math.sign(broker.position);
  broker.position -= sign * contracts;
  const order: ForeignOrder = {
    ...{ kind: 'foreignOrder', venueOrderId: 'hand', instrumentId: 0, isOpen: false },
    ...{ side: sign > 0 ? 'sell' : 'buy', quantity: contracts, filledQuantity: contracts },
  };
  if (isTold) {
    sent.others = -sign * contracts;
    sent.answers(order);
  }
  sent.moved();
}

function openOf(world: GuardWorld, role: string): number {
  const orders = world.broker.working.filter(({ request }) => request.role === role);
  return orders.reduce((sum, { request, filled }) => sum + request.quantity - filled, 0);
}

describe('a part of the position closed by hand', () => {
  it.each([
    ['told by its order, with the trader there', true, true],
    ['told by the position alone, with the trader there', false, true],
    ['told by its order, with the trader gone', true, false],
    ['told by the position alone, with the trader gone', false, false],
  ] as const)(
    '%s: the rest is held under exits of its own size, and the account never turns over',
    (_name, isTold, isHere) => {
      for (let seed = 1; seed <= propertyRuns(8); seed++) {
        const { world } = holding(seed);
        const { broker } = world;
        if (!isHere) world.traderDies();
        closes(world, 1 + (seed % (Math.abs(broker.position) - 1)), isTold);
        world.run(10_000);
        const left = Math.abs(broker.position);
        expect([left > 0, openOf(world, 'stop')], `seed ${seed}`).toEqual([true, left]);
        // whoever looks after it alone does not aim anew
        const targets = openOf(world, 'target');
        expect(isHere ? targets === left : targets <= left, `seed ${seed}`).toBe(true);
        expect(world.nakedMostMs, `seed ${seed}`).toBe(0);
        const [stop] = broker.working.filter(({ request }) => request.role === 'stop');
        broker.setPrice(stop!.request.stopPrice!);
        world.run(8000);
        expect([Math.abs(broker.position), broker.working.length], `seed ${seed}`).toEqual([0, 0]);
      }
    },
  );

  it('never turns the account over where the broker refuses orders and answers late', () => {
    let kept = 0;
    for (let seed = 1; seed <= propertyRuns(20); seed++) {
      const { world, engine, faults } = holding(seed);
      const { broker } = world;
      const sign = Math.sign(broker.position);
      Object.assign(faults, { rejects: 0.3, latencyMs: 300 });
      if (seed % 4 === 0) engine.isHung = true;
      closes(world, 1, seed % 2 === 0);
      for (let n = 0; n < 300; n++) {
        world.run(100);
        expect(broker.position * sign, `seed ${seed}`).toBeGreaterThanOrEqual(0);
      }
      const left = Math.abs(broker.position);
      expect(openOf(world, 'stop'), `seed ${seed}`).toBe(left);
      expect(openOf(world, 'target'), `seed ${seed}`).toBeLessThanOrEqual(left);
      if (left > 0) kept += 1;
    }
    expect(kept).toBeGreaterThan(10);
  });
});
