// Several instruments, several strategies, candles of volume: who reads what, and which limits hold over all.
import { describe, expect, it } from 'vitest';
import { forEachCandle } from '../../../src/core/candles/day-candles.ts';
import { Kind } from '../../../src/core/market/event-record.ts';
import { onInstrument } from '../../../src/core/signal/strategy.ts';
import { hold, target } from '../../../src/core/signal/wanted.ts';
import { returns, sma } from '../../../src/index.ts';
import { outcomesOf, runSession, tapeFeed } from '../../support/engine-session.ts';
import { quiet } from '../../support/quiet-tape.ts';
import { syntheticSessions } from '../../support/synthetic-session.ts';
import { plainSettings } from '../../support/tape.ts';
import { buys, type Decide, holds, setupOf } from '../../support/test-strategy.ts';

const simulation = plainSettings({ marketLatencyUs: 10_000, orderLatencyUs: 15_000, halfSpreadTicks: 0.5 });
const MINUTE = { kind: 'time', us: 60_000_000 } as const;

describe('a strategy that reads a leader', () => {
  const setups = [
    setupOf(holds, {
      instruments: { trade: 'WDOFUT', lead: 'DOLFUT' },
      features: { own: sma({ period: 5 }), leading: onInstrument('lead', sma({ period: 5 })) },
    }),
  ];
  const feeds = () => syntheticSessions({ seed: 31, roots: ['WDO', 'DOL'], hours: 1.5 });

  it('sees the leader under its role, each over its own candles, none of them behind', async () => {
    const { decisions } = await runSession({ setups, feeds: feeds(), simulation });
    const [feed] = feeds();
    const closes = [0, 1].map((id) => {
      const all = new Map<number, number>();
      const { market, instruments, sessions } = feed!;
      forEachCandle(market, id, instruments[id]!, MINUTE, sessions[id]!.openUs, (candle) =>
        all.set(candle.closeTimeUs, candle.close),
      );
      return all;
    });
    let compared = 0;
    for (const { inputs, timeUs } of decisions) {
      // the leader may have a candle of a minute in which nothing else traded
      const untilUs = timeUs - simulation.marketLatencyUs;
      for (const [id, name] of ['sma_5', 'lead.sma_5'].entries()) {
        const known = [...closes[id]!].filter(([closeUs]) => closeUs <= untilUs).map(([, close]) => close);
        if (known.length < 5) continue;
        expect(inputs.features[name]).toBe(known.slice(-5).reduce((sum, close) => sum + close, 0) / 5);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(150);
  });

  it('trades its own instrument only', async () => {
    const buying = [setupOf(buys, { instruments: { trade: 'WDOFUT', lead: 'DOLFUT' } })];
    const { commands } = await runSession({ setups: buying, feeds: feeds(), simulation });
    const ids = commands.flatMap((one) => (one.kind === 'submit' ? [one.request.instrumentId] : []));
    expect(new Set(ids)).toEqual(new Set([0]));
  });

  it('cannot start in a session that does not have it', async () => {
    await expect(runSession({ setups, feeds: syntheticSessions({ seed: 31 }) })).rejects.toThrow(
      /session without DOLFUT of strategy tested/,
    );
  });
});

describe('candles of volume', () => {
  it('close, and are decided on, with the trade that fills them', async () => {
    const options = { seed: 33, hours: 2, candle: '100v' };
    const setups = [setupOf(holds, { candle: '100v', features: { move: returns({ candles: 1 }) } })];
    const { decisions, events } = await runSession({ setups, feeds: syntheticSessions(options), simulation });
    expect(decisions.length).toBeGreaterThan(20);
    const kinds = new Map<number, number>();
    for (let index = 0; index < events.length; index++) kinds.set(events.seqAt(index), events.kindAt(index));
    const [{ market, instruments, sessions }] = syntheticSessions(options) as [ReturnType<typeof syntheticSessions>[0]];
    const closes: number[] = [];
    forEachCandle(
      market,
      0,
      instruments[0]!,
      { kind: 'volume', contracts: 100 },
      sessions[0]!.openUs,
      ({ closeTimeUs }) => closes.push(closeTimeUs),
    );
    for (const { seq } of decisions) expect(kinds.get(seq)).toBe(Kind.trade);
    const decided = decisions.map(({ inputs }) => inputs.candleCloseUs);
    expect(decided).toEqual(closes.slice(-decided.length));
  });
});

describe('two strategies on one engine', () => {
  const sells: Decide = ({ position }) =>
    position.quantity === 0 ? target(-1, { stopPoints: 5, targetPoints: 10 }, 'short') : hold('the bracket decides');

  it('hold positions of their own, which the account nets', async () => {
    const risk = { maxPositions: 2, maxContracts: 8 };
    const setups = [setupOf(buys, { name: 'bull', risk }), setupOf(sells, { name: 'bear', risk })];
    let net: number | undefined;
    const { decisions, engine } = await runSession({
      setups,
      feeds: [tapeFeed(quiet(200))],
      onEvent: ({ context }) => {
        const { account } = context;
        if (account.openPositions === 2) net = account.netQuantity('WDOU25');
      },
    });
    expect(outcomesOf(decisions).slice(0, 2)).toEqual(['enter buy 8', 'riskRefused']);
    expect(net).toBeUndefined();
    expect(engine.context.account.openContracts).toBe(0);
    const wider = [
      setupOf(buys, { name: 'bull', risk: { ...risk, riskPerTrade: 0.001 } }),
      setupOf(sells, { name: 'bear', risk }),
    ];
    const both = await runSession({
      setups: wider,
      feeds: [tapeFeed(quiet(200))],
      onEvent: ({ context: { account } }) => {
        if (account.openPositions === 2) net = account.netQuantity('WDOU25');
      },
    });
    expect(outcomesOf(both.decisions).slice(0, 2)).toEqual(['enter buy 1', 'enter sell 7']);
    expect(net).toBe(-6);
    expect(both.decisions.map(({ strategyId }) => strategyId).slice(0, 2)).toEqual(['bull', 'bear']);
  });

  it('share the number of positions of the account', async () => {
    const risk = { maxPositions: 1, maxContracts: 8, riskPerTrade: 0.001 };
    const setups = [setupOf(buys, { name: 'bull', risk }), setupOf(sells, { name: 'bear', risk })];
    const { decisions } = await runSession({ setups, feeds: [tapeFeed(quiet(200))] });
    expect(outcomesOf(decisions).slice(0, 2)).toEqual(['enter buy 1', 'riskRefused']);
    expect(decisions[1]!.outcome.reason).toMatch(/^maxPositions: 1 of 1 positions are open/);
  });

  it('decide each on candles of its own interval', async () => {
    const setups = [setupOf(holds, { name: 'fast' }), setupOf(holds, { name: 'slow', candle: '5m' })];
    const { decisions } = await runSession({ setups, feeds: [tapeFeed(quiet(660))] });
    const of = (name: string) => decisions.filter(({ strategyId }) => strategyId === name).length;
    expect([of('fast'), of('slow')]).toEqual([10, 2]);
  });
});
