// Whole seeded synthetic sessions of strategies that trade often: what must hold at every event, and what must never change.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Position } from '../../../src/core/account/position.ts';
import type { Engine } from '../../../src/core/engine/engine.ts';
import { lastTicksOf } from '../../../src/core/engine/engine-context.ts';
import { accountRisk } from '../../../src/core/engine/strategy-orders.ts';
import type { StrategySetup } from '../../../src/core/engine/strategy-setup.ts';
import type { EventBatch } from '../../../src/core/market/event-batch.ts';
import { Kind } from '../../../src/core/market/event-record.ts';
import { instrumentOf } from '../../../src/core/market/instrument-table.ts';
import { isOnGrid, tickAt } from '../../../src/core/market/price-grid.ts';
import type { EntryStyle } from '../../../src/core/signal/entry-style.ts';
import { hold, target } from '../../../src/core/signal/wanted.ts';
import { ema, returns, ruleRegime, volatility } from '../../../src/index.ts';
import { simulationSettings } from '../../../src/simulation/settings.ts';
import { type EngineResult, type EngineSession, replaySession, runSession } from '../../support/engine-session.ts';
import { FakePredictor, fakeModel, predictionOf } from '../../support/fake-model.ts';
import { propertyRuns } from '../../support/property-runs.ts';
import { type SyntheticSessions, syntheticSessions } from '../../support/synthetic-session.ts';
import { type Decide, setupOf } from '../../support/test-strategy.ts';

const DAYS = 2;
const features = {
  move: returns({ candles: 1 }),
  slope: ema.slope({ period: 9 }),
  spread: volatility({ candles: 10 }),
};
const risk = {
  riskPerTrade: 0.005,
  maxPositions: 2,
  maxContracts: 5,
  dailyLossLimit: 0.02,
  flattenBeforeClose: '5m',
} as const;

/** Follows every move, turns with it, and now and then wants out. */
const restless: Decide = ({ features: { move = 0, slope = 0 }, position }) => {
  if (position.quantity !== 0 && move * position.quantity < 0 && slope * position.quantity < 0)
    return { kind: 'flat', reason: 'it turned' };
  if (move === 0) return hold('no move');
  return target(move > 0 ? 1 : -1, { stopPoints: 1.5, targetPoints: 2.3 }, 'it moves');
};
const obedient: Decide = ({ prediction, position }) =>
  position.quantity !== 0
    ? hold('the bracket decides')
    : target(prediction!.direction > 0 ? 1 : -1, { stopPoints: 2, targetPoints: 1.5 }, 'the model');

const names = ['restless', 'quick', 'obedient'] as const;
const setups = (): readonly StrategySetup[] => [
  setupOf(restless, { name: 'restless', features, risk, regime: ruleRegime({ confirm: 1 }) }),
  setupOf(restless, { name: 'quick', features, risk, decideEverySeconds: 20 }),
  {
    ...setupOf(obedient, { name: 'obedient', features, risk, model: 'fake' }),
    model: fakeModel(['return_1', 'volatility_10']),
  },
];

/** Entries that rest, follow, take and come in slices. */
const styles = (): readonly StrategySetup[] =>
  (
    [
      { kind: 'limit', chaseEveryMs: 700, maxTicks: 3, restMs: 20_000, atEnd: 'take' },
      { kind: 'passiveThenAggressive', restMs: 3000, maxTicks: 3 },
      { kind: 'slices', contracts: 1, everyMs: 900, maxTicks: 3 },
    ] satisfies readonly EntryStyle[]
  ).map((entry) => setupOf(restless, { name: entry.kind.toLowerCase(), features, risk, execution: { entry } }));

/** Up after a fall, down after a rise; fails now and then. */
function predictor(): FakePredictor {
  return new FakePredictor(({ inputs }, index) => {
    if (index % 17 === 16) return { kind: 'failed', reason: index % 34 === 16 ? 'timeout' : 'no session' };
    return predictionOf(inputs[0]! <= 0 ? 0.7 : -0.7);
  });
}

