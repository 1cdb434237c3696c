// The guardian against a broker and a trader in fake time: killed, hung and slow at random points, and at each point by itself.
import { describe, expect, it } from 'vitest';
import { Random } from '../../../../src/simulation/random.ts';
import { propertyRuns } from '../../../support/property-runs.ts';
import { ACCOUNT } from './broker-port.ts';
import { CALM, entered, roles, world } from './calm-world.ts';
import type { GuardWorld } from './guard-world.ts';
import type { ModelTrader } from './model-trader.ts';

describe('the guardian of a trader that is killed', () => {
  it.each([0, 10, 20, 30, 40, 60, 100, 200])('%i ms after the entry was sent covers what fills', (ms) => {
    const made = entered(ms);
    made.traderDies();
    made.run(3000);
    expect(made.faults).toEqual([]);
    expect(made.nakedMostMs).toBeLessThan(300);
  });

  it('keeps stop and target that are there, and places nothing', () => {
    const made = entered(300);
    expect(roles(made)).toEqual(['stop', 'target']);
    made.traderDies();
    made.run(1000);
    expect(made.sent.events.filter((word) => word.includes('guardian'))).toEqual([]);
    if (made.broker.position !== 0) expect(roles(made)).toEqual(['stop', 'target']);
  });

  it('cancels an entry that works', () => {
    const made = world();
    made.traderComes().enter('buy', 5500, 1, 5400);
    made.run(100);
    expect(roles(made)).toEqual(['entry']);
    made.traderDies();
    made.run(200);
    expect(roles(made)).toEqual([]);
  });

  it('is out at market where the price has passed the stop before it could be placed', () => {
    const made = entered(0);
    made.traderDies();
    made.run(30);
    made.broker.setPrice(made.broker.price - 30);
    made.run(500);
    expect(made.broker.position).toBe(0);
    expect(made.faults).toEqual([]);
  });

  it('is out at market where the stop has triggered and the price is beyond its limit', () => {
    const made = entered(300);
    made.traderDies();
    made.broker.setPrice(made.broker.price - 40);
    made.run(1000);
    expect(made.broker.position).toBe(0);
    expect(made.faults).toEqual([]);
  });

  it('cancels the other leg when one has filled', () => {
    const made = entered(300);
    made.traderDies();
    made.broker.setPrice(made.broker.price + 10);
    made.run(500);
    expect(made.broker.position).toBe(0);
    expect(roles(made)).toEqual([]);
  });

  it('keeps trying through an auction that refuses stops, and gives up nothing', () => {
    const made = entered(10);
    made.traderDies();
    for (let ms = 0; made.broker.position === 0 && ms < 100; ms += 10) made.run(10);
    made.broker.isAuction = true;
    made.run(5000);
    expect(made.broker.position).toBe(2);
    expect(roles(made)).toEqual([]);
    made.broker.isAuction = false;
    made.run(1500);
    expect(made.faults).toEqual([]);
    expect(made.sent.events.filter((word) => word.includes('guardian stop')).length).toBeGreaterThan(3);
    expect(made.sent.events.filter((word) => word.includes('exit'))).toEqual([]);
  });

  it('goes on in a host that was started anew, though no trader ever comes', () => {
    const made = entered(10);
    made.startHost();
    made.run(8000);
    expect(made.faults).toEqual([]);
    expect(made.sent.events.filter((word) => word.includes('guardian stop'))).toHaveLength(1);
  });
});

describe('the guardian of a trader that has connected', () => {
  it('cleans up behind the one before until the new one begins', () => {
    const made = entered(300);
    made.traderDies();
    made.traderComes({ begins: false });
    made.broker.setPrice(made.broker.price + 10);
    made.run(500);
    expect(made.broker.position).toBe(0);
    expect(roles(made)).toEqual([]);
  });
});

describe('the guardian of a trader that hangs', () => {
  it('covers what it holds at the deadline, and refuses the late stop', () => {
    const made = entered(20);
    const trader = made.trader as ModelTrader;
    trader.isHung = true;
    made.run(800);
    expect(roles(made)).toEqual(['stop']);
    expect(made.nakedMostMs).toBeLessThan(700);
    trader.isHung = false;
    made.run(300);
    expect(trader.refusals.some((why) => why.startsWith('the guardian has covered it: g'))).toBe(true);
    expect(made.broker.orders.filter(({ request }) => request.role === 'stop')).toHaveLength(1);
  });

  it('refuses the late exit of what it has closed', () => {
    const made = entered(20);
    const { trader } = made;
    trader!.isHung = true;
    made.run(30);
    made.broker.setPrice(made.broker.price - 30);
    made.run(1500);
    expect(made.broker.position).toBe(0);
    trader!.isHung = false;
    made.run(1000);
    expect(made.broker.position).toBe(0);
    expect(made.faults).toEqual([]);
    expect(made.heldMost).toBe(2);
  });

  it('refuses an entry that was decided before the silence', () => {
    const made = world();
    const trader = made.traderComes();
    made.run(100);
    trader.isHung = true;
    made.run(3000);
    made.guardian.heard(ACCOUNT, { kind: 'clockTick' });
    trader.answer({ kind: 'gap' });
    trader.isHung = false;
    trader.enter('buy', made.broker.price, 1, undefined);
    made.run(100);
    expect(made.broker.orders).toEqual([]);
    trader.answer({ kind: 'gap' });
    made.run(600);
    trader.enter('buy', made.broker.price, 1, undefined);
    made.run(100);
    expect(made.broker.orders).not.toEqual([]);
  });
});

