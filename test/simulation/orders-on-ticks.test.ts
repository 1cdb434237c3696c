// The rules by which orders fill against trades, quotes and price levels, each on a tape written by hand.
import { describe, expect, it } from 'vitest';
import { rootInstrument } from '../../src/core/market/instrument-table.ts';
import { at, cancel, fillsOf, plainSettings, play, statusesOf, submit, Tape, type Timed } from '../support/tape.ts';

/** A quiet market: 5499.5 at 5500, ten contracts each side, last trade 5500. */
const quiet = () => new Tape({ seconds: 100 }).quote(0, 5499.5, 5500, 10, 10).trade(0, 5500, 1, { aggressor: 'buyer' });
const run = (tape: Tape, orders: readonly Timed[], settings = plainSettings()) =>
  play({ sessions: [tape.feed()], orders, settings });
const pricesOf = async (...args: Parameters<typeof run>) =>
  fillsOf(await run(...args)).map((fill) => [fill.price, fill.quantity]);

describe('a market order', () => {
  it('fills at the opposite quote that stands when it arrives, not when it was sent', async () => {
    const tape = quiet().quote(10.05, 5501.5, 5502, 10, 10).quote(10.2, 5600, 5600.5, 10, 10);
    const settings = plainSettings({ orderLatencyUs: 100_000, answerLatencyUs: 50_000 });
    const events = await run(tape, [{ seconds: 10, command: submit() }], settings);
    const [fill] = fillsOf(events);
    expect(fill).toMatchObject({ fillId: 'a/1', price: 5502, quantity: 1, exchangeTimeUs: at(10.1), aggressor: true });
    const own = events.filter((event) => event.kind === 'fill' || event.kind === 'orderUpdate');
    expect(own.map((event) => [event.kind, event.receivedTimeUs])).toEqual([
      ['fill', at(10.15)],
      ['orderUpdate', at(10.15)],
    ]);
    expect(statusesOf(events)).toEqual(['a filled 1']);
  });

  it('sees market events of the venue that we have not received yet', async () => {
    const tape = quiet().quote(9.9, 5510, 5510.5, 10, 10);
    const settings = plainSettings({ marketLatencyUs: 500_000 });
    expect(await pricesOf(tape, [{ seconds: 10, command: submit() }], settings)).toEqual([[5510.5, 1]]);
  });

  it('lets an order sent on its fill meet only what happens at the venue after that arrives', async () => {
    const tape = quiet().trade(10.025, 5510, 50).trade(10.04, 5511, 50);
    const settings = plainSettings({ marketLatencyUs: 500_000, orderLatencyUs: 10_000, answerLatencyUs: 10_000 });
    const events = await play({
      sessions: [tape.feed()],
      settings,
      orders: [{ seconds: 10, command: submit() }],
      onEvent: (event, exchange) => {
        if (event.kind === 'fill' && event.receivedTimeUs === at(10.02)) {
          exchange.submit(submit({ clientOrderId: 'b', side: 'sell', type: 'limit', price: 5505 }));
        }
        return undefined;
      },
    });
    const fills = fillsOf(events).map((fill) => [fill.clientOrderId, fill.price, fill.exchangeTimeUs]);
    expect(fills).toEqual([
      ['a', 5500, at(10.01)],
      ['b', 5505, at(10.04)],
    ]);
    const ours = events.filter((event) => event.kind === 'fill').map((event) => event.receivedTimeUs);
    expect(ours).toEqual([at(10.02), at(10.05)]);
  });

  it('walks past the displayed size, one assumed level after the other', async () => {
    const orders = [{ seconds: 1, command: submit({ side: 'sell', quantity: 25 }) }];
    const filled = [
      [5499.5, 10],
      [5499, 10],
      [5498.5, 5],
    ];
    expect(await pricesOf(quiet(), orders)).toEqual(filled);
    const slipped = await pricesOf(quiet(), orders, plainSettings({ slippageTicks: 2 }));
    expect(slipped.map(([price]) => price)).toEqual([5498.5, 5497.5, 5496.5]);
  });

  it('walks the levels of the book where they are shown', async () => {
    const tape = quiet().level(0, 'bid', 5499.5, 4).level(0, 'ask', 5500, 2).level(0, 'ask', 5501.5, 3);
    expect(await pricesOf(tape, [{ seconds: 1, command: submit({ quantity: 6 }) }])).toEqual([
      [5500, 2],
      [5501.5, 3],
      [5502, 1],
    ]);
  });

  it('walks on by a tick for each assumed size where the source does not tell sizes', async () => {
    const unsized = () => new Tape().quote(0, 5499.5, 5500).trade(0, 5500, 50);
    const orders = [{ seconds: 1, command: submit({ quantity: 12 }) }];
    const walked = [
      [5500, 5],
      [5500.5, 5],
      [5501, 2],
    ];
    expect(await pricesOf(unsized(), orders)).toEqual(walked);
    expect(await pricesOf(new Tape().trade(0, 5500, 50), orders)).toEqual(walked);
    const settings = plainSettings({ unknownSizeContracts: 8 });
    expect(await pricesOf(unsized(), orders, settings)).toEqual([
      [5500, 8],
      [5500.5, 4],
    ]);
  });

  it('takes whole lots where it assumes a size', async () => {
    const feed = new Tape().quote(0, 5499.5, 5500).trade(0, 5500, 50).feed();
    const events = await play({
      sessions: [{ ...feed, instruments: [rootInstrument('DOL')] }],
      settings: plainSettings({ unknownSizeContracts: 7 }),
      orders: [{ seconds: 1, command: submit({ quantity: 15 }) }],
    });
    expect(fillsOf(events).map((fill) => [fill.price, fill.quantity])).toEqual([
      [5500, 10],
      [5500.5, 5],
    ]);
  });

  it('fills near the last trade where there are no quotes, the spread rounded against us', async () => {
    const tape = new Tape().trade(0, 5500, 5);
    const settings = plainSettings({ halfSpreadTicks: 0.5, slippageTicks: 1 });
    expect(await pricesOf(tape, [{ seconds: 1, command: submit() }], settings)).toEqual([[5501, 1]]);
    const sell = [{ seconds: 1, command: submit({ side: 'sell' }) }];
    expect(await pricesOf(tape, sell, settings)).toEqual([[5499, 1]]);
  });

  it('does not believe a quote that an auction left crossed', async () => {
    const tape = new Tape().quote(-30, 5600, 5400, 1, 1).trade(0, 5500, 5);
    expect(await pricesOf(tape, [{ seconds: 1, command: submit() }])).toEqual([[5500, 1]]);
  });

  it('costs fees and brokerage per contract', async () => {
    const settings = plainSettings({ costs: { exchangeFeeBrl: 0.25, brokerageBrl: 0.1, factor: 2 } });
    const events = await run(quiet(), [{ seconds: 1, command: submit({ quantity: 3 }) }], settings);
    expect(fillsOf(events)[0]!.costsE4).toBe(3 * 7000);
  });
});

