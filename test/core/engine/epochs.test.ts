// The start of an epoch: day two decides the same whether day one was run or only told as its warm-up; what stays and what goes.
import { describe, expect, it } from 'vitest';
import type { DecisionRecord } from '../../../src/core/engine/decision-record.ts';
import { adx, ema, returns, ruleRegime, volatility, vwap } from '../../../src/index.ts';
import { type EngineSession, outcomesOf, runSession, tapeFeed } from '../../support/engine-session.ts';
import { quiet } from '../../support/quiet-tape.ts';
import { syntheticSessions } from '../../support/synthetic-session.ts';
import { at, plainSettings } from '../../support/tape.ts';
import { buys, type Decide, holds, long, setupOf } from '../../support/test-strategy.ts';

const DAY_US = 86_400_000_000;
const simulation = plainSettings({ marketLatencyUs: 10_000, orderLatencyUs: 15_000, halfSpreadTicks: 0.5 });

/** Recursive, windowed and session features, the rule regime: whatever could carry a day over into the next. */
const features = {
  move: returns({ candles: 5 }),
  slope: ema.slope({ period: 20 }),
  slow: ema({ period: 50 }),
  spread: volatility({ candles: 20 }),
  strength: adx(),
  fair: vwap(),
};
const trades: Decide = ({ features: { slope = 0 }, position }) =>
  position.quantity === 0 && slope > 0 ? long(3, 4) : { kind: 'hold', reason: 'waits' };
const session = (feeds: EngineSession['feeds']): EngineSession => ({
  setups: [setupOf(trades, { features, regime: ruleRegime(), risk: { riskPerTrade: 0.01 } })],
  feeds,
  simulation,
});

/** What a decision saw and came to, without the places in the run. */
function content({ timeUs, inputs, outcome, inputDigest }: DecisionRecord) {
  return { timeUs, inputs, outcome, inputDigest };
}

describe('an epoch', () => {
  it('starts from its warm-up alone: two days run in a row decide as the second day run by itself', async () => {
    const options = { seed: 21, days: 2, hours: 3 };
    const [, second] = syntheticSessions(options);
    const both = await runSession(session(syntheticSessions(options)));
    const alone = await runSession(session([second!]));
    const ofSecond = both.decisions.filter(({ epoch }) => epoch === 2);
    expect(ofSecond).toHaveLength(179);
    expect(ofSecond.map(content)).toEqual(alone.decisions.map(content));
    expect(new Set(outcomesOf(alone.decisions)).size).toBeGreaterThan(1);
  });

  it('begins with another state when the warm-up is another', async () => {
    const [feed] = syntheticSessions({ seed: 21, hours: 3 });
    const [other] = syntheticSessions({ seed: 22, hours: 3 });
    const mixed = {
      ...feed!,
      warmup: other!.warmup,
      start: { ...feed!.start, warmupDigest: other!.start.warmupDigest, warmupBars: other!.start.warmupBars },
    };
    const one = await runSession(session([feed!]));
    const two = await runSession(session([{ ...mixed, market: syntheticSessions({ seed: 21, hours: 3 })[0]!.market }]));
    expect(one.decisions[0]!.inputs.features.ema_50).not.toBe(two.decisions[0]!.inputs.features.ema_50);
  });

  it('gives up a question to the model of the epoch before, and everything that worked', async () => {
    const feeds = [
      tapeFeed(quiet(200)),
      tapeFeed(quiet(200, 60, 200, { openUs: at(0) + DAY_US, sessionDay: '2025-08-06', epoch: 2 })),
    ];
    const { decisions, engine } = await runSession({ setups: [setupOf(buys)], feeds });
    expect(outcomesOf(decisions)).toEqual([
      'enter buy 4',
      'strategyHold',
      'nearClose',
      'enter buy 4',
      'strategyHold',
      'nearClose',
    ]);
    expect(engine.context.account.hasTraded).toBe(true);
    expect(engine.context.account.openContracts).toBe(0);
  });

  it('counts the result of its own session only', async () => {
    const feeds = [
      tapeFeed(quiet(200)),
      tapeFeed(quiet(200, 60, 200, { openUs: at(0) + DAY_US, sessionDay: '2025-08-06', epoch: 2 })),
    ];
    const { engine } = await runSession({ setups: [setupOf(buys)], feeds });
    const { account } = engine.context;
    // each day: 4 contracts lose a tick of 5 BRL and pay 1 BRL twice
    const dayE4 = -4 * (50_000 + 20_000);
    expect(account.sessionNetE4(() => undefined)).toBe(dayE4);
    expect(account.netE4(() => undefined)).toBe(2 * dayE4);
  });

  it('that finds a position of the session before halts: what is held over night is not ours to trade on', async () => {
    // nothing of the exit reaches the venue before the session ends
    const latency = plainSettings({ orderLatencyUs: 70_000_000 });
    const feeds = [
      tapeFeed(quiet(170)),
      tapeFeed(quiet(200, 60, 200, { openUs: at(0) + DAY_US, sessionDay: '2025-08-06', epoch: 2 })),
    ];
    const { decisions, alerts } = await runSession({
      setups: [setupOf(buys, { risk: { flattenBeforeClose: '5s' } })],
      feeds,
      simulation: latency,
    });
    expect(alerts.map(({ code }) => code)).toContain('heldOvernight');
    expect(outcomesOf(decisions).slice(-2)).toEqual(['halted', 'halted']);
  });

  it('within a session keeps the position and the loss of the day, and has no false alarm before the first price', async () => {
    const [first] = [tapeFeed(quiet(200))];
    const again = { ...tapeFeed(quiet(100)).start, epoch: 2, warmupBars: 0, warmupDigest: '' };
    const { alerts, engine } = await runSession({
      setups: [setupOf(buys)],
      feeds: [first!],
      injections: [{ atUs: at(65), event: again }],
    });
    expect(alerts.filter(({ code }) => code === 'dailyLoss')).toEqual([]);
    expect(engine.context.state.kind).not.toBe('reducing');
  });

  it('is what the records of its decisions say', async () => {
    const { decisions } = await runSession({ setups: [setupOf(holds)], feeds: [tapeFeed(quiet(200), { epoch: 7 })] });
    expect(new Set(decisions.map(({ epoch }) => epoch))).toEqual(new Set([7]));
  });
});
