// The price limits of the day in the engine: what they do to entries, stops and targets, and when they are none.
import { describe, expect, it } from 'vitest';
import { target } from '../../../src/core/signal/wanted.ts';
import { type EngineBench, endMinute, readyBench } from '../../support/engine-bench.ts';
import { replaySession, runSession, tapeFeed } from '../../support/engine-session.ts';
import { quiet } from '../../support/quiet-tape.ts';
import { at, plainSettings } from '../../support/tape.ts';
import { buys, type Decide, setupOf } from '../../support/test-strategy.ts';

const sells: Decide = ({ position }) => target(-1, { stopPoints: 5, targetPoints: 10 }, `sell at ${position.quantity}`);
const limits = (bench: EngineBench, low: number, high: number) =>
  bench.process((batch) => batch.pushPriceLimits(0, at(1), low, high));

/** The outcome of a decision at 5500 after these limits were told, one pair after the other. */
function outcomeOf(decide: Decide, ...told: readonly (readonly [low: number, high: number])[]): string {
  const bench = readyBench([setupOf(decide)]);
  for (const [low, high] of told) limits(bench, low, high);
  const { outcome } = endMinute(bench, 1).decisions.at(-1)!;
  return outcome.kind === 'hold' ? `${outcome.code} ${outcome.reason}` : outcome.kind;
}

describe('an entry', () => {
  it('whose stop would lie beyond the limit is refused, since nothing could protect it there', () => {
    expect(outcomeOf(buys, [5495, 5800])).toBe('enter');
    expect(outcomeOf(buys, [5495.5, 5800])).toBe(
      'riskRefused priceLimits: its stop at tick 10990 lies beyond the price limit of the day, tick 10991',
    );
    expect(outcomeOf(sells, [5200, 5505])).toBe('enter');
    expect(outcomeOf(sells, [5200, 5504.5])).toMatch(/^riskRefused priceLimits: its stop at tick 11010/);
  });

  it('at the limit that it would have to pass is refused', () => {
    expect(outcomeOf(buys, [5200, 5500.5])).toBe('enter');
    expect(outcomeOf(buys, [5200, 5500])).toMatch(/^riskRefused priceLimits: the buy at tick 11000 is not inside/);
    expect(outcomeOf(sells, [5500, 5800])).toMatch(/^riskRefused priceLimits: the sell/);
  });

  it('knows the limits told last, and none where they are unknown or can be none', () => {
    expect(outcomeOf(buys, [5499, 5800], [5200, 5800])).toBe('enter');
    for (const none of [
      [0, 0],
      [5499.25, 0],
      [5499, 5498],
      [Number.NaN, -1],
      [Infinity, 0],
    ] as const) {
      expect(outcomeOf(buys, [5499, 5800], none)).toBe('enter');
    }
    // the market trades beyond it
    expect(outcomeOf(buys, [5501, 5800])).toBe('enter');
    expect(outcomeOf(buys, [0, 5499])).toBe('enter');
  });
});

describe('the legs of a bracket', () => {
  it('lie inside the limits', () => {
    const bench = readyBench([setupOf(buys)]);
    limits(bench, 5490, 5506);
    const entry = endMinute(bench, 1).to(61).last('entry');
    bench.fill(entry, entry.quantity, 5500);
    expect(bench.last('stop')).toMatchObject({ stopPrice: 5495, price: 5490 });
    expect(bench.last('target')).toMatchObject({ price: 5506 });
  });

  it('do not in the next epoch, before its limits are told', () => {
    const bench = readyBench([setupOf(buys)]);
    limits(bench, 5490, 5506);
    const [before] = bench.engine.context.instruments;
    expect([before!.lowLimitTicks, before!.highLimitTicks]).toEqual([10_980, 11_012]);
    bench.start({ epoch: 2 });
    const [after] = bench.engine.context.instruments;
    expect([after!.lowLimitTicks, after!.highLimitTicks]).toEqual([undefined, undefined]);
  });
});

describe('a session on the simulated exchange', () => {
  it('has no order refused for the limits, and its replay is the same', async () => {
    const tape = quiet(300, 60, 0).limits(0.5, 5493, 5506);
    for (let second = 1; second < 300; second += 10) {
      tape.quote(second, 5499.5, 5500, 500, 500).trade(second + 1, 5500, 1, { aggressor: 'buyer' });
    }
    const setups = [setupOf(buys)];
    const result = await runSession({ setups, feeds: [tapeFeed(tape)], simulation: plainSettings() });
    const orders = result.commands.flatMap((command) => (command.kind === 'submit' ? [command.request] : []));
    expect(orders.find(({ role }) => role === 'stop')).toMatchObject({ stopPrice: 5495, price: 5493 });
    expect(orders.find(({ role }) => role === 'target')).toMatchObject({ price: 5506 });
    expect(result.alerts.map(({ code }) => code)).not.toContain('stopLost');
    const again = await replaySession({ setups }, result.events, [1, 7, 100]);
    expect(again.commands).toEqual(result.commands);
    expect(again.decisions).toEqual(result.decisions);
  });
});