describe('a limit order', () => {
  const buy = (price: number, quantity = 2) => [{ seconds: 1, command: submit({ type: 'limit', price, quantity }) }];

  it('fills like a market order up to its limit and rests with what is left', async () => {
    const events = await run(quiet(), buy(5500, 12));
    expect(fillsOf(events).map((fill) => [fill.price, fill.quantity])).toEqual([[5500, 10]]);
    expect(statusesOf(events)).toEqual(['a partiallyFilled 10', 'a expired 10: session closed']);
  });

  it('waits for the displayed contracts ahead to trade', async () => {
    const tape = quiet()
      .trade(2, 5499.5, 6, { aggressor: 'seller' })
      .trade(3, 5499.5, 5, { aggressor: 'seller' })
      .trade(4, 5499.5, 50, { aggressor: 'seller' });
    const events = await run(tape, buy(5499.5));
    expect(fillsOf(events).map((fill) => [fill.price, fill.quantity, fill.exchangeTimeUs, fill.aggressor])).toEqual([
      [5499.5, 1, at(3), false],
      [5499.5, 1, at(4), false],
    ]);
    expect(statusesOf(events)).toEqual(['a working 0', 'a partiallyFilled 1', 'a filled 2']);
  });

  it('outside of the price limits of the day is refused, from when they are known and until they are wider', async () => {
    const tape = quiet().limits(2, 5450, 5550).limits(6, 0, 5600);
    const limit = (seconds: number, clientOrderId: string, price: number): Timed => ({
      seconds,
      command: submit({ clientOrderId, side: 'sell', type: 'limit', price }),
    });
    const orders = [limit(1, 'a', 5560), limit(3, 'b', 5550.5), limit(4, 'c', 5550), limit(7, 'd', 5560)];
    const stop = { side: 'sell', type: 'stopLimit', stopPrice: 5449.5, price: 5449 } as const;
    orders.splice(3, 0, { seconds: 5, command: submit({ clientOrderId: 's', ...stop }) });
    const answers = statusesOf(await run(tape, orders)).filter((word) => !word.includes('expired'));
    expect(answers).toEqual([
      'a working 0',
      'b rejected 0: price 5550.5 is outside the price limits of the day',
      'c working 0',
      's rejected 0: price 5449 is outside the price limits of the day',
      'd working 0',
    ]);
  });

  it('is not reached by those who take the other side', async () => {
    const tape = quiet().trade(2, 5499.5, 500, { aggressor: 'buyer' });
    expect(await pricesOf(tape, buy(5499.5))).toEqual([]);
  });

  it('is reached by trades whose aggressor is not known', async () => {
    expect(await pricesOf(quiet().trade(2, 5499.5, 500), buy(5499.5))).toEqual([[5499.5, 2]]);
  });

  it('assumes a queue where the size at its price is not shown', async () => {
    const tape = quiet().trade(2, 5498, 30, { aggressor: 'seller' }).trade(3, 5498, 1, { aggressor: 'seller' });
    const settings = plainSettings({ unknownQueueContracts: 30 });
    const events = await run(tape, buy(5498), settings);
    expect(fillsOf(events).map((fill) => [fill.quantity, fill.exchangeTimeUs])).toEqual([[1, at(3)]]);
  });

  it('takes the size of its level as the queue where the book shows it', async () => {
    const tape = quiet().level(0, 'bid', 5499.5, 9).level(0, 'bid', 5498.5, 4).level(0, 'ask', 5500, 9);
    tape.trade(2, 5498.5, 4, { aggressor: 'seller' }).trade(3, 5498.5, 1, { aggressor: 'seller' });
    const settings = plainSettings({ unknownQueueContracts: 1000 });
    expect(fillsOf(await run(tape, buy(5498.5), settings)).map((fill) => fill.exchangeTimeUs)).toEqual([at(3)]);
  });

  it('has nobody ahead between bid and ask', async () => {
    const tape = new Tape().quote(0, 5499, 5500, 10, 10).trade(0, 5500, 1).trade(2, 5499.5, 1, { aggressor: 'seller' });
    const settings = plainSettings({ unknownQueueContracts: 1000 });
    expect(await pricesOf(tape, buy(5499.5), settings)).toEqual([[5499.5, 1]]);
  });

  it('fills at its own price when a trade goes through it, for no more than was traded', async () => {
    const tape = quiet().trade(2, 5498, 1, { aggressor: 'seller' }).trade(3, 5498, 7, { aggressor: 'seller' });
    const events = await run(tape, buy(5499.5, 3), plainSettings({ unknownQueueContracts: 1000 }));
    expect(fillsOf(events).map((fill) => [fill.price, fill.quantity])).toEqual([
      [5499.5, 1],
      [5499.5, 2],
    ]);
  });

  it('shares one trade with our other orders, best price first', async () => {
    const orders = [
      { seconds: 1, command: submit({ clientOrderId: 'low', type: 'limit', price: 5498.5 }) },
      { seconds: 1, command: submit({ clientOrderId: 'high', type: 'limit', price: 5499 }) },
    ];
    const events = await run(quiet().trade(2, 5498, 1), orders);
    expect(fillsOf(events).map((fill) => fill.clientOrderId)).toEqual(['high']);
  });

  it.each(['auction', 'cross', 'rlp', 'other'] as const)(
    'is not filled by a trade of condition %s',
    async (condition) => {
      expect(await pricesOf(quiet().trade(2, 5490, 500, { condition }), buy(5499.5))).toEqual([]);
    },
  );
});

