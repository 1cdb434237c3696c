// What switches new risk off in a running session, what goes on nevertheless, and what switches it on again.
import { describe, expect, it } from 'vitest';
import type { EngineEvent } from '../../../src/core/engine/engine.ts';
import { hold } from '../../../src/core/signal/wanted.ts';
import { commandWords, outcomesOf, runSession, tapeFeed } from '../../support/engine-session.ts';
import { quiet } from '../../support/quiet-tape.ts';
import { at, plainSettings, type Tape } from '../../support/tape.ts';
import { buys, holds, long, setupOf } from '../../support/test-strategy.ts';

const DAY_US = 86_400_000_000;

/** Bought at 5500 after a minute; then the price falls over the stop and its limit at once, to `price`. */
function jump(price: number): Tape {
  const tape = quiet(400, 60, 90);
  for (let second = 100; second < 400; second += 10) {
    tape.quote(second, price - 0.5, price, 500, 500);
    tape.trade(second + 1, price, 1, { aggressor: 'seller' });
  }
  return tape;
}

describe('the loss of the day', () => {
  it('closes everything, reduces for the rest of the session and latches until the next', async () => {
    const setups = [setupOf(buys, { risk: { dailyLossLimit: 0.003 } })];
    const second = quiet(150, 60, 150, { openUs: at(0) + DAY_US, sessionDay: '2025-08-06', epoch: 2 });
    const feeds = [tapeFeed(jump(5480)), tapeFeed(second)];
    const { decisions, alerts, commands, fills, engine } = await runSession({ setups, feeds });
    expect(outcomesOf(decisions)).toEqual([
      'enter buy 4',
      ...Array.from({ length: 5 }, () => 'reducing'),
      'enter buy 4',
      'nearClose',
    ]);
    // the jump closes the bracket at once: 4 contracts x 20.5 points x 10 BRL = 820 BRL and 8 of costs, of a limit of 300
    expect(decisions[1]!.outcome.reason).toBe('daily loss limit: -828 BRL of 100000 BRL capital');
    expect(alerts.map(({ code }) => code)).toContain('dailyLoss');
    expect(commandWords(commands).slice(0, 6)).toEqual(['entry', 'stop', 'target', 'cancel', 'cancel', 'exit']);
    expect(fills[1]).toMatchObject({ side: 'sell', quantity: 4, price: 5479.5 });
    expect(engine.context.state.kind).toBe('active');
  });

  it('counts when it was realised between two looks at it as well', async () => {
    const tape = quiet(400, 60, 90);
    // the stop triggers within the second and fills between its trigger and its limit
    for (let second = 100; second < 400; second += 10) {
      tape.quote(second + 0.1, 5491, 5491.5, 500, 500);
      tape.trade(second + 0.2, 5491, 50, { aggressor: 'seller' });
      tape.quote(second + 0.3, 5491, 5491.5, 500, 500);
    }
    const setups = [setupOf(buys, { risk: { dailyLossLimit: 0.002, riskPerTrade: 0.05 } })];
    const { decisions, fills, commands } = await runSession({ setups, feeds: [tapeFeed(tape)] });
    expect(commandWords(commands)).toEqual(['entry', 'stop', 'target', 'cancel']);
    expect(fills.at(-1)).toMatchObject({ side: 'sell', quantity: 3, price: 5491 });
    expect(outcomesOf(decisions).slice(0, 3)).toEqual(['enter buy 3', 'reducing', 'reducing']);
  });
});

