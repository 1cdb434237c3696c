// What forbids new risk while a strategy may still hold and close: windows, the roll, the last minutes, streaks, drawdown, rate, collar.
import { describe, expect, it } from 'vitest';
import type { Fill } from '../../../src/core/account/order.ts';
import { flat, target } from '../../../src/core/signal/wanted.ts';
import { EngineBench, endMinute, holding, readyBench, warmupMinutes } from '../../support/engine-bench.ts';
import { outcomesOf } from '../../support/engine-session.ts';
import { at } from '../../support/tape.ts';
import { buys, type Decide, setupOf } from '../../support/test-strategy.ts';

const sixty = { warmup: [{ candle: '1m', instrumentId: 0, bars: 60 }], warmupBars: 60 };
const lastOf = (bench: EngineBench) => bench.decisions.at(-1)!.outcome;

describe('nothing is opened', () => {
  it('in a window of no new risk, and again from its end', () => {
    const bench = new EngineBench([setupOf(buys)]);
    const noRiskWindows = [{ fromUs: at(0), toUs: at(120), reason: 'PTAX' }];
    bench
      .start({ ...sixty, noRiskWindows }, warmupMinutes(60))
      .to(1)
      .trade(5500);
    expect(lastOf(endMinute(bench, 1))).toEqual({ kind: 'hold', code: 'noRiskWindow', reason: 'PTAX' });
    expect(outcomesOf(endMinute(bench, 2).decisions)).toEqual(['noRiskWindow', 'enter buy 4']);
  });

  it('in the last minutes of the session that the strategy names, before it must be flat', () => {
    const setups = [setupOf(buys, { risk: { noEntryBeforeClose: '10m' } })];
    const bench = new EngineBench(setups);
    const contract = { symbol: 'WDOU25', requested: 'WDOFUT', root: 'WDO', daysToRoll: 18 };
    const instruments = [{ ...contract, openUs: at(0), closeUs: at(661), phaseAtStart: 'open' as const }];
    bench
      .start({ ...sixty, instruments }, warmupMinutes(60))
      .to(1)
      .trade(5500);
    expect(outcomesOf(endMinute(bench, 1).decisions)).toEqual(['enter buy 4']);
    bench.answer(bench.last('entry'), 'cancelled');
    expect(lastOf(endMinute(bench, 2))).toEqual({
      kind: 'hold',
      code: 'nearClose',
      reason: 'no entries in the last 10 min before the close',
    });
  });

  it('too near to the last trading day of the contract', () => {
    for (const [minDaysToRoll, outcome] of [
      [18, 'enter buy 4'],
      [19, 'nearRoll'],
    ] as const) {
      const bench = endMinute(readyBench([setupOf(buys, { risk: { minDaysToRoll } })]), 1);
      expect(outcomesOf(bench.decisions)).toEqual([outcome]);
    }
  });

  it('while the market is too far from its last trade, or too wide', () => {
    const setups = [setupOf(buys, { risk: { collarTicks: 4 } })];
    for (const [bid, ask, outcome] of [
      [5499.5, 5500, 'enter buy 4'],
      [5500, 5502, 'enter buy 4'],
      [5501, 5502.5, 'riskRefused'],
      [5498, 5500.5, 'riskRefused'],
    ] as const) {
      const bench = readyBench(setups).to(59.5).trade(5500).quote(bid, ask).to(60.5).tick();
      expect([bid, outcomesOf(bench.decisions)]).toEqual([bid, [outcome]]);
      if (outcome === 'riskRefused') expect(lastOf(bench).reason).toMatch(/^priceCollar: /);
    }
  });

  it('beyond the entry orders a minute may have', () => {
    const setups = [setupOf(buys, { risk: { ordersPerMinute: 1 }, candle: '15s' })];
    const bench = new EngineBench(setups);
    bench
      .start({ ...sixty, warmup: [{ candle: '15s', instrumentId: 0, bars: 60 }] }, warmupMinutes(60))
      .to(1)
      .trade(5500);
    const outcomes = (): readonly string[] => {
      bench.decisions.length = 0;
      for (const s of [15, 30, 75, 90]) {
        bench
          .to(s - 0.5)
          .trade(5500)
          .to(s + 0.5)
          .tick();
        const entry = bench.commands.at(-1);
        if (entry?.kind === 'submit' && entry.request.role === 'entry') bench.answer(entry.request, 'cancelled');
      }
      return outcomesOf(bench.decisions);
    };
    expect(outcomes().filter((outcome) => outcome !== 'alreadyThere')).toEqual([
      'enter buy 4',
      'riskRefused',
      'riskRefused',
      'riskRefused',
      'enter buy 4',
      'riskRefused',
    ]);
  });

  it('where contracts of others leave no room', () => {
    const order = { kind: 'foreignOrder', venueOrderId: '7', instrumentId: 0, side: 'sell', quantity: 3 } as const;
    const bench = readyBench([setupOf(buys)]).event({ ...order, filledQuantity: 0, isOpen: true });
    expect(outcomesOf(endMinute(bench, 1).decisions)).toEqual(['enter buy 1']);
    const full = readyBench([setupOf(buys)]).event({ ...order, quantity: 4, filledQuantity: 4, isOpen: false });
    expect(lastOf(endMinute(full, 1)).reason).toBe(
      'maxGrossContracts: 0 contracts are open and 4 are of others, 4 are allowed together',
    );
  });
});

