// A seed in; the world of a guardian whose broker fails in nothing that is not asked for, empty or with an entry under way, out.

import { Random } from '../../../../src/simulation/random.ts';
import { GuardWorld } from './guard-world.ts';

export const CALM = { rejects: 0, mutes: 0, latencyMs: 20 };

export function world(seed = 1, faults = CALM): GuardWorld {
  return new GuardWorld(new Random(seed, 'guardian'), faults);
}

/** Enters two contracts and lets the given time go by. */
export function entered(ms: number): GuardWorld {
  const made = world();
  const trader = made.traderComes();
  made.run(50);
  trader.enter('buy', made.broker.price, 2, undefined);
  made.run(ms);
  return made;
}

/** Of the orders that work, in the order in which they were sent. */
export function roles(made: GuardWorld): readonly string[] {
  return made.broker.working.map(({ request }) => request.role);
}
