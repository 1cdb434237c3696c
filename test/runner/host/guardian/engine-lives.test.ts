// The engine and the guardian side by side on one account: killed, hung and started anew at random, checked by the broker's own word.
import { describe, expect, it } from 'vitest';
import type { CarriedOrder } from '../../../../src/core/account/account-event.ts';
import { Random } from '../../../../src/simulation/random.ts';
import { propertyRuns } from '../../../support/property-runs.ts';
import { EngineTrader } from './engine-trader.ts';
import { GuardWorld } from './guard-world.ts';

const CALM = { rejects: 0, mutes: 0, latencyMs: 40 };

interface Life {
  readonly world: GuardWorld;
  readonly entries: number;
  readonly engines: readonly EngineTrader[];
}

function life(seed: number, faults: typeof CALM): Life {
  const random = new Random(seed, 'engine life');
  const world = new GuardWorld(random.stream('broker'), faults);
  const engines: EngineTrader[] = [];
  let journal: ReadonlyMap<string, CarriedOrder> = new Map();
  const comes = (): void => {
    const { nowMs } = world.broker;
    const engine = new EngineTrader(
      random.stream(`e${engines.length}`),
      engines.length + 1,
      nowMs,
      journal,
      (from, sent) => world.send(from, sent),
    );
    engines.push(engine);
    world.join(engine, true, [...journal.keys()]);
  };
  comes();
  for (let n = 0; n < 40; n++) {
    // between decisions much is the same: trouble comes around orders
    const isBusy = world.broker.position !== 0 || world.broker.working.length > 0;
    const dice = random.integer(isBusy ? 20 : 60);
    const engine = engines.at(-1)!;
    if (world.trader === undefined) {
      journal = engine.journal;
      comes();
    } else if (dice === 0) world.traderDies();
    else if (dice < 3) engine.isHung = !engine.isHung;
    else if (engine.isHung && dice < 10) engine.isHung = false;
    world.run(isBusy ? random.integer(3000) : random.integer(15_000));
  }
  world.traderDies();
  world.run(15_000);
  for (let tries = 0; tries < 10 && world.faults.length > 0; tries++) world.run(1000);
  const entries = world.broker.orders.filter(({ request }) => request.role === 'entry').length;
  return { world, entries, engines };
}

describe('an engine with the guardian behind it', () => {
  it.each([
    ['that answers', CALM, 3300],
    ['that refuses, and answers late or not at all', { rejects: 0.03, mutes: 0.03, latencyMs: 80 }, 12_000],
  ] as const)(
    'never holds more than it decided, and leaves nothing naked or orphaned, with a broker %s',
    (_name, faults, nakedMaxMs) => {
      let entries = 0;
      for (let seed = 1; seed <= propertyRuns(25); seed++) {
        const { world, engines, entries: own } = life(seed, faults);
        entries += own;
        const most = Math.max(
          0,
          ...world.broker.orders
            .filter(({ request }) => request.role === 'entry')
            .map(({ request }) => request.quantity),
        );
        expect(world.faults, `seed ${seed}`).toEqual([]);
        expect(world.heldMost, `seed ${seed}`).toBeLessThanOrEqual(most);
        expect(world.nakedMostMs, `seed ${seed}`).toBeLessThanOrEqual(nakedMaxMs);
        const alarms = engines.flatMap(({ bench }) => bench.codes);
        expect(
          alarms.filter((code) => code === 'contradiction'),
          `seed ${seed}`,
        ).toEqual([]);
      }
      expect(entries).toBeGreaterThan(20);
    },
  );
});