describe('a strategy that may open nothing', () => {
  it('is asked all the same, and may close what it holds', () => {
    const leaves: Decide = ({ position }) =>
      position.quantity === 0 ? target(1, { stopPoints: 5, targetPoints: 10 }, 'in') : flat('out');
    const bench = holding([setupOf(leaves, { risk: { noEntryBeforeClose: '9h' } })]);
    expect(lastOf(bench).kind).toBe('enter');
    endMinute(bench.to(3700).trade(5500), 62);
    expect(lastOf(bench)).toEqual({ kind: 'flat', reason: 'out' });
  });
});

/** Takes the entry that was sent at its price and its stop at another, and is flat. */
function lose(bench: EngineBench, points: number): void {
  const entry = bench.last('entry');
  bench.fill(entry, entry.quantity, 5500);
  const [stop, exit] = [bench.last('stop'), bench.last('target')];
  for (const leg of [stop, exit]) bench.answer(leg, 'working');
  bench.fill(stop, stop.quantity, 5500 - points).answer(exit, 'cancelled');
}

describe('a streak of losing trades', () => {
  it('pauses entries for its time, and is told', () => {
    const setups = [setupOf(buys, { risk: { lossStreak: { trades: 2, coolDown: '2m' }, dailyLossLimit: 0.5 } })];
    const bench = readyBench(setups);
    for (const minute of [1, 2]) lose(endMinute(bench, minute).to(minute * 60 + 2), 5);
    for (let minute = 3; minute <= 5; minute++) endMinute(bench, minute);
    expect(outcomesOf(bench.decisions)).toEqual(['enter buy 4', 'enter buy 4', 'coolDown', 'coolDown', 'enter buy 4']);
    expect(bench.decisions[2]!.outcome.reason).toMatch(/^2 losing trades in a row: 2 min left of the pause$/);
    expect(bench.codes).toContain('coolDown');
  });

  it('goes on over a restart within the session', () => {
    const setups = [setupOf(buys, { risk: { lossStreak: { trades: 2, coolDown: '5m' } } })];
    const first = readyBench(setups);
    for (const minute of [1, 2]) lose(endMinute(first, minute).to(minute * 60 + 2), 5);
    const orders = first.commands.flatMap((command) => {
      if (command.kind !== 'submit') return [];
      const { request } = command;
      const { status, filledQuantity, averagePrice } = first.engine.context.account.order(request.clientOrderId)!;
      const { clientOrderId, strategyId, instrumentId, side } = request;
      const fill: Fill = {
        ...{ clientOrderId, strategyId, instrumentId, side, kind: 'fill', fillId: '1', quantity: filledQuantity },
        ...{ price: averagePrice ?? 0, costsE4: 0, aggressor: true, exchangeTimeUs: at(60) + command.seq },
      };
      const fills = filledQuantity === 0 ? [] : [fill];
      return [{ request, plan: command.bracket, status, reason: undefined, fills }];
    });
    const second = new EngineBench(setups);
    const carried = { orders, halted: undefined, paused: undefined, lossLimit: undefined };
    second
      .start({ ...sixty, epoch: 9, carried }, warmupMinutes(60))
      .to(125)
      .trade(5500);
    expect(outcomesOf(endMinute(second, 3).decisions)).toEqual(['coolDown']);
  });
});

