// The order of events of a session, their times and numbers, as the simulated exchange gives them out.
import { describe, expect, it } from 'vitest';
import { EventBatch, type PayloadEvent } from '../../src/core/market/event-batch.ts';
import { Phase } from '../../src/core/market/event-record.ts';
import { rootInstrument } from '../../src/core/market/instrument-table.ts';
import { sessionSource } from '../../src/simulation/session-feed.ts';
import { SimulatedExchange } from '../../src/simulation/simulated-exchange.ts';
import { at, fillsOf, plainSettings, play, submit, Tape, type TapeEvent, tapeOpenUs } from '../support/tape.ts';

const ticksOf = (events: readonly TapeEvent[]) => events.filter((event) => event.kind === 'clockTick');

describe('the sequence of a session', () => {
  it('is EpochStart, warm-up, then everything by received time', async () => {
    const tape = new Tape({ seconds: 3 })
      .warmupBar(120, 5500)
      .warmupBar(60, 5501)
      .trade(0.5, 5500, 1)
      .trade(1, 5500, 1);
    const events = await play({ sessions: [tape.feed()] });
    const kinds = events.filter((event) => event.kind !== 'clockTick').map((event) => event.kind);
    expect(kinds).toEqual(['epochStart', 'bar', 'bar', 'phaseChange', 'phaseChange', 'trade', 'trade', 'phaseChange']);
    expect(events.slice(0, 3).map((event) => event.receivedTimeUs)).toEqual(Array(3).fill(at(-60) - 1));
    expect(events[1]!.exchangeTimeUs).toBe(at(-120));
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
  });

  it('has a tick each second from the auction to two seconds after the close', async () => {
    const events = await play({ sessions: [new Tape({ seconds: 3 }).feed()] });
    const seconds = ticksOf(events).map((event) => (event.receivedTimeUs - tapeOpenUs) / 1e6);
    expect(seconds).toEqual(Array.from({ length: 66 }, (_, index) => index - 60));
  });

  it('begins before the auction where records do', async () => {
    const tape = new Tape({ seconds: 1 }).quote(-70.5, 5500, 5500.5);
    const events = await play({ sessions: [tape.feed()] });
    expect(ticksOf(events)[0]!.receivedTimeUs).toBe(at(-71));
  });

  it('gives tick, phase and market record in this order at one time', async () => {
    const tape = new Tape({ seconds: 2 }).trade(0, 5500, 1).trade(1, 5500, 1);
    const events = await play({ sessions: [tape.feed()] });
    const kindsAt = (seconds: number) =>
      events.filter((event) => event.receivedTimeUs === at(seconds)).map((event) => event.kind);
    expect(kindsAt(0)).toEqual(['clockTick', 'phaseChange', 'trade']);
    expect(kindsAt(1)).toEqual(['clockTick', 'trade']);
  });

  it('delays records by the latency and never lets one overtake another', async () => {
    const tape = new Tape({ seconds: 10 });
    for (let i = 0; i < 500; i++) tape.trade(i / 100, 5500, 1);
    const settings = plainSettings({ marketLatencyUs: 20_000, marketJitterUs: 50_000 });
    const events = (await play({ sessions: [tape.feed()], settings })).filter((event) => event.kind === 'trade');
    const delays = events.map((event) => event.receivedTimeUs - event.exchangeTimeUs);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(20_000);
    expect(Math.max(...delays)).toBeLessThanOrEqual(70_000);
    expect(new Set(delays).size).toBeGreaterThan(50);
    events.slice(1).forEach((event, index) => {
      expect(event.receivedTimeUs).toBeGreaterThanOrEqual(events[index]!.receivedTimeUs);
    });
  });

  it('keeps the received times of a source that has its own', async () => {
    const tape = new Tape({ seconds: 2 }).trade(0, 5500, 1).trade(0.5, 5501, 1).received(0.25);
    const settings = plainSettings({ marketLatencyUs: 1_000_000 });
    const events = await play({ sessions: [tape.feed()], settings });
    const trades = events.filter((event) => event.kind === 'trade');
    expect(trades.map((event) => event.receivedTimeUs)).toEqual([at(0.25), at(0.75)]);
  });

  it('numbers on through the sessions, which it loads one by one', async () => {
    const loaded: number[] = [];
    function* sessions() {
      for (const epoch of [1, 2]) {
        loaded.push(epoch);
        yield new Tape({ seconds: 2, epoch, openUs: tapeOpenUs + epoch * 86_400e6 }).trade(1, 5500, 1).feed();
      }
    }
    const loadedAt: number[] = [];
    const events = await play({
      sessions: sessions(),
      onEvent: (event) => void (event.kind === 'epochStart' && loadedAt.push(loaded.length)),
    });
    expect(loadedAt).toEqual([1, 2]);
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
  });

  it('refuses sessions that go back in time', async () => {
    const sessions = [new Tape({ seconds: 2 }).feed(), new Tape({ seconds: 2 }).feed()];
    await expect(play({ sessions })).rejects.toThrow('does not come after the one before it');
  });

  it('is the same from an array, an iterator that waits, and batches of another size', async () => {
    const tape = (capacity: number, epoch: number) =>
      new Tape({ capacity, epoch, seconds: 20, openUs: tapeOpenUs + epoch * 86_400e6 })
        .quote(1, 5499.5, 5500, 5, 5)
        .trade(2, 5500, 3)
        .trade(5, 5499, 8)
        .feed();
    async function* slowly() {
      for (const epoch of [0, 1]) yield await Promise.resolve(tape(1000, epoch));
    }
    const orders = [{ seconds: 3, command: submit({ type: 'limit', price: 5499.5, quantity: 2 }) }];
    const settings = plainSettings({ orderLatencyUs: 5000, orderJitterUs: 5000, answerJitterUs: 900 });
    const inMemory = await play({ sessions: [tape(1, 0), tape(1, 1)], orders, settings });
    expect(await play({ sessions: slowly(), orders, settings })).toEqual(inMemory);
    expect(inMemory.some((event) => event.kind === 'fill')).toBe(true);
  });
});

