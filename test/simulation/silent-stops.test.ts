// Stops that trigger where the tape then falls silent: they take 10 ms later what is known, in a backtest as on paper.
import { describe, expect, it } from 'vitest';
import type { OrderRequest } from '../../src/core/account/order.ts';
import { EventBatch } from '../../src/core/market/event-batch.ts';
import { Phase } from '../../src/core/market/event-record.ts';
import { PaperVenue } from '../../src/simulation/paper-venue.ts';
import type { SimulationSettings } from '../../src/simulation/settings.ts';
import { at, cancel, fillsOf, plainSettings, play, statusesOf, submit, Tape, type Timed } from '../support/tape.ts';

/** A quiet market: 5499.5 at 5500, ten contracts each side, last trade 5500. */
const quiet = () => new Tape({ seconds: 100 }).quote(0, 5499.5, 5500, 10, 10).trade(0, 5500, 1, { aggressor: 'buyer' });
const run = (tape: Tape, orders: readonly Timed[], settings = plainSettings()) =>
  play({ sessions: [tape.feed()], orders, settings });
const stop = (changes: Partial<OrderRequest> = {}) =>
  submit({ side: 'sell', type: 'stopLimit', role: 'stop', stopPrice: 5498, price: 5490, ...changes });
const stops = (changes: Partial<OrderRequest> = {}): readonly Timed[] => [{ seconds: 1, command: stop(changes) }];
async function filledOf(...args: Parameters<typeof run>): Promise<readonly (readonly number[])[]> {
  return fillsOf(await run(...args)).map(({ price, quantity, exchangeTimeUs }) => [price, quantity, exchangeTimeUs]);
}

describe('a stop that triggers before a silence', () => {
  it('takes 10 ms after its trigger, no better than the worst print of the sweep', async () => {
    const tape = quiet().trade(2, 5498, 10).trade(2, 5496, 10).trade(2, 5497, 10);
    expect(await filledOf(tape, stops({ quantity: 2 }))).toEqual([[5496, 2, at(2.01)]]);
    const buyer = quiet().trade(2, 5502, 10).trade(2, 5503, 10);
    const buys = stops({ side: 'buy', stopPrice: 5502, price: 5510 });
    expect(await filledOf(buyer, buys)).toEqual([[5503, 1, at(2.01)]]);
  });

  it.each([5400, 5497, 5600])('never knows the next record of the tape, a trade at %d', async (price) => {
    const tape = quiet()
      .trade(2, 5498, 10)
      .trade(2.010001, price, 10)
      .quote(2.2, price, price + 0.5, 10, 10);
    expect(await filledOf(tape, stops())).toEqual([[5498, 1, at(2.01)]]);
  });

  it('is told of its fill at a time that no later record moves', async () => {
    const settings = plainSettings({ marketLatencyUs: 10_000, answerLatencyUs: 10_000 });
    for (const tape of [quiet().trade(2, 5498, 10), quiet().trade(2, 5498, 10).trade(90, 5400, 1)]) {
      const events = await run(tape, stops(), settings);
      expect(events.find(({ kind }) => kind === 'fill')?.receivedTimeUs).toBe(at(2.02));
    }
  });

  it('takes at once with a record that comes within the 10 ms, the last of them included', async () => {
    const early = quiet().trade(2, 5498, 10).quote(2.003, 5495, 5495.5, 10, 10);
    expect(await filledOf(early, stops())).toEqual([[5495, 1, at(2.003)]]);
    const last = quiet().trade(2, 5498, 10).trade(2.01, 5494, 10);
    expect(await filledOf(last, stops())).toEqual([[5494, 1, at(2.01)]]);
  });

  it('takes the book that the sweep left, level by level, and rests with what its limit leaves', async () => {
    const tape = quiet().level(0, 'bid', 5497, 2).level(0, 'bid', 5496, 3).level(0, 'ask', 5500, 9).trade(2, 5498, 1);
    const events = await run(tape.trade(50, 5496.5, 1), stops({ quantity: 9, price: 5496 }));
    const fills = fillsOf(events).map(({ price, quantity, aggressor }) => [price, quantity, aggressor]);
    expect(fills).toEqual([
      [5497, 2, true],
      [5496, 3, true],
      [5496, 1, false],
    ]);
    expect(statusesOf(events).at(-1)).toBe('a expired 6: session closed');
  });

  it('pays half a spread and the slippage beyond the worst print where no quote is known', async () => {
    const tape = new Tape({ seconds: 100 }).trade(0, 5500, 1).trade(2, 5498, 1).trade(2, 5499, 1);
    expect(await filledOf(tape, stops(), plainSettings({ halfSpreadTicks: 0.5 }))).toEqual([[5497.5, 1, at(2.01)]]);
    const slips = plainSettings({ halfSpreadTicks: 0.5, slippageTicks: 2 });
    expect(await filledOf(tape, stops(), slips)).toEqual([[5496.5, 1, at(2.01)]]);
  });

  it('keeps its limit: beyond it nothing fills, and it rests', async () => {
    const tape = () => quiet().trade(2, 5489, 10);
    expect(await filledOf(tape(), stops())).toEqual([]);
    expect(await filledOf(tape().trade(50, 5491, 1), stops())).toEqual([[5490, 1, at(50)]]);
  });

  it('does not take once trading is over, nor after its cancel', async () => {
    const closing = quiet().trade(99.995, 5498, 10);
    expect(statusesOf(await run(closing, stops())).at(-1)).toBe('a expired 0: session closed');
    const cancelled = [...stops(), { seconds: 2.009, command: cancel('a') }];
    expect(statusesOf(await run(quiet().trade(2, 5498, 10), cancelled)).at(-1)).toBe('a cancelled 0');
    const late = [...stops(), { seconds: 2.01, command: cancel('a') }];
    expect(statusesOf(await run(quiet().trade(2, 5498, 10), late)).at(-1)).toBe('a filled 1');
  });

  it('takes each for itself where several trigger one after the other', async () => {
    const orders = [
      { seconds: 1, command: stop({ clientOrderId: 'a' }) },
      { seconds: 1, command: stop({ clientOrderId: 'b', stopPrice: 5497, price: 5480 }) },
    ];
    const events = await run(quiet().trade(2, 5498, 10).trade(2.004, 5497, 10), orders);
    expect(fillsOf(events).map(({ clientOrderId, exchangeTimeUs }) => [clientOrderId, exchangeTimeUs])).toEqual([
      ['a', at(2.004)],
      ['b', at(2.014)],
    ]);
  });
});

