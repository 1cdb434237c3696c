// Entries that rest, follow, take or come in slices, from the decision to the fill on the simulated exchange, and the same in a replay.
import { describe, expect, it } from 'vitest';
import type { EntryStyle } from '../../../src/core/signal/entry-style.ts';
import { hold, target } from '../../../src/core/signal/wanted.ts';
import { type EngineResult, replaySession, runSession, tapeFeed } from '../../support/engine-session.ts';
import { quiet } from '../../support/quiet-tape.ts';
import { plainSettings, type Tape } from '../../support/tape.ts';
import { type Decide, setupOf } from '../../support/test-strategy.ts';

/** Enters once, in the first minute. */
const once = (): Decide => {
  let asked = 0;
  return () => (asked++ === 0 ? target(1, { stopPoints: 5, targetPoints: 10 }, 'once') : hold('done'));
};

/** Quiet at 5499.5 to 5500 for a minute; then the touch goes up a tick each five seconds, from `from` on. */
function rising(from: number): Tape {
  const tape = quiet(200, 60, 62);
  for (let step = 0; step < 20; step++) {
    const second = from + 5 * step;
    const bid = 5499.5 + 0.5 * step;
    tape.quote(second, bid, bid + 0.5, 500, 500);
    tape.trade(second + 1, bid + 0.5, 1, { aggressor: 'buyer' });
  }
  return tape;
}

async function run(entry: EntryStyle, tape: Tape): Promise<EngineResult> {
  const changes = { execution: { entry } };
  const simulation = plainSettings({ orderLatencyUs: 20_000 });
  const feeds = [tapeFeed(tape)];
  const result = await runSession({ setups: [setupOf(once(), changes)], feeds, simulation });
  // the same decisions and commands, whatever the batches are cut like
  const again = await replaySession({ setups: [setupOf(once(), changes)] }, result.events, [1, 7, 100]);
  expect(again.commands).toEqual(result.commands);
  expect(again.decisions).toEqual(result.decisions);
  return result;
}

/** `buy 4 5499.5` of each entry order, `cancel` of each cancel before the first exit. */
function entryWords({ commands }: EngineResult): readonly string[] {
  const ids = new Set<string>();
  const words: string[] = [];
  for (const command of commands) {
    if (command.kind === 'submit' && command.request.role === 'entry') {
      const { clientOrderId, side, quantity, price } = command.request;
      ids.add(clientOrderId);
      words.push(`${side} ${quantity} ${price ?? 'market'}`);
    } else if (command.kind === 'cancel' && ids.has(command.clientOrderId)) words.push('cancel');
  }
  return words;
}

describe('an entry on the simulated exchange', () => {
  it('at market fills at once', async () => {
    const result = await run({ kind: 'market' }, rising(65));
    expect(entryWords(result)).toEqual(['buy 4 market']);
    expect(result.fills[0]).toMatchObject({ side: 'buy', quantity: 4, price: 5500 });
  });

  it('follows the price up to its ticks and is given up then', async () => {
    const result = await run({ kind: 'limit', chaseEveryMs: 2000, maxTicks: 2, restMs: 60_000 }, rising(65));
    expect(entryWords(result)).toEqual([
      ...['buy 4 5499.5', 'cancel', 'buy 4 5500', 'cancel', 'buy 4 5500.5', 'cancel', 'buy 4 5501', 'cancel'],
    ]);
    expect(result.fills).toEqual([]);
    expect(result.alerts.map(({ code }) => code)).toEqual(['entryGivenUp']);
  });

  it('rests first, then takes, and is protected at once', async () => {
    const result = await run({ kind: 'passiveThenAggressive', restMs: 8000, maxTicks: 6 }, rising(65));
    expect(entryWords(result)).toEqual(['buy 4 5499.5', 'cancel', 'buy 4 5503']);
    expect(result.fills[0]).toMatchObject({ side: 'buy', quantity: 4, price: 5500 });
    const stop = result.commands.find((command) => command.kind === 'submit' && command.request.role === 'stop');
    expect(stop).toMatchObject({ request: { quantity: 4, stopPrice: 5495 } });
  });

  it('comes in slices, each with its own stop', async () => {
    const result = await run({ kind: 'slices', contracts: 1, everyMs: 1000, maxTicks: 4 }, rising(180));
    expect(entryWords(result)).toEqual(['buy 1 market', 'buy 1 market', 'buy 1 market', 'buy 1 market']);
    const stops = result.commands.filter((command) => command.kind === 'submit' && command.request.role === 'stop');
    expect(stops).toHaveLength(4);
  });
});
