// Accounts, order history and positions of the simulated ProfitDLL, read by a right client.
import { describe, expect, it } from 'vitest';
import { runOrderScenario } from './run-order-scenario.ts';

const version = -2147483635;
const outOfRange = -2147483639;
const waiting = -2147483644;

describe.concurrent('reads of the simulated ProfitDLL', () => {
  it('gives accounts, sub-accounts and long names by two calls', async () => {
    const long = '0000000000000000000000000000000000000000000000000900155';
    const seen = (await runOrderScenario('accounts')) as { details: { names: string[] } };
    expect(seen).toMatchObject({
      count: 2,
      names: ['10001-7', long],
      byBroker: [long],
      countByBroker: 1,
      subs: 1,
      subsOfOwner: -2147483616,
      details: { first: 0, second: 0, flags: 2, type: 2 },
      sub: { flags: 3, type: 3 },
      unknown: -2147483636,
      version,
      replay: 0,
    });
    expect(seen.details.names[1]).toMatch(/^Sociedade de Investimentos e Participações José .* Limitada$/);
    expect(seen.details.names[1]?.length).toBeGreaterThan(100);
  });

  it('loads order history once, says when it is there, and enumerates it by interval', async () => {
    const seen = await runOrderScenario('orderHistory', [
      'past-order buy 2 5100 WDOV26 10001-7 2 2 1',
      'past-order sell 1 5130.5 WDOV26 10001-7 4 0 2',
      'past-order sell 1 5130.5 WDOV26 10001-7 4 0 9',
    ]);
    expect(seen).toMatchObject({
      loaded: 0,
      reversed: outOfRange,
      future: outOfRange,
      first: waiting,
      repeated: waiting,
      after: 0,
    });
    expect(seen).toMatchObject({
      old: { answer: 0, rows: [{ status: 2, ticker: 'WDOV26' }, { status: 4 }] },
      one: { answer: 0, rows: [{ status: 2 }] },
      wrongVersion: { answer: version, rows: [] },
      extra: 1,
      bulkCallbacks: 0,
    });
    expect((seen as { all: { rows: unknown[] } }).all.rows).toHaveLength(2);
  });

  it('answers positions by version, with 200 as the side of a flat one and day trades apart', async () => {
    expect(await runOrderScenario('positions')).toMatchObject({
      flatAnswer: 0,
      flat: { quantity: 0, side: 200 },
      long: { quantity: 3, average: 5120.5, side: 1, sold: 1, bought: 4, event: true },
      dayTrade: { quantity: 4, side: 1, sold: 0, bought: 4, eventUntouched: true },
      short: { quantity: 2, average: 5122, side: 2 },
      noType: -2147483645,
      version,
      older: 0,
      assets: ['WDOV26'],
      enumerated: 0,
    });
  });

  it('tells a position that was changed behind the back of the client', async () => {
    expect(await runOrderScenario('positionByHand')).toMatchObject({
      quantity: 7,
      average: 5101.5,
      side: 2,
      list: 'WDOV26',
    });
  });

  it('knows the position and the orders of before the session only when the history is loaded', async () => {
    const before = ['position WDOV26 3 5100', 'past-order buy 2 5100 WDOV26 10001-7 0 0'];
    expect(await runOrderScenario('startLoaded', before)).toMatchObject({
      quantity: 3,
      average: 5100,
      side: 1,
      rows: [{ status: 0 }],
    });
    expect(await runOrderScenario('startNotLoaded', before)).toMatchObject({
      quantity: 0,
      side: 200,
      histories: 0,
      rows: [],
    });
  });

  it('answers market-only where there is no routing, and not-initialised before the login', async () => {
    const only = -2147483638;
    const early = -2147483646;
    expect(await runOrderScenario('marketOnly')).toMatchObject({
      before: [early, String(early)],
      send: String(only),
      accounts: only,
      position: only,
    });
  });
});