describe('a paper session whose tape falls silent', () => {
  it('fills what a backtest fills, at the tick that it asks for', async () => {
    const settings = plainSettings({ marketLatencyUs: 10_000, answerLatencyUs: 10_000 });
    const tape = quiet().trade(2, 5498, 10).trade(2, 5497, 10);
    const [fill] = fillsOf(await run(tape, stops(), settings));
    const paper = paperOf(quiet().trade(2, 5498, 10).trade(2, 5497, 10), settings);
    expect(paper.nextDueUs).toBe(at(2.01) + settings.marketLatencyUs);
    const tick = new EventBatch(1);
    tick.pushClockTick(at(2.02));
    tick.stamp(0, 0, at(2.02));
    paper.take(tick, 0);
    expect([paper.nextAnswerUs, paper.takeAnswer()]).toEqual([at(2.02), fill]);
    expect(fill).toMatchObject({ price: 5497, exchangeTimeUs: at(2.01) });
  });
});

/** A paper venue that has taken the open phase, a stop at one second, and the whole tape, received with the latency of the settings. */
function paperOf(tape: Tape, settings: SimulationSettings): PaperVenue {
  const { instruments, market, start } = tape.feed();
  const paper = new PaperVenue({ instruments, settings, seed: 1, sessionDay: start.sessionDay });
  const phases = new EventBatch(1);
  phases.pushPhase(0, at(0), Phase.open);
  phases.stamp(0, 0, at(0));
  paper.take(phases, 0);
  for (let index = 0; index < market.length; index++) {
    const receivedUs = market.exchangeTimeUsAt(index) + settings.marketLatencyUs;
    if (index === 2) paper.submit(stop(), at(1));
    market.stamp(index, 0, receivedUs);
    paper.take(market, index);
    while (paper.nextAnswerUs <= receivedUs) paper.takeAnswer();
  }
  return paper;
}
