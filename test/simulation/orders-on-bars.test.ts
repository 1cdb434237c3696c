// The rules by which orders fill where a source has only bars, each on bars written by hand.
import { describe, expect, it } from 'vitest';
import { at, cancel, fillsOf, plainSettings, play, statusesOf, submit, Tape, type Timed } from '../support/tape.ts';

/** Bars that end at 60, 120, 180 and 240 seconds. */
const bars = (...prices: readonly (readonly [number, number, number, number])[]) => {
  const tape = new Tape({ seconds: 300 });
  for (const [index, [open, high, low, close]] of prices.entries()) tape.bar(60 * (index + 1), open, high, low, close);
  return tape;
};
const flat = [5500, 5500, 5500, 5500] as const;
const run = (tape: Tape, orders: readonly Timed[], settings = plainSettings()) =>
  play({ sessions: [tape.feed()], orders, settings });
const fillsIn = async (...args: Parameters<typeof run>) =>
  fillsOf(await run(...args)).map((fill) => [fill.clientOrderId, fill.price, fill.exchangeTimeUs]);

describe('a market order on bars', () => {
  it('fills at the open of the bar it arrives in, before that bar is told', async () => {
    const tape = bars(flat, [5510, 5520, 5505, 5515]);
    const settings = plainSettings({
      orderLatencyUs: 30_000,
      answerLatencyUs: 20_000,
      slippageTicks: 1,
      halfSpreadTicks: 0.5,
    });
    const events = await run(tape, [{ seconds: 60, command: submit() }], settings);
    const fill = events.find((event) => event.kind === 'fill')!;
    expect(fill.payload).toMatchObject({ price: 5511, exchangeTimeUs: at(60.03), aggressor: true });
    expect(fill.receivedTimeUs).toBe(at(60.05));
  });

  it('that arrives as a bar ends fills in the next one', async () => {
    const tape = bars(flat, [5510, 5520, 5505, 5515]);
    expect(await fillsIn(tape, [{ seconds: 60, command: submit({ side: 'sell' }) }])).toEqual([['a', 5510, at(60)]]);
  });

  it('waits over a gap for the open of the next bar', async () => {
    const tape = new Tape({ seconds: 300 }).bar(60, ...flat).bar(240, 5505, 5506, 5504, 5505);
    const events = await run(tape, [{ seconds: 61, command: submit() }]);
    expect(fillsOf(events)).toMatchObject([{ price: 5505, exchangeTimeUs: at(180) }]);
    expect(events.find((event) => event.kind === 'fill')!.receivedTimeUs).toBe(at(180));
    expect(statusesOf(events)).toEqual(['a working 0', 'a filled 1']);
  });

  it('can be cancelled in the gap', async () => {
    const tape = new Tape({ seconds: 300 }).bar(60, ...flat).bar(240, 5505, 5506, 5504, 5505);
    const orders = [
      { seconds: 61, command: submit() },
      { seconds: 179, command: cancel('a') },
    ];
    expect(statusesOf(await run(tape, orders))).toEqual(['a working 0', 'a cancelled 0']);
  });

  it('fills near the last close when no bar is left', async () => {
    const tape = bars(flat, [5500, 5502, 5500, 5502]);
    expect(await fillsIn(tape, [{ seconds: 200, command: submit() }])).toEqual([['a', 5502, at(200)]]);
  });

  it('walks on by a tick for each assumed size', async () => {
    const events = await run(bars(flat, flat), [{ seconds: 60, command: submit({ quantity: 12 }) }]);
    expect(fillsOf(events).map((fill) => [fill.price, fill.quantity])).toEqual([
      [5500, 5],
      [5500.5, 5],
      [5501, 2],
    ]);
  });

  it('is rejected when the session has no bar at all before or after', async () => {
    const tape = new Tape({ seconds: 300 }).bar(600, ...flat);
    const events = await run(tape, [{ seconds: 250, command: submit() }]);
    expect(fillsOf(events)).toEqual([]);
  });

  it('of the auction fills at the first open', async () => {
    expect(await fillsIn(bars([5507, 5508, 5506, 5507]), [{ seconds: -30, command: submit() }])).toEqual([
      ['a', 5507, at(0)],
    ]);
  });
});