describe('a stop limit order', () => {
  const sellStop = (stopPrice: number, price: number, quantity = 1) => [
    { seconds: 1, command: submit({ side: 'sell', type: 'stopLimit', role: 'stop', stopPrice, price, quantity }) },
  ];

  it('is triggered by a trade and takes at the next record, never in the trade that triggered it', async () => {
    const tape = quiet().trade(2, 5498, 100).quote(2.005, 5497, 5497.5, 10, 10);
    const events = await run(tape, sellStop(5498, 5495));
    expect(fillsOf(events)).toMatchObject([{ price: 5497, exchangeTimeUs: at(2.005), aggressor: true }]);
    expect(statusesOf(events)).toEqual(['a working 0', 'a filled 1']);
  });

  it('fills no better than the trade that follows the trigger', async () => {
    const tape = quiet().trade(2, 5498, 100).trade(2.001, 5496, 10);
    expect(await pricesOf(tape, sellStop(5498, 5495))).toEqual([[5496, 1]]);
  });

  it('does not fill inside the sweep that triggered it, whatever that still tells', async () => {
    const tape = quiet().trade(2, 5498, 10).trade(2, 5497, 10).quote(2, 5497, 5497.5, 10, 10).trade(2, 5496, 10);
    const [fill, ...others] = fillsOf(await run(tape, sellStop(5498, 5490)));
    expect([fill!.price, fill!.exchangeTimeUs, others]).toEqual([5496, at(2.01), []]);
  });

  it('fills after the sweep no better than its worst print, and worse where the next quote is', async () => {
    const sweep = () => quiet().trade(2, 5498, 10).trade(2, 5496, 10).trade(2, 5497, 10);
    const events = await run(sweep().quote(2.001, 5499, 5499.5, 10, 10), sellStop(5498, 5490));
    expect(fillsOf(events)).toMatchObject([{ price: 5496, exchangeTimeUs: at(2.001), aggressor: true }]);
    const lower = sweep().quote(2.001, 5495.5, 5496, 10, 10);
    expect(await pricesOf(lower, sellStop(5498, 5490))).toEqual([[5495.5, 1]]);
    const traded = sweep().trade(2.5, 5499, 10);
    expect(await pricesOf(traded, sellStop(5498, 5490))).toEqual([[5496, 1]]);
    const quotedInside = sweep().quote(2, 5494, 5494.5, 10, 10).trade(2.5, 5499, 10);
    expect(await pricesOf(quotedInside, sellStop(5498, 5490))).toEqual([[5494, 1]]);
  });

  it('rests when the sweep went beyond its limit', async () => {
    const tape = quiet().trade(2, 5498, 10).trade(2, 5490, 10).quote(2.001, 5497, 5497.5, 10, 10);
    expect(await pricesOf(tape, sellStop(5498, 5495))).toEqual([]);
    expect(await pricesOf(tape.trade(3, 5497, 1), sellStop(5498, 5495))).toEqual([[5495, 1]]);
  });

  it('of a buyer fills no better than the highest print of the sweep', async () => {
    const orders = [{ seconds: 1, command: submit({ type: 'stopLimit', stopPrice: 5501, price: 5510 }) }];
    const tape = quiet().trade(2, 5501, 10).trade(2, 5503, 10).quote(2.001, 5500, 5500.5, 10, 10);
    expect(await pricesOf(tape, orders)).toEqual([[5503, 1]]);
  });

  it('rests unfilled when the market has gone past its limit', async () => {
    const tape = quiet().trade(2, 5498, 100).quote(2.005, 5490, 5490.5, 10, 10);
    const events = await run(tape, sellStop(5498, 5495));
    expect(statusesOf(events)).toEqual(['a working 0', 'a expired 0: session closed']);
    const back = quiet().trade(2, 5498, 100).quote(2.005, 5490, 5490.5, 10, 10).trade(5, 5496, 1);
    expect(await pricesOf(back, sellStop(5498, 5495))).toEqual([[5495, 1]]);
  });

  it('is not triggered by quotes', async () => {
    expect(await pricesOf(quiet().quote(2, 5490, 5490.5, 1, 1), sellStop(5498, 5480))).toEqual([]);
  });

  it.each([
    ['sell', 5500, 5499],
    ['sell', 5500.5, 5499],
    ['buy', 5500, 5501],
    ['buy', 5499, 5501],
  ] as const)('to %s is rejected when its trigger %d is already crossed', async (side, stopPrice, price) => {
    const orders = [{ seconds: 1, command: submit({ side, type: 'stopLimit', stopPrice, price }) }];
    expect(statusesOf(await run(quiet(), orders))).toEqual(['a rejected 0: trigger already crossed']);
  });
});