describe('trading halts', () => {
  const haltedBy = async (event: EngineEvent, feeds = [tapeFeed(quiet(330))]) => {
    const { decisions, alerts, commands, engine } = await runSession({
      setups: [setupOf(buys)],
      feeds,
      injections: [{ atUs: at(70), event }],
    });
    return {
      outcomes: outcomesOf(decisions),
      reason: decisions[1]?.outcome.reason,
      codes: alerts.map(({ code }) => code),
      words: commandWords(commands),
      open: engine.context.account.openContracts,
    };
  };
  const fill = {
    kind: 'fill',
    fillId: '1',
    clientOrderId: 'stranger',
    strategyId: 'tested',
    instrumentId: 0,
    side: 'buy',
    quantity: 1,
    price: 5500,
    costsE4: 0,
    exchangeTimeUs: 0,
    aggressor: true,
  } as const;

  it('by a contradiction of the venue; brackets stay, and it is flat at the close', async () => {
    const { outcomes, reason, codes, words, open } = await haltedBy(fill);
    expect(outcomes).toEqual(['enter buy 4', 'halted', 'halted', 'halted', 'halted']);
    expect(reason).toBe('order stranger: fill of stranger, which is not ours');
    expect(codes).toEqual(['orderContradiction']);
    expect(words).toEqual(['entry', 'stop', 'target', 'cancel', 'cancel', 'exit']);
    expect(open).toBe(0);
  });

  it('by an answer about an order that is not ours', async () => {
    const clientOrderId = 'stranger';
    const update = {
      kind: 'orderUpdate',
      clientOrderId,
      status: 'working',
      filledQuantity: 0,
      reason: undefined,
    } as const;
    expect((await haltedBy(update)).outcomes[1]).toBe('halted');
  });

  it('by a report of a position that differs from ours, not by one that agrees', async () => {
    const differs = await haltedBy({ kind: 'positionReport', instrumentId: 0, quantity: 3 });
    expect(differs.outcomes[1]).toBe('halted');
    expect(differs.reason).toBe('the venue holds 3 of WDOU25, our fills say 4');
    expect(differs.codes).toEqual(['positionDiffers']);
    expect((await haltedBy({ kind: 'positionReport', instrumentId: 0, quantity: 4 })).outcomes[1]).toBe('strategyHold');
  });

  it('by a reconciliation that did not agree', async () => {
    const report = { kind: 'reconciliationReport', agreed: false, differences: ['one order', 'one fill'] } as const;
    expect((await haltedBy(report)).reason).toBe('one order; one fill');
    expect((await haltedBy({ ...report, agreed: true })).outcomes[1]).toBe('strategyHold');
  });

  it('by a warm-up whose digest or number of bars is not as announced', async () => {
    for (const [changes, reason] of [
      [{ warmupDigest: '0'.repeat(32) }, /^warm-up digest [0-9a-f]{32}, announced 0{32}$/],
      [{ warmupBars: 59 }, /^60 warm-up bars, 59 announced|^warm-up digest/],
    ] as const) {
      const feeds = [tapeFeed(quiet(150), changes)];
      const { engine, decisions } = await runSession({ setups: [setupOf(buys)], feeds });
      expect(engine.context.state.kind).toBe('halted');
      expect(engine.context.state.reason).toMatch(reason);
      expect(new Set(outcomesOf(decisions))).not.toContain('enter buy 4');
    }
  });

  it('when a warm-up is shorter than announced: nothing is ever decided', async () => {
    const { decisions } = await runSession({
      setups: [setupOf(buys)],
      feeds: [tapeFeed(quiet(200), { warmupBars: 61 })],
    });
    expect(new Set(outcomesOf(decisions))).toEqual(new Set(['muted']));
    expect(decisions[0]!.outcome.reason).toBe('the epoch is warming up');
  });

  it('when decide() throws: entries are off, the bracket stays', async () => {
    let asked = 0;
    const setups = [
      setupOf(() => {
        asked += 1;
        if (asked === 1) return long(5, 10);
        throw new Error('no such level');
      }),
    ];
    const { decisions, alerts, commands } = await runSession({ setups, feeds: [tapeFeed(quiet(330))] });
    expect(asked).toBe(2);
    expect(outcomesOf(decisions)).toEqual(['enter buy 4', 'strategyThrew', 'halted', 'halted', 'halted']);
    expect(alerts).toMatchObject([
      { severity: 'critical', code: 'strategyThrew', text: 'strategy tested threw: no such level' },
    ]);
    // only at the close the bracket is withdrawn
    expect(commandWords(commands)).toEqual(['entry', 'stop', 'target', 'cancel', 'cancel', 'exit']);
    expect(commands[3]!.seq).toBeGreaterThan(decisions.at(-2)!.seq);
  });

  it('when decide() wants a distance that is none', async () => {
    const setups = [setupOf(() => long(Number.NaN, 10))];
    const { decisions } = await runSession({ setups, feeds: [tapeFeed(quiet(150))] });
    expect(decisions[0]!.outcome).toEqual({
      kind: 'hold',
      code: 'strategyThrew',
      reason: 'stopPoints must be a positive number of points, is NaN',
    });
  });

  it('until a person resumes, not by itself in the next session', async () => {
    const second = quiet(200, 60, 200, { openUs: at(0) + DAY_US, sessionDay: '2025-08-06', epoch: 2 });
    const halt = { kind: 'operatorCommand', command: 'halt', by: 'ana', reason: 'look' } as const;
    const { decisions } = await runSession({
      setups: [setupOf(holds)],
      feeds: [tapeFeed(quiet(150)), tapeFeed(second)],
      injections: [
        { atUs: at(10), event: halt },
        { atUs: at(70) + DAY_US, event: { ...halt, command: 'resume' } },
      ],
    });
    expect(outcomesOf(decisions)).toEqual(['halted', 'halted', 'halted', 'strategyHold', 'nearClose']);
    expect(decisions[0]!.outcome.reason).toBe('ana: look');
  });
});