describe('a limit order on bars', () => {
  const buy = (seconds: number, price: number) => [{ seconds, command: submit({ type: 'limit', price }) }];

  it('fills at its price only when the bar trades through it, never at a touch', async () => {
    const tape = bars(flat, [5500, 5500, 5498, 5499], [5499, 5499, 5497.5, 5498]);
    const events = await run(tape, buy(60, 5498));
    expect(fillsOf(events)).toMatchObject([{ price: 5498, exchangeTimeUs: at(180) - 1, aggressor: false }]);
    expect(events.find((event) => event.kind === 'fill')!.receivedTimeUs).toBe(at(180));
  });

  it('sells when the high is above it', async () => {
    const tape = bars(flat, [5500, 5502, 5500, 5501], [5501, 5502.5, 5500, 5501]);
    const orders = [{ seconds: 60, command: submit({ side: 'sell', type: 'limit', price: 5502 }) }];
    expect(await fillsIn(tape, orders)).toEqual([['a', 5502, at(180) - 1]]);
  });

  it('that is marketable takes at the open, never beyond its limit', async () => {
    const settings = plainSettings({ slippageTicks: 2 });
    const tape = () => bars(flat, [5500, 5500, 5500, 5500]);
    expect(await fillsIn(tape(), buy(60, 5501), settings)).toEqual([['a', 5501, at(60)]]);
    expect(await fillsIn(tape(), buy(60, 5500.5), settings)).toEqual([['a', 5500.5, at(120) - 1]]);
    expect(await fillsIn(tape(), buy(60, 5500), settings)).toEqual([]);
  });

  it('does not fill on prices of a bar that may be from before it', async () => {
    const tape = bars(flat, [5500, 5500, 5490, 5500], [5500, 5500, 5495, 5500]);
    expect(await fillsIn(tape, buy(90, 5498))).toEqual([['a', 5498, at(180) - 1]]);
    const settings = plainSettings({ barArrivalGraceUs: 60_000_000 });
    expect(await fillsIn(tape, buy(90, 5498), settings)).toEqual([['a', 5498, at(120) - 1]]);
  });
});

