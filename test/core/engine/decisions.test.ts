// Sessions played through the simulated exchange: the reason of every HOLD, the entry that is taken, when decisions fall.
import { describe, expect, it } from 'vitest';
import { flat, hold, target } from '../../../src/core/signal/wanted.ts';
import { returns, sma } from '../../../src/index.ts';
import { commandWords, type Injection, outcomesOf, runSession, tapeFeed } from '../../support/engine-session.ts';
import { fixedRegime } from '../../support/fixed-regime.ts';
import { quiet } from '../../support/quiet-tape.ts';
import { at, plainSettings, Tape } from '../../support/tape.ts';
import { buys, holds, long, setupOf } from '../../support/test-strategy.ts';

function timesOf(decisions: readonly { readonly timeUs: number }[]): readonly number[] {
  return decisions.map(({ timeUs }) => (timeUs - at(0)) / 1e6);
}

describe('a decision', () => {
  it('falls at the end of each minute of the session, empty ones included, and nowhere else', async () => {
    const { decisions } = await runSession({ setups: [setupOf(holds)], feeds: [tapeFeed(quiet(600, 60, 320))] });
    expect(timesOf(decisions).map(Math.floor)).toEqual([60, 120, 180, 240, 300, 360, 420, 480, 540]);
    expect(decisions.every(({ trigger }) => trigger === 'candle')).toBe(true);
    expect(decisions.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(new Set(decisions.map(({ inputs }) => inputs.candleCloseUs)).size).toBe(6);
  });

  it('is woken for just after the end of its candle, however rarely the clock ticks', async () => {
    const simulation = plainSettings({ clockTickUs: 45_000_000, marketLatencyUs: 10_000 });
    const { decisions } = await runSession({ setups: [setupOf(holds)], feeds: [tapeFeed(quiet(400))], simulation });
    expect(decisions).toHaveLength(6);
    for (const { timeUs, inputs } of decisions) {
      expect(timeUs - inputs.candleCloseUs!).toBeGreaterThan(10_000);
      expect(timeUs - inputs.candleCloseUs!).toBeLessThan(10_010);
    }
  });

  it('waits for the grace of the candles', async () => {
    const settings = { candleGraceUs: 250_000 };
    const { decisions } = await runSession({ setups: [setupOf(holds)], feeds: [tapeFeed(quiet(200))], settings });
    for (const { timeUs, inputs } of decisions) expect(timeUs - inputs.candleCloseUs!).toBeGreaterThan(250_000);
  });

  it('also falls every so many seconds of the clock where the strategy says so', async () => {
    const setups = [setupOf(holds, { decideEverySeconds: 20 })];
    const { decisions } = await runSession({ setups, feeds: [tapeFeed(quiet(200))] });
    const clock = decisions.filter(({ trigger }) => trigger === 'clock');
    expect(timesOf(clock)).toEqual([20, 40, 60, 80, 100, 120, 140, 160, 180, 200]);
    expect(decisions.filter(({ trigger }) => trigger === 'candle')).toHaveLength(3);
    // between candles the features keep the value of the last one, with its time
    expect(clock.find(({ timeUs }) => timeUs === at(100))!.inputs.candleCloseUs).toBe(at(60));
  });

  it('tells what it saw: features, regime, position, price and a digest of them', async () => {
    const setups = [setupOf(holds, { features: { move: returns({ candles: 1 }), slow: sma({ period: 200 }) } })];
    const { decisions } = await runSession({ setups, feeds: [tapeFeed(quiet(130))] });
    expect(decisions[0]!.inputs).toMatchObject({
      features: { return_1: 0, sma_200: null },
      regime: { kind: 'trend_up', confidence: 0.7 },
      prediction: null,
      position: { quantity: 0, averagePrice: null },
      price: 5500,
      candleCloseUs: at(60),
    });
    expect(decisions[0]!.inputDigest).toMatch(/^[0-9a-f]{32}$/);
    expect(decisions[0]!.inputDigest).not.toBe(decisions[1]!.inputDigest);
  });
});

describe('HOLD', () => {
  const reasonsOf = async (...args: Parameters<typeof runSession>) =>
    (await runSession(...args)).decisions.map(
      ({ outcome }) => `${outcome.kind === 'hold' ? outcome.code : outcome.kind}: ${outcome.reason}`,
    );

  it('while there are fewer than 50 candles', async () => {
    const reasons = await reasonsOf({ setups: [setupOf(holds)], feeds: [tapeFeed(quiet(300, 47))] });
    expect(reasons).toEqual([
      'warmingUp: 48 of 50 candles',
      'warmingUp: 49 of 50 candles',
      'strategyHold: as always',
      'nearClose: flat 1m before the close',
    ]);
  });

  it('while a feature is not ready, and says which', async () => {
    const setups = [setupOf(holds, { features: { slow: sma({ period: 62 }) } })];
    const reasons = await reasonsOf({ setups, feeds: [tapeFeed(quiet(200))] });
    expect(reasons.slice(0, 2)).toEqual(['featureNotReady: sma_62', 'strategyHold: as always']);
  });

  it('while the regime is undefined, for the reason of the detector', async () => {
    const setups = [setupOf(holds, { regime: fixedRegime('undefined') })];
    expect(await reasonsOf({ setups, feeds: [tapeFeed(quiet(150))] })).toEqual([
      'regimeUndefined: said to be undefined',
      'nearClose: flat 1m before the close',
    ]);
  });

  it('before the first trade', async () => {
    const tape = new Tape({ seconds: 200 });
    for (let minute = 60; minute > 0; minute--) tape.warmupBar(minute * 60, 5500);
    for (let second = 1; second < 100; second++) tape.quote(second, 5499.5, 5500);
    tape.trade(100, 5500, 1);
    const reasons = await reasonsOf({ setups: [setupOf(holds)], feeds: [tapeFeed(tape)] });
    expect(reasons.slice(0, 2)).toEqual(['noPrice: no trade of WDOU25 yet', 'strategyHold: as always']);
  });

  it('when nothing was heard of the market for too long', async () => {
    const reasons = await reasonsOf({ setups: [setupOf(holds)], feeds: [tapeFeed(quiet(400, 60, 102))] });
    expect(reasons.map((text) => text.split(':')[0])).toEqual([
      'strategyHold',
      'strategyHold',
      'strategyHold',
      'staleData',
      'staleData',
      'nearClose',
    ]);
  });

  it('from a gap of the feed on: what is connected or backfilled does not end it, the next epoch does', async () => {
    const injections: Injection[] = [
      { atUs: at(70), event: { kind: 'gap', lostRecords: 3, reason: 'ring full' } },
      { atUs: at(80), event: { kind: 'connectionChange', service: 'market', state: 'connected', detail: undefined } },
      { atUs: at(190), event: { kind: 'backfillComplete', reason: 'whole' } },
    ];
    const { decisions, alerts } = await runSession({
      setups: [setupOf(holds)],
      feeds: [tapeFeed(quiet(330))],
      injections,
    });
    expect(outcomesOf(decisions)).toEqual(['strategyHold', 'muted', 'muted', 'muted', 'muted']);
    expect(new Set(decisions.slice(1).map(({ outcome }) => outcome.reason))).toEqual(new Set(['gap: ring full']));
    expect(alerts.map(({ code }) => code)).toEqual(['muted']);
  });

  it('while a connection is lost', async () => {
    const lost = { kind: 'connectionChange', service: 'routing', state: 'disconnected', detail: undefined } as const;
    const injections = [{ atUs: at(70), event: lost }];
    const reasons = await reasonsOf({ setups: [setupOf(holds)], feeds: [tapeFeed(quiet(150))], injections });
    expect(reasons).toEqual(['strategyHold: as always', 'muted: routing disconnected']);
  });

  it('when the strategy says so, is where it wants to be, or has orders in flight', async () => {
    const setups = [setupOf(() => long(5, 10))];
    const feeds = [tapeFeed(quiet(240))];
    // the entry is on its way for more than a second, and another decision falls within
    const simulation = plainSettings({ orderLatencyUs: 1_500_000 });
    const often = [setupOf(() => long(5, 10), { decideEverySeconds: 1 })];
    const outcomes = outcomesOf((await runSession({ setups: often, feeds, simulation })).decisions);
    const entered = outcomes.indexOf('enter buy 4');
    expect(outcomes.slice(entered + 1, entered + 4)).toEqual(['ordersInFlight', 'alreadyThere', 'alreadyThere']);
    const prompt = await runSession({ setups, feeds: [tapeFeed(quiet(240))] });
    expect(outcomesOf(prompt.decisions)).toEqual(['enter buy 4', 'alreadyThere', 'nearClose']);
  });

  it('when risk refuses, for the reason of risk', async () => {
    const feeds = [tapeFeed(quiet(150), { capitalBrl: 2_000 })];
    expect(await reasonsOf({ setups: [setupOf(buys)], feeds })).toEqual([
      'riskRefused: sizeZero: one lot may lose 65 BRL, 40 are allowed',
      'nearClose: flat 1m before the close',
    ]);
  });
});

describe('an entry', () => {
  it('is sized by risk, priced by the opposite quote and told with its bracket', async () => {
    const { decisions, commands, fills } = await runSession({ setups: [setupOf(buys)], feeds: [tapeFeed(quiet(200))] });
    expect(decisions[0]!.outcome).toEqual({
      kind: 'enter',
      side: 'buy',
      quantity: 4,
      entryPrice: 5500,
      stopPrice: 5495,
      targetPrice: 5510,
      reason: 'test',
    });
    expect(commandWords(commands)).toEqual(['entry', 'stop', 'target', 'cancel', 'cancel', 'exit']);
    expect(fills.map(({ side, quantity, price }) => [side, quantity, price])).toEqual([
      ['buy', 4, 5500],
      ['sell', 4, 5499.5],
    ]);
    expect(decisions[1]!.inputs.position).toEqual({ quantity: 4, averagePrice: 5500 });
  });

  it('the other way round first goes flat', async () => {
    let asked = 0;
    const turns = setupOf(() => target(asked++ === 0 ? 1 : -1, { stopPoints: 5, targetPoints: 10 }, 'turn'));
    const { decisions, engine } = await runSession({ setups: [turns], feeds: [tapeFeed(quiet(330))] });
    expect(outcomesOf(decisions)).toEqual(['enter buy 4', 'flat', 'enter sell 4', 'alreadyThere', 'nearClose']);
    expect(engine.context.account.openContracts).toBe(0);
  });

  it('is given up when the strategy wants to be flat', async () => {
    let asked = 0;
    const leaves = setupOf(() => (asked++ === 0 ? long(5, 10) : flat('enough')));
    const { decisions, fills } = await runSession({ setups: [leaves], feeds: [tapeFeed(quiet(200))] });
    expect(outcomesOf(decisions)).toEqual(['enter buy 4', 'flat', 'nearClose']);
    expect(fills.reduce((sum, { side, quantity }) => sum + (side === 'buy' ? quantity : -quantity), 0)).toBe(0);
  });

  it('is not taken near the close, and what is held is closed then', async () => {
    const setups = [setupOf(buys, { risk: { flattenBeforeClose: '2m' } })];
    const { decisions, fills } = await runSession({ setups, feeds: [tapeFeed(quiet(300))] });
    expect(outcomesOf(decisions)).toEqual(['enter buy 4', 'strategyHold', 'nearClose', 'nearClose']);
    expect(fills.map(({ exchangeTimeUs }) => Math.floor((exchangeTimeUs - at(0)) / 1e6))).toEqual([60, 180]);
  });

  it('is not there for a strategy that always holds', async () => {
    const { commands } = await runSession({ setups: [setupOf(() => hold('never'))], feeds: [tapeFeed(quiet(300))] });
    expect(commands).toEqual([]);
  });
});