describe('a kill', () => {
  it('cancels at once, is flat, refuses every order, and outlives the host until a person releases it', () => {
    const made = entered(300);
    made.guardian.kill(ACCOUNT, 'ours', 'operator', 'enough');
    made.run(1000);
    expect(made.broker.position).toBe(0);
    expect(made.broker.working).toEqual([]);
    made.startHost();
    const trader = made.traderComes();
    const before = made.broker.orders.length;
    trader.enter('buy', made.broker.price, 1, undefined);
    made.run(100);
    expect(made.broker.orders).toHaveLength(before);
    expect(new Set(trader.refusals)).toEqual(new Set(['the account is killed by operator: enough']));
    made.guardian.release(ACCOUNT, 'operator');
    trader.enter('buy', made.broker.price, 1, undefined);
    made.run(100);
    expect(made.broker.orders.length).toBeGreaterThan(before);
  });

  it('also works while the trader hangs, and its release waits until all is out', () => {
    const made = entered(20);
    made.trader!.isHung = true;
    made.guardian.kill(ACCOUNT, 'ours', 'operator', 'enough');
    expect(() => made.guardian.release(ACCOUNT, 'operator')).toThrow('is not flat yet');
    made.run(1500);
    made.trader!.isHung = false;
    made.run(500);
    expect(made.broker.position).toBe(0);
    expect(made.broker.working).toEqual([]);
    expect(made.heldMost).toBeLessThanOrEqual(2);
  });

  it('is over with its release: what comes in the same moment is taken', () => {
    const made = entered(0);
    const trader = made.trader as ModelTrader;
    trader.isHung = true;
    made.run(60);
    expect([made.broker.position, roles(made)]).toEqual([2, []]);
    made.guardian.kill(ACCOUNT, 'ours', 'operator', 'enough');
    // the venue fills it before the guardian looks again
    for (let ms = 0; ms < 60; ms += 10) made.broker.advance(made.broker.nowMs + 10);
    expect(made.broker.position).toBe(0);
    made.guardian.release(ACCOUNT, 'operator');
    const before = made.broker.orders.length;
    trader.enter('buy', made.broker.price, 1, undefined);
    expect([made.broker.orders.length, trader.refusals]).toEqual([before + 1, []]);
  });
});

function releaseWhereFlat(made: GuardWorld): void {
  const { killed, positions, orders } = made.guardian.ordersOf(ACCOUNT);
  if (killed !== undefined && positions.length + orders.length === 0) made.guardian.release(ACCOUNT, 'operator');
}

/** A trader that trades and fails at random for a minute, then is gone for good. */
function randomLife(seed: number, faults: typeof CALM): GuardWorld {
  const random = new Random(seed, 'life');
  const made = world(seed, faults);
  made.traderComes();
  for (let n = 0; n < 60; n++) {
    const trader = made.trader as ModelTrader | undefined;
    const dice = random.integer(100);
    if (trader === undefined) made.traderComes();
    else if (dice < 15) trader.isHung = !trader.isHung;
    else if (dice < 25) trader.paceMs = random.chance(0.5) ? 0 : 700;
    else if (dice < 35) made.traderDies();
    else if (dice < 40) made.startHost();
    else if (dice < 44) made.guardian.kill(ACCOUNT, 'ours', 'operator', 'a test');
    else if (dice < 48) made.guardian.flatten(ACCOUNT, 'operator', 'a test');
    else if (dice < 60) releaseWhereFlat(made);
    else if (trader.isIdle) {
      const side = random.chance(0.5) ? 'buy' : 'sell';
      const limit = random.chance(0.3) ? made.broker.price : undefined;
      trader.enter(side, made.broker.price, 1 + random.integer(3), limit);
    }
    made.run(random.integer(10) === 0 ? 3000 : random.integer(400));
  }
  made.traderDies();
  made.run(15_000);
  // the price may have reached a stop a moment ago
  for (let tries = 0; tries < 10 && made.faults.length > 0; tries++) made.run(1000);
  return made;
}

describe('the guardian over random lives of traders', () => {
  // a broker that tells a fill after four seconds leaves it naked so long, whoever looks
  it.each([
    ['a broker that answers', CALM, 3300],
    ['a broker that refuses, and answers late or not at all', { rejects: 0.05, mutes: 0.05, latencyMs: 80 }, 7000],
    ['a broker at its worst', { rejects: 0.3, mutes: 0.3, latencyMs: 300 }, 14_000],
  ] as const)('leaves nothing naked, orphaned or too large with %s', (_name, faults, nakedMaxMs) => {
    for (let seed = 1; seed <= propertyRuns(100); seed++) {
      const made = randomLife(seed, faults);
      expect(made.faults, `seed ${seed}`).toEqual([]);
      expect(made.nakedMostMs, `seed ${seed}`).toBeLessThanOrEqual(nakedMaxMs);
      expect(made.heldMost, `seed ${seed}`).toBeLessThanOrEqual(3);
    }
  });
});

describe('a client that opens an account without a guard', () => {
  const modes = (made: GuardWorld): unknown => made.guardian.status(() => undefined);

  it('does not take away the one that was asked for while something of ours is open', () => {
    const made = entered(0);
    made.traderDies();
    made.guardian.traderCame(ACCOUNT, undefined);
    made.startHost();
    expect(modes(made)).toMatchObject([{ guardian: 'alone', isFlat: false }]);
    made.run(3000);
    expect(made.heldMost).toBe(2);
    expect(made.faults).toEqual([]);
    expect(made.nakedMostMs).toBeLessThan(600);
  });

  it('has none once everything is over', () => {
    const made = world();
    made.traderComes();
    made.traderDies();
    made.guardian.traderCame(ACCOUNT, undefined);
    expect(modes(made)).toMatchObject([{ guardian: 'off', isFlat: true }]);
  });
});