describe('a session of two instruments', () => {
  it('has the phases of each and matches each with its own market', async () => {
    const tape = new Tape({ seconds: 5 }).quote(0, 5499.5, 5500, 5, 5).trade(1, 5500, 1);
    const winTrade = tape.market.pushTrade(1, at(1), 135_000, 1, 0, 1, 0, 0);
    expect(winTrade).toBe(2);
    const feed = tape.feed();
    const sessions = [...feed.sessions, { ...feed.sessions[0]!, closeUs: at(4) }];
    const instruments = [...feed.instruments, rootInstrument('WIN')];
    const orders = [
      { seconds: 2, command: submit({ clientOrderId: 'wdo' }) },
      { seconds: 2, command: submit({ clientOrderId: 'win', instrumentId: 1 }) },
      { seconds: 3, command: submit({ clientOrderId: 'rests', instrumentId: 1, type: 'limit', price: 134_000 }) },
    ];
    const events = await play({ sessions: [{ ...feed, sessions, instruments }], orders });
    const fills = fillsOf(events).map((fill) => [fill.clientOrderId, fill.instrumentId, fill.price]);
    expect(fills).toEqual([
      ['wdo', 0, 5500],
      ['win', 1, 135_000],
    ]);
    const closes = events.filter((event) => event.kind === 'phaseChange' && event.flags === Phase.closed);
    expect(closes.map((event) => event.receivedTimeUs)).toEqual([at(4), at(5)]);
    const expired = events.find((event) => (event.payload as { status?: string } | undefined)?.status === 'expired');
    expect(expired?.receivedTimeUs).toBe(at(4));
  });
});

describe('a wake', () => {
  const wakes = (...seconds: readonly number[]) =>
    play({
      sessions: [new Tape({ seconds: 3 }).trade(1.5, 5500, 1).feed()],
      onEvent: (event, exchange) => {
        if (event.kind === 'epochStart') for (const second of seconds) exchange.wake(at(second));
        return undefined;
      },
    });

  it('is a tick of its own, before what is received at its time', async () => {
    const events = await wakes(1.5, 0.25);
    const around = events.filter((event) => event.receivedTimeUs === at(1.5)).map((event) => event.kind);
    expect(around).toEqual(['clockTick', 'trade']);
    expect(ticksOf(events).map((event) => event.receivedTimeUs)).toContain(at(0.25));
  });

  it('adds nothing where a tick stands already, nor after the session', async () => {
    const plain = await wakes();
    expect(await wakes(1, 1, -60, -500, 100)).toEqual(plain);
  });

  it('of the past means now, and a tick cannot ask for itself again', async () => {
    let asked = 0;
    const events = await play({
      sessions: [new Tape({ seconds: 3 }).trade(1.5, 5500, 1).feed()],
      onEvent: (event, exchange) => {
        if (event.receivedTimeUs !== at(1.5) || asked++ > 5) return undefined;
        exchange.wake(at(0));
        return undefined;
      },
    });
    const around = events.filter((event) => event.receivedTimeUs === at(1.5)).map((event) => event.kind);
    expect(around).toEqual(['trade', 'clockTick']);
  });
});

describe('a delivered answer', () => {
  const answer: PayloadEvent = { kind: 'predictionTimedOut' };

  it('arrives after the latency of predictions, however late its promise resolves', async () => {
    const settings = plainSettings({ predictionLatencyUs: 250_000 });
    const events = await play({
      sessions: [new Tape({ seconds: 3 }).trade(1.1, 5500, 1).trade(1.2, 5500, 1).feed()],
      settings,
      onEvent: (event, exchange) => {
        if (event.kind !== 'trade') return undefined;
        return exchange.deliver(new Promise((resolve) => setTimeout(() => resolve(answer), 1)));
      },
    });
    const answers = events.filter((event) => event.payload === answer);
    expect(answers.map((event) => event.receivedTimeUs)).toEqual([at(1.35), at(1.45)]);
  });

  it('must be awaited before the next advance', async () => {
    const exchange = new SimulatedExchange({
      days: sessionSource([new Tape({ seconds: 1 }).feed()]),
      settings: plainSettings(),
      seed: 1,
      firstSeq: 1,
    });
    await exchange.more();
    const cursor = { batch: new EventBatch(1), index: 0 };
    exchange.advance(cursor);
    const delivered = exchange.deliver(Promise.resolve(answer));
    expect(() => exchange.advance(cursor)).toThrow('must be awaited');
    await delivered;
  });
});