describe('a stop limit order on bars', () => {
  const sell = (stopPrice: number, price: number): readonly Timed[] => [
    { seconds: 60, command: submit({ side: 'sell', type: 'stopLimit', role: 'stop', stopPrice, price }) },
  ];
  const slipping = plainSettings({ slippageTicks: 1 });

  it('fills at its trigger moved against us when a bar touches it', async () => {
    const tape = bars(flat, [5500, 5500, 5498, 5499]);
    const events = await run(tape, sell(5498, 5496), slipping);
    expect(fillsOf(events)).toMatchObject([{ price: 5497.5, exchangeTimeUs: at(120) - 1, aggressor: true }]);
    expect(statusesOf(events)).toEqual(['a working 0', 'a filled 1']);
  });

  it('fills at the open of a bar that opens beyond it', async () => {
    const tape = bars(flat, [5500, 5500, 5500, 5500], [5496.5, 5499, 5496, 5497]);
    expect(await fillsIn(tape, sell(5498, 5495), slipping)).toEqual([['a', 5496, at(180) - 1]]);
  });

  it('rests when the gap is beyond its limit, and fills there only if the market comes back through it', async () => {
    const gone = bars(flat, flat, [5490, 5492, 5489, 5490], [5490, 5496, 5489, 5490]);
    expect(statusesOf(await run(gone, sell(5498, 5496)))).toEqual(['a working 0', 'a expired 0: session closed']);
    const sameBar = bars(flat, flat, [5490, 5496.5, 5489, 5490]);
    expect(await fillsIn(sameBar, sell(5498, 5496))).toEqual([['a', 5496, at(180) - 1]]);
    const later = bars(flat, flat, [5490, 5492, 5489, 5490], [5490, 5497, 5489, 5490]);
    expect(await fillsIn(later, sell(5498, 5496))).toEqual([['a', 5496, at(240) - 1]]);
  });

  it('triggered inside a bar does not count prices that may be from before the trigger', async () => {
    const settings = plainSettings({ slippageTicks: 6 });
    const highFirst = bars(flat, [5500, 5500, 5494, 5495]);
    expect(await fillsIn(highFirst, sell(5498, 5496), settings)).toEqual([]);
    const closesBack = bars(flat, [5500, 5500, 5494, 5497]);
    expect(await fillsIn(closesBack, sell(5498, 5496), settings)).toEqual([['a', 5496, at(120) - 1]]);
  });

  it('larger than the assumed sizes within its limit rests with what is left, until the market comes back', async () => {
    const orders = [
      {
        seconds: 60,
        command: submit({
          side: 'sell',
          type: 'stopLimit',
          role: 'stop',
          stopPrice: 5498,
          price: 5497.5,
          quantity: 12,
        }),
      },
    ] as const;
    const filled = [
      [5498, 5, at(120) - 1],
      [5497.5, 5, at(120) - 1],
    ];
    const fillsFrom = async (tape: Tape) =>
      fillsOf(await run(tape, orders)).map((fill) => [fill.price, fill.quantity, fill.exchangeTimeUs]);
    const gone = bars(flat, [5500, 5500, 5496, 5497], [5497, 5497.5, 5496, 5497]);
    expect(await fillsFrom(gone)).toEqual(filled);
    const back = bars(flat, [5500, 5500, 5496, 5497], [5497, 5498, 5496, 5497]);
    expect(await fillsFrom(back)).toEqual([...filled, [5497.5, 2, at(180) - 1]]);
    const gapped = bars(flat, flat, [5498, 5500, 5496, 5497]);
    expect(await fillsFrom(gapped)).toEqual(filled.map(([price, quantity]) => [price, quantity, at(180) - 1]));
  });

  it('is rejected when the bar it arrives in opened beyond its trigger', async () => {
    const tape = bars(flat, [5490, 5490, 5490, 5490]);
    expect(statusesOf(await run(tape, sell(5498, 5480)))).toEqual(['a rejected 0: trigger already crossed']);
  });

  it('expires at the close, after the last bar has been matched', async () => {
    const tape = new Tape({ seconds: 120 }).bar(60, ...flat).bar(120, 5500, 5500, 5490, 5495);
    const orders = [
      ...sell(5498, 5480),
      { seconds: 60, command: submit({ clientOrderId: 'b', type: 'limit', price: 5480 }) },
    ];
    expect(statusesOf(await run(tape, orders))).toEqual([
      'a working 0',
      'b working 0',
      'a filled 1',
      'b expired 0: session closed',
    ]);
  });
});

describe('a bracket on bars', () => {
  const legs: readonly Timed[] = [
    {
      seconds: 60,
      command: submit({ clientOrderId: 't', side: 'sell', type: 'limit', role: 'target', price: 5505, bracketId: 'x' }),
    },
    {
      seconds: 60,
      command: submit({
        clientOrderId: 's',
        side: 'sell',
        type: 'stopLimit',
        role: 'stop',
        stopPrice: 5497,
        price: 5490,
        bracketId: 'x',
      }),
    },
  ];

  it('fills the stop alone when one bar touches both legs', async () => {
    const tape = bars(flat, [5500, 5510, 5495, 5508]);
    expect(await fillsIn(tape, legs)).toEqual([['s', 5497, at(120) - 1]]);
  });

  it('fills neither leg when the stop is triggered but cannot fill, and the target not in that bar', async () => {
    const tape = bars(flat, flat, [5480, 5489, 5479, 5485]);
    expect(await fillsIn(tape, legs)).toEqual([]);
    const wild = bars(flat, flat, [5480, 5489, 5479, 5485], [5485, 5510, 5485, 5508]);
    expect(await fillsIn(wild, legs)).toEqual([['s', 5490, at(240) - 1]]);
  });

  it('fills the target when only that is reached', async () => {
    expect(await fillsIn(bars(flat, [5500, 5506, 5499, 5505]), legs)).toEqual([['t', 5505, at(120) - 1]]);
  });
});