function sessionOf(
  which: (typeof names)[number] | 'all' | 'styles',
  seed: number,
  changes: Partial<SyntheticSessions> = {},
): EngineSession {
  const all = which === 'styles' ? styles() : setups();
  return {
    setups: which === 'all' || which === 'styles' ? all : [all[names.indexOf(which)]!],
    feeds: syntheticSessions({ seed, days: DAYS, hours: 3, capitalBrl: 20_000, volatility: 1.5, ...changes }),
    simulation: simulationSettings('ticks', { rejectShare: 0.03 }),
    settings: { roundTripCostsE4: 20_000, candleGraceUs: 5_000 },
    predictors: new Map([['obedient', predictor()]]),
    seed,
  };
}

const tick = (symbol: string, price: number): number => tickAt(instrumentOf(symbol)!, price);

describe.each([
  ['restless', 41],
  ['quick', 42],
  ['obedient', 43],
  ['all', 44],
  ['all', 45],
  ['styles', 46],
] as const)('two days of %s, seed %i', (which, seed) => {
  /** Looks at everything after each event. */
  class Watch {
    readonly positions = new Map<string, Position>();
    events = 0;
    readonly unflat: string[] = [];
    readonly faults = new Set<string>();

    see(engine: Engine, batch: EventBatch, index: number): void {
      this.events += 1;
      const { account, runtimes } = engine.context;
      const kind = batch.kindAt(index);
      if (kind === Kind.epochStart && account.openContracts !== 0) this.unflat.push('at the start');
      if (kind === Kind.fill) {
        const fill = batch.payloadAt(index) as EngineResult['fills'][number];
        const { instrument } = engine.context.instruments[fill.instrumentId]!;
        const key = `${fill.strategyId}/${instrument.symbol}`;
        const position = this.positions.get(key) ?? new Position(instrument.tickValueE4);
        this.positions.set(key, position);
        position.apply(fill.side, fill.quantity, tick(instrument.symbol, fill.price), fill.costsE4);
      }
      if (kind === Kind.trade || kind === Kind.quote || kind === Kind.bookChange) return;
      let open = 0;
      for (const { strategy, tradeId } of runtimes) {
        const symbol = engine.context.instruments[tradeId]!.instrument.symbol;
        const ours = this.positions.get(`${strategy.name}/${symbol}`)?.quantity ?? 0;
        if (account.held(strategy.name, tradeId) !== ours) this.faults.add(`${strategy.name} differs from its fills`);
        open += Math.abs(ours);
      }
      if (open !== account.openContracts) this.faults.add('contracts differ');
      if (open > risk.maxContracts) this.faults.add(`${open} contracts`);
      const { openPositions, openContracts } = accountRisk(engine.context, engine.context.runtimes[0]!);
      if (openPositions > risk.maxPositions) this.faults.add(`${openPositions} positions`);
      if (openContracts > risk.maxContracts) this.faults.add(`${openContracts} contracts held or on their way`);
      this.compareResult(engine);
    }

    private compareResult(engine: Engine): void {
      const { context } = engine;
      const netE4 = context.account.netE4((symbol) => lastTicksOf(context, symbol));
      if (netE4 === undefined) return;
      let marked = 0;
      for (const [key, position] of this.positions) {
        const symbol = key.split('/')[1]!;
        marked += position.netAtE4(position.quantity === 0 ? 0 : lastTicksOf(context, symbol)!);
      }
      if (marked !== netE4 || !Number.isSafeInteger(netE4)) this.faults.add(`result ${netE4}, marked ${marked}`);
    }
  }

  const watch = new Watch();
  const once = runSession({ ...sessionOf(which, seed), onEvent: (...args) => watch.see(...args) });

  it('traded often enough to mean something', async () => {
    const { fills, decisions } = await once;
    expect(decisions.length).toBeGreaterThan(300);
    expect(fills.length).toBeGreaterThan(20);
  });

  it('kept positions, results and limits right at every event, and ended each session flat', async () => {
    const { engine, alerts } = await once;
    expect([...watch.faults]).toEqual([]);
    expect(watch.unflat).toEqual([]);
    expect(engine.context.account.openContracts).toBe(0);
    expect(engine.context.state.kind).not.toBe('halted');
    expect(alerts.filter(({ code }) => /Contradiction|Differs|heldOvernight|exitRefused/.test(code))).toEqual([]);
  });

  it('has, once flat, realised exactly what its fills say', async () => {
    const { fills, engine } = await once;
    const cash = fills.reduce((sum, { side, quantity, price, costsE4 }) => {
      const value = quantity * tick('WDO', price) * instrumentOf('WDO')!.tickValueE4;
      return sum + (side === 'sell' ? value : -value) - costsE4;
    }, 0);
    expect(engine.context.account.netE4(() => undefined)).toBe(cash);
  });

  it('sent every price on the grid, every id once, and a bracket plan with every entry', async () => {
    const { commands } = await once;
    const wdo = instrumentOf('WDO')!;
    const ids = new Set<string>();
    for (const command of commands) {
      if (command.kind !== 'submit') continue;
      const { clientOrderId, price, stopPrice, role, side, quantity } = command.request;
      expect(ids.has(clientOrderId)).toBe(false);
      ids.add(clientOrderId);
      for (const one of [price, stopPrice]) if (one !== undefined) expect(isOnGrid(wdo, one)).toBe(true);
      expect(quantity).toBeGreaterThan(0);
      expect(command.bracket === undefined).toBe(role !== 'entry');
      if (command.bracket === undefined) continue;
      const { stopPrice: stop, targetPrice, stopLimitPrice } = command.bracket;
      const sign = side === 'buy' ? 1 : -1;
      expect((targetPrice - stop) * sign).toBeGreaterThan(0);
      expect((stop - stopLimitPrice) * sign).toBeGreaterThan(0);
    }
  });

  it('is identical when it is run again', async () => {
    const { decisions, commands, fills, alerts } = await once;
    const again = await runSession(sessionOf(which, seed));
    expect(again.decisions).toEqual(decisions);
    expect([again.commands, again.fills, again.alerts]).toEqual([commands, fills, alerts]);
  });

  it('decides and commands the same from its recorded events, however they are cut into batches', async () => {
    const { decisions, commands, events } = await once;
    const sizes = fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 6 });
    const session = sessionOf(which, seed, { days: 0 });
    await fc.assert(
      fc.asyncProperty(sizes, async (cut) => {
        const replayed = await replaySession(session, events, cut);
        expect(replayed.decisions).toEqual(decisions);
        expect(replayed.commands).toEqual(commands);
      }),
      { seed, numRuns: propertyRuns(3), examples: [[[1]]] },
    );
  });
});

describe('the loss of a day', () => {
  it('never goes further past its limit than one jump of the price, whatever the strategy does', async () => {
    for (const seed of [51, 52]) {
      const limited = sessionOf('quick', seed, { capitalBrl: 8_000 });
      let worst = 0;
      let reduced = 0;
      const { alerts } = await runSession({
        ...limited,
        onEvent: ({ context }, batch, index) => {
          if (batch.kindAt(index) !== Kind.clockTick) return;
          const net = context.account.sessionNetE4((symbol) => lastTicksOf(context, symbol));
          if (net !== undefined) worst = Math.min(worst, net);
          if (context.state.kind === 'reducing') reduced += 1;
        },
      });
      const limitE4 = 8_000 * 10_000 * risk.dailyLossLimit;
      // 5 points and the costs of the most contracts
      expect(worst).toBeGreaterThan(-limitE4 - risk.maxContracts * (10 * 50_000 + 20_000));
      if (worst < -limitE4) expect(alerts.some(({ code }) => code === 'dailyLoss') && reduced > 0).toBe(true);
    }
  });
});