describe('a cancel', () => {
  const resting = { seconds: 1, command: submit({ type: 'limit', price: 5499.5 }) };

  it('takes effect when it arrives', async () => {
    const tape = quiet().trade(2.05, 5499, 100);
    const settings = plainSettings({ orderLatencyUs: 100_000 });
    const early = await run(tape, [resting, { seconds: 1.9, command: cancel('a') }], settings);
    expect(statusesOf(early)).toEqual(['a working 0', 'a cancelled 0']);
    const late = await run(tape, [resting, { seconds: 2, command: cancel('a') }], settings);
    expect(statusesOf(late)).toEqual(['a working 0', 'a filled 1']);
    expect(late.find((event) => event.kind === 'commandResult')?.payload).toMatchObject({
      clientOrderId: 'a',
      outcome: 'refused',
      reason: 'the order is finished',
    });
  });

  it('keeps what was filled before', async () => {
    const tape = quiet().trade(2, 5499, 1);
    const orders = [
      { seconds: 1, command: submit({ type: 'limit', price: 5499.5, quantity: 3 }) },
      { seconds: 5, command: cancel('a') },
    ];
    expect(statusesOf(await run(tape, orders))).toEqual(['a working 0', 'a partiallyFilled 1', 'a cancelled 1']);
  });

  it('of an order that nobody knows is refused', async () => {
    const events = await run(quiet(), [{ seconds: 1, command: cancel('x') }]);
    expect(events.find((event) => event.kind === 'commandResult')?.payload).toMatchObject({ reason: 'no such order' });
  });
});