describe('a person', () => {
  const order = (command: 'pause' | 'flatten') =>
    ({ kind: 'operatorCommand', command, by: 'ana', reason: 'look' }) as const;

  it('who pauses stops entries and leaves the bracket', async () => {
    const injections = [{ atUs: at(70), event: order('pause') }];
    const { decisions, commands, alerts } = await runSession({
      setups: [setupOf(buys)],
      feeds: [tapeFeed(quiet(200))],
      injections,
    });
    expect(outcomesOf(decisions)).toEqual(['enter buy 4', 'reducing', 'reducing']);
    expect(commandWords(commands)).toEqual(['entry', 'stop', 'target', 'cancel', 'cancel', 'exit']);
    expect(alerts.map(({ text }) => text)).toEqual(['pause by ana: look']);
  });

  it('who flattens closes everything at once', async () => {
    const injections = [{ atUs: at(70), event: order('flatten') }];
    const { fills } = await runSession({ setups: [setupOf(buys)], feeds: [tapeFeed(quiet(400))], injections });
    expect(fills.map(({ exchangeTimeUs }) => Math.floor((exchangeTimeUs - at(0)) / 1e6))).toEqual([60, 70]);
  });

  it('who flattens while an entry is on its way gets rid of what it fills', async () => {
    const simulation = plainSettings({ orderLatencyUs: 5_000_000 });
    const injections = [{ atUs: at(62), event: order('flatten') }];
    const { fills, engine, commands } = await runSession({
      setups: [setupOf(buys)],
      feeds: [tapeFeed(quiet(400))],
      injections,
      simulation,
    });
    expect(fills.map(({ side }) => side)).toEqual(['buy', 'sell']);
    expect(commandWords(commands)).toEqual(['entry', 'cancel', 'cancel', 'exit']);
    expect(engine.context.account.openContracts).toBe(0);
  });
});

describe('a command that the venue refuses', () => {
  it('ends an order that nobody has heard of yet; one without an answer keeps its risk', async () => {
    // nothing reaches the venue within the session
    const silent = { setups: [setupOf(buys)], simulation: plainSettings({ orderLatencyUs: 500_000_000 }) };
    const probe = await runSession({ ...silent, feeds: [tapeFeed(quiet(200))] });
    const clientOrderId = probe.commands[0]!.kind === 'submit' ? probe.commands[0]!.request.clientOrderId : '';
    for (const [outcome, next] of [
      ['refused', 'reducing'],
      ['unknown', 'halted'],
      ['accepted', 'halted'],
    ] as const) {
      const event = { kind: 'commandResult', command: 'submit', clientOrderId, outcome, reason: 'no margin' } as const;
      const injections = [{ atUs: at(61), event }];
      const { decisions } = await runSession({ ...silent, feeds: [tapeFeed(quiet(200))], injections });
      // a venue that wants margin is not asked again before a person has looked; an acceptance is no answer about the order: three seconds later nobody has told what became of it
      expect(outcomesOf(decisions).slice(0, 2)).toEqual(['enter buy 4', next]);
      if (next === 'halted') expect(decisions[1]!.outcome.reason).toMatch(/^order \S+ has no answer after 3 s/);
    }
  });

  it('changes nothing of an order that works', async () => {
    const refuse = (clientOrderId: string, atUs: number) =>
      ({
        atUs,
        event: { kind: 'commandResult', command: 'cancel', clientOrderId, outcome: 'refused', reason: 'no margin' },
      }) as const;
    const probe = await runSession({ setups: [setupOf(buys)], feeds: [tapeFeed(quiet(200))] });
    const stop = probe.commands.find((one) => one.kind === 'submit' && one.request.role === 'stop')!;
    const stopId = stop.kind === 'submit' ? stop.request.clientOrderId : '';
    const { commands, engine } = await runSession({
      setups: [setupOf(buys)],
      feeds: [tapeFeed(quiet(200))],
      injections: [refuse(stopId, at(75))],
    });
    expect(commandWords(commands)).toEqual(commandWords(probe.commands));
    expect(engine.context.account.openContracts).toBe(0);
  });
});

describe('a strategy that does nothing', () => {
  it('is never halted by a quiet session', async () => {
    const { engine, alerts } = await runSession({ setups: [setupOf(() => hold(''))], feeds: [tapeFeed(quiet(300))] });
    expect([engine.context.state.kind, alerts]).toEqual(['active', []]);
  });
});
