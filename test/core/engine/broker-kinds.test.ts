// Whole sessions at simulated brokers that allow different things: the engine asks for what its broker takes, and ends flat.
import { describe, expect, it } from 'vitest';
import { engineSettingsFor } from '../../../src/simulation/run-settings.ts';
import { commandWords, runSession, tapeFeed } from '../../support/engine-session.ts';
import { quiet } from '../../support/quiet-tape.ts';
import { plainSettings } from '../../support/tape.ts';
import { buys, setupOf } from '../../support/test-strategy.ts';

const DELAYS = { marketLatencyUs: 10_000, orderLatencyUs: 15_000, answerLatencyUs: 10_000 };

async function session(changeStop: boolean, bothExitsWorking: boolean, toPrice: number) {
  const simulation = plainSettings({ ...DELAYS, broker: { changeStop, bothExitsWorking } });
  const tape = quiet(200, 60, 90);
  for (let second = 95; second < 110; second += 1) {
    const price = 5500 + Math.sign(toPrice - 5500) * Math.min(Math.abs(toPrice - 5500), second - 94);
    tape.quote(second, price - 0.5, price, 500, 500).trade(second + 0.5, price, 50, { aggressor: 'seller' });
    // a stop takes at the record after its trigger
    tape.quote(second + 0.6, price - 0.5, price, 500, 500);
  }
  const settings = engineSettingsFor(simulation);
  return runSession({ setups: [setupOf(buys)], feeds: [tapeFeed(tape)], simulation, settings });
}

describe('a session at a broker', () => {
  it('without margin for two exits closes at the target by cancelling the stop first, and is refused nothing', async () => {
    const { commands, fills, alerts } = await session(false, false, 5512);
    expect(commandWords(commands).slice(0, 4)).toEqual(['entry', 'stop', 'cancel', 'exit']);
    expect(fills.slice(0, 2).map(({ side }) => side)).toEqual(['buy', 'sell']);
    expect(alerts.map(({ code }) => code)).not.toContain('stopLost');
    expect(fills[1]!.price).toBeGreaterThanOrEqual(5509);
  });

  it('with margin for both leaves the target resting', async () => {
    const { commands, fills } = await session(false, true, 5512);
    expect(commandWords(commands).slice(0, 4)).toEqual(['entry', 'stop', 'target', 'cancel']);
    expect(fills[1]).toMatchObject({ side: 'sell', price: 5510 });
  });

  it('of either kind is out by its stop when the price falls', async () => {
    for (const both of [true, false]) {
      const { fills, commands } = await session(true, both, 5493);
      expect(fills[1]).toMatchObject({ side: 'sell' });
      expect(fills[1]!.price).toBeLessThanOrEqual(5495);
      // until the next entry
      const words = commandWords(commands);
      expect(words.slice(0, words.indexOf('entry', 1))).toEqual(
        both ? ['entry', 'stop', 'target', 'cancel'] : ['entry', 'stop'],
      );
    }
  });
});
