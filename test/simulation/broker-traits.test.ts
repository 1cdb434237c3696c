// What brokers differ in: stops that are changed or not, and margin for one exit or for two.
import { describe, expect, it } from 'vitest';
import type { CommandResult } from '../../src/core/account/account-event.ts';
import type { OrderCommand } from '../../src/core/execution/order-command.ts';
import { canonicalSettings } from '../../src/simulation/settings.ts';
import { fillsOf, plainSettings, play, statusesOf, submit, Tape } from '../support/tape.ts';

const quiet = () => new Tape({ seconds: 100 }).quote(0, 5499.5, 5500, 10, 10).trade(0, 5500, 1, { aggressor: 'buyer' });

const stop = submit({ side: 'sell', type: 'stopLimit', role: 'stop', quantity: 2, stopPrice: 5495, price: 5485 });
const change = (changes: Partial<Extract<OrderCommand, { kind: 'change' }>> = {}): OrderCommand => ({
  ...{ kind: 'change', seq: 0, clientOrderId: 'a', quantity: 3, price: 5487, stopPrice: 5497 },
  ...changes,
});

async function run(tape: Tape, commands: readonly OrderCommand[], settings = plainSettings()) {
  const orders = commands.map((command, index) => ({ seconds: 10 + index, command }));
  const events = await play({ sessions: [tape.feed()], orders, settings });
  const results = events.flatMap(({ payload }) => {
    return payload?.kind === 'commandResult' ? [payload as CommandResult] : [];
  });
  return { events, results, fills: fillsOf(events).map(({ price, quantity }) => [price, quantity]) };
}

describe('a change of a stop', () => {
  it('gives it another trigger, limit and size, and is told', async () => {
    const tape = quiet().trade(20, 5497, 1).quote(20.005, 5496.5, 5497, 10, 10);
    const { events, results, fills } = await run(tape, [stop, change()]);
    expect(results).toMatchObject([{ command: 'change', clientOrderId: 'a', outcome: 'accepted' }]);
    expect(statusesOf(events)).toEqual(['a working 0', 'a working 0', 'a filled 3']);
    expect(fills).toEqual([[5496.5, 3]]);
  });

  it('is refused where it makes no sense', async () => {
    for (const [changes, reason] of [
      [{ stopPrice: 5497.2325 }, /not a multiple of the tick/],
      [{ quantity: 0 }, /not more than the 0 filled/],
      [{ stopPrice: 5500 }, /trigger already crossed/],
      [{ clientOrderId: 'b' }, /no such order is working/],
    ] as const) {
      const { results } = await run(quiet(), [stop, change(changes)]);
      expect(results[0]).toMatchObject({ command: 'change', outcome: 'refused' });
      expect(results[0]!.reason!).toMatch(reason);
    }
  });

  it('is refused once the stop has triggered', async () => {
    // beyond its limit: it rests and does not fill
    const tape = quiet().quote(10.2, 5480, 5480.5, 10, 10).trade(10.5, 5480, 1).quote(10.6, 5480, 5480.5, 10, 10);
    const { results, fills } = await run(tape, [stop, change()]);
    expect([results[0]!.reason, fills]).toEqual(['the stop has triggered', []]);
  });

  it('is refused by a broker that does not change stops', async () => {
    const settings = plainSettings({ broker: { changeStop: false, bothExitsWorking: true } });
    const { results } = await run(quiet(), [stop, change()], settings);
    expect(results[0]!.reason).toBe('this broker does not change stops');
  });
});

describe('a broker with margin for one exit only', () => {
  const settings = plainSettings({ broker: { changeStop: false, bothExitsWorking: false } });
  const entry = submit({ clientOrderId: 'e', quantity: 2 });
  const targetOf = (quantity: number) =>
    submit({ clientOrderId: 't', side: 'sell', type: 'limit', role: 'target', quantity, price: 5510 });

  it('refuses the target beside the stop, and takes it where the stop leaves room', async () => {
    const { events } = await run(quiet(), [entry, stop, targetOf(2)], settings);
    expect(statusesOf(events)).toContain('t rejected 0: no margin: 4 would leave of 2 held');
    const half = submit({ side: 'sell', type: 'stopLimit', role: 'stop', quantity: 1, stopPrice: 5495, price: 5485 });
    const { events: both } = await run(quiet(), [entry, half, targetOf(1)], settings);
    expect(statusesOf(both)).toContain('t working 0');
  });

  it('refuses an exit of what is not held', async () => {
    const { events } = await run(quiet(), [stop], settings);
    expect(statusesOf(events)).toEqual(['a rejected 0: no margin: 2 would leave of 0 held']);
  });
});

describe('the text of the settings', () => {
  it('names what the broker allows only where it is set', () => {
    expect(canonicalSettings(plainSettings())).not.toContain('"broker"');
    const settings = plainSettings({ broker: { changeStop: true, bothExitsWorking: false } });
    expect(canonicalSettings(settings)).toContain('"broker":{"bothExitsWorking":false,"changeStop":true}');
  });
});