describe('the venue', () => {
  it.each([
    [{ quantity: 0 }, 'quantity 0 is not a positive multiple of the lot 1'],
    [{ quantity: 1.5 }, 'quantity 1.5 is not a positive multiple of the lot 1'],
    [{ type: 'limit', price: 5500.25 }, 'price 5500.25 is not a multiple of the tick 0.5'],
    [{ type: 'limit' }, 'a limit order has a price'],
    [{ price: 5500 }, 'a market order has no price'],
    [{ type: 'stopLimit', price: 5500 }, 'a stopLimit order has a stopPrice'],
    [{ instrumentId: 3 }, 'instrument 3 is not in this session'],
  ] as const)('rejects %j', async (changes, reason) => {
    const events = await run(quiet(), [{ seconds: 1, command: submit(changes) }]);
    expect(statusesOf(events)).toEqual([`a rejected 0: ${reason}`]);
  });

  it('rejects orders before the auction and after the close', async () => {
    const orders = [
      { seconds: -1000, command: submit({ clientOrderId: 'early' }) },
      { seconds: 100, command: submit({ clientOrderId: 'late' }) },
    ];
    const events = await run(quiet(), orders);
    expect(statusesOf(events)).toEqual(['early rejected 0: session closed', 'late rejected 0: session closed']);
  });

  it('refuses an order id that was used before', async () => {
    const orders = [
      { seconds: 1, command: submit() },
      { seconds: 2, command: submit() },
    ];
    const events = await run(quiet(), orders);
    expect(fillsOf(events)).toHaveLength(1);
    expect(events.find((event) => event.kind === 'commandResult')?.payload).toMatchObject({ outcome: 'refused' });
  });

  it('lets orders of the auction rest until the first continuous trade', async () => {
    const tape = new Tape({ seconds: 20 })
      .quote(-30, 5510, 5490, 10, 10)
      .trade(0.1, 5500, 300, { condition: 'auction' })
      .quote(0.2, 5499.5, 5500, 10, 10)
      .trade(1, 5500, 1, { aggressor: 'buyer' });
    const orders = [
      { seconds: -20, command: submit({ clientOrderId: 'market' }) },
      { seconds: -20, command: submit({ clientOrderId: 'limit', type: 'limit', price: 5505 }) },
      { seconds: 0.15, command: submit({ clientOrderId: 'after', side: 'sell' }) },
    ];
    const fills = fillsOf(await run(tape, orders));
    expect(fills.map((fill) => [fill.clientOrderId, fill.price, fill.exchangeTimeUs])).toEqual([
      ['market', 5500, at(1)],
      ['after', 5499.5, at(1)],
      ['limit', 5500, at(1)],
    ]);
  });

  it('matches on quotes alone once they no longer cross', async () => {
    const tape = new Tape({ seconds: 20 }).quote(-5, 5510, 5490, 1, 1).quote(3, 5499, 5500, 1, 1);
    const events = await run(tape, [{ seconds: 1, command: submit() }]);
    expect(fillsOf(events)).toMatchObject([{ price: 5500, exchangeTimeUs: at(3) }]);
  });

  it('lets everything expire at the close, and invents no fill for what is held', async () => {
    const orders = [
      { seconds: 1, command: submit({ clientOrderId: 'held' }) },
      { seconds: 2, command: submit({ clientOrderId: 'rests', type: 'limit', price: 5400 }) },
    ];
    const events = await run(quiet().trade(100, 5300, 50), orders);
    expect(fillsOf(events)).toHaveLength(1);
    const expired = events.find((event) => event.receivedTimeUs === at(100) && event.kind === 'orderUpdate');
    expect(expired?.payload).toMatchObject({ clientOrderId: 'rests', status: 'expired' });
  });

  it('answers commands that are on their way when the session ends', async () => {
    const settings = plainSettings({ orderLatencyUs: 60_000_000, answerLatencyUs: 60_000_000 });
    const events = await run(quiet(), [{ seconds: 99, command: submit() }], settings);
    expect(statusesOf(events)).toEqual(['a rejected 0: session closed']);
    expect(events.at(-1)?.receivedTimeUs).toBe(at(99 + 120));
  });

  it('rejects a seeded share of orders when told to', async () => {
    const orders = Array.from({ length: 200 }, (_, index) => ({
      seconds: 1 + index / 10,
      command: submit({ clientOrderId: `o${index}` }),
    }));
    const rejected = async (rejectShare: number, seed: number) => {
      const settings = plainSettings({ rejectShare });
      const events = await play({ sessions: [quiet().feed()], orders, settings, seed });
      return statusesOf(events).filter((text) => text.includes('rejected'));
    };
    expect(await rejected(0, 1)).toHaveLength(0);
    const share = await rejected(0.25, 1);
    expect(share.length).toBeGreaterThan(25);
    expect(share.length).toBeLessThan(80);
    expect(await rejected(0.25, 1)).toEqual(share);
    expect(await rejected(0.25, 2)).not.toEqual(share);
  });
});
