// The guardian where time means little: a clock that is set forward, and a broker that has not shown its orders yet.
import { describe, expect, it } from 'vitest';
import { entered, roles, world } from './calm-world.ts';

describe('the guardian under a clock that is set forward', () => {
  it.each([30, 40, 50, 60, 70])('%i ms after an entry takes no stop on its way for one nobody spoke of', (ms) => {
    const made = entered(ms);
    made.aheadUs = 6_000_000;
    made.run(200);
    expect(made.sent.events.filter((word) => word.includes('guardian'))).toEqual([]);
    expect(roles(made)).toContain('stop');
  });
});

describe('the guardian of a host that was started anew while the stop is on its way', () => {
  it.each([
    [undefined, []],
    [1, ['exit']],
  ] as const)(
    'orders read %s: it is judged when the broker has shown the orders of the day',
    (readUs, roleOfGuardian) => {
      const made = world();
      const trader = made.traderComes();
      made.run(50);
      trader.enter('buy', made.broker.price, 1, undefined);
      for (let ms = 0; !made.sent.events.some((word) => word.includes('stop')) && ms < 200; ms += 10) made.run(10);
      made.broker.tell = () => {};
      made.sent.ordersReadUs = readUs;
      made.startHost();
      made.run(9000);
      const placed = made.sent.events.filter((word) => word.startsWith('guardian'));
      expect(placed.map((word) => word.split(' ')[1]).slice(0, 1)).toEqual(roleOfGuardian);
    },
  );
});