describe('a result too far below the best of the session', () => {
  const setups = [setupOf(buys, { risk: { maxDrawdown: 0.001, dailyLossLimit: 0.05 } })];

  it('stops entries and leaves the bracket, until a person resumes', () => {
    const bench = holding(setups);
    const commands = bench.commands.length;
    // 100 BRL of 100,000: 5 ticks of 4 contracts
    endMinute(bench, 2, 5498);
    expect(bench.codes).not.toContain('drawdown');
    bench.to(150).trade(5497.5).tick();
    expect(bench.codes).toContain('drawdown');
    endMinute(bench, 3, 5497.5);
    expect(lastOf(bench)).toMatchObject({ kind: 'hold', code: 'reducing' });
    expect(bench.commands).toHaveLength(commands);
    bench.event({ kind: 'operatorCommand', command: 'resume', by: 'ana', reason: 'seen' });
    // from where the person said so
    endMinute(bench, 4, 5497.5);
    expect(lastOf(bench)).toMatchObject({ code: 'strategyHold' });
    endMinute(bench, 5, 5496);
    expect(bench.engine.context.state.kind).toBe('active');
    endMinute(bench, 6, 5495.5);
    endMinute(bench, 7, 5495);
    expect(bench.engine.context.state.isOverDrawdown).toBe(true);
  });
});

describe('an entry that rests', () => {
  const setups = [setupOf(buys, { execution: { entry: { kind: 'limit', restMs: 600_000 } } })];

  it('is counted with what its plan allows itself, and rests at its own touch', () => {
    const bench = readyBench(setups).to(59.5).trade(5500).quote(5499.5, 5500).to(60.5).tick();
    expect(bench.last('entry')).toMatchObject({ type: 'limit', price: 5499.5, quantity: 4 });
  });

  it('is taken back when nothing may be opened any more', () => {
    const start = (noRiskWindows: { fromUs: number; toUs: number; reason: string }[]) => {
      const bench = new EngineBench(setups);
      bench
        .start({ ...sixty, noRiskWindows }, warmupMinutes(60))
        .to(1)
        .trade(5500);
      endMinute(bench, 1);
      return bench.answer(bench.last('entry'), 'working').to(100);
    };
    const quiet = start([]);
    expect(quiet.tick().commands.map(({ kind }) => kind)).toEqual(['submit']);
    const window = start([{ fromUs: at(90), toUs: at(200), reason: 'PTAX' }]);
    expect(window.tick().commands.at(-1)).toMatchObject({ kind: 'cancel', reason: 'PTAX' });
    const lost = start([]).event({ kind: 'gap', lostRecords: 1, reason: 'overflow' });
    expect(lost.tick().commands.at(-1)).toMatchObject({ kind: 'cancel', reason: 'gap: overflow' });
    const silent = start([]).to(400).tick();
    expect(silent.commands.at(-1)).toMatchObject({ kind: 'cancel' });
  });
});
