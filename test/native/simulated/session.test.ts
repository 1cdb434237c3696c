// The simulated ProfitDLL's life: login sequences, refusals, calls at the wrong time, the end, and what a client may ask in between.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { lines, runClient } from './client.ts';
import { sampleTrades, tradeTape } from './tapes.ts';

const notInitialized = -2147483646;
const finalStates = ['0 1', '1 0', '2 0', '3 1'];

describe('a session of the simulated ProfitDLL', () => {
  it('logs in to the market and ends with the states that look like errors', async () => {
    const outcome = await runClient({ words: [] });
    expect(lines(outcome, 'state')).toEqual(['3 0', '0 0', '2 1', '2 2', '2 4', ...finalStates]);
    expect(lines(outcome, 'finalise')).toEqual(['0']);
  });

  it('logs in with routing, brokers one by one, and login a second time', async () => {
    const outcome = await runClient({ words: ['routing'] });
    const states = lines(outcome, 'state').slice(0, -4);
    expect(states.slice(0, 7)).toEqual(['3 0', '0 0', '1 1', '1 2', '2 1', '2 2', '1 4']);
    expect(states.slice(7, -2).every((state) => state === '1 5')).toBe(true);
    expect(states.slice(-2)).toEqual(['0 0', '2 4']);
  });

  it('refuses a wrong key, a wrong user and a wrong password as the server does', async () => {
    const commands = ['credentials KEY USER PASSWORD'];
    const told = async (wrong: string): Promise<readonly string[]> =>
      lines(await runClient({ commands, words: ['no-wait', 'linger=30', wrong] }), 'state').slice(0, -4);
    expect(await told('key=OTHER')).toEqual(['3 1']);
    expect(await told('user=OTHER')).toEqual(['3 0', '0 1']);
    expect(await told('password=OTHER')).toEqual(['3 0', '0 2']);
    expect(await told('key=KEY')).toEqual(['3 0', '0 0', '2 1', '2 2', '2 4']);
  });

  it('shows an invalid activation to routing without a licence for it', async () => {
    const outcome = await runClient({
      commands: ['set routing-licence 0'],
      words: ['routing', 'no-wait', 'linger=60'],
    });
    expect(lines(outcome, 'state').slice(0, -4)).toEqual(['3 1']);
  });

  it('answers that it is not initialised before the beginning and after the end', async () => {
    const outcome = await runClient({ words: ['before', 'after'] });
    const calls = lines(outcome, 'call').map((line) => Number(line.split(' ')[1]));
    expect(calls).toHaveLength(10);
    expect(new Set(calls)).toEqual(new Set([notInitialized]));
  });

  it('does not survive a second initialisation, or answers an error, or never completes it', async () => {
    const dies = await runClient({ words: ['second'] });
    expect(dies.signal).toBe('SIGABRT');
    const fails = await runClient({ commands: ['set second-initialise 1'], words: ['second'] });
    expect(lines(fails, 'second')).toEqual(['-2147483647']);
    const hangs = await runClient({ commands: ['set second-initialise 2'], words: ['second'] });
    expect(lines(hangs, 'second')).toEqual(['0']);
    expect(lines(hangs, 'state')).toHaveLength(9);
  });

  it('allows one session for a key', async () => {
    const commands = [
      `text session-file ${join(tmpdir(), `simulated-session-${process.pid}`)}`,
      'set login-step-us 20000',
    ];
    const [one, other] = await Promise.all([
      runClient({ commands, words: ['linger=150'] }),
      runClient({ commands, words: ['linger=150'] }),
    ]);
    expect([...lines(one, 'initialise'), ...lines(other, 'initialise')].sort()).toEqual(['-2147483647', '0']);
  });

  it('answers what a client asks with the codes of the vendor', async () => {
    const outcome = await runClient({ tape: tradeTape(sampleTrades(5)), words: ['ticker', 'tape', 'calls'] });
    const answers = new Map(outcome.lines.map((line) => [line.split(' ')[0], line.split(' ').slice(1).join(' ')]));
    expect(answers.get('exchange-text')).toBe('-2147483633');
    expect(answers.get('exchange-letter')).toBe('-2147483633');
    expect(answers.get('unknown-ticker')).toBe('0');
    expect(answers.get('invalid')).toBe('NOTHING1 F');
    expect(answers.get('unknown-offers')).toBe('-2147483617');
    expect(answers.get('close-first')).toBe('-2147483644');
    expect(answers.get('close-then')).toBe('0 0.0000');
    expect(answers.get('theoretical-version')).toBe('-2147483635');
    expect(answers.get('theoretical-values')).toBe('0');
    expect(answers.get('clock')).toBe('0 44046.37500 2020-08-03 09:00');
    expect(answers.get('health-status')).toBe('0 0');
    expect(answers.get('agent')).toBe('26 26 XP INVESTIMENTOS CCTVM S/A');
    expect(answers.get('agent-short')).toBe('2 XP');
    expect(answers.get('agent-cut')).toBe('5 XP IN');
    expect(answers.get('agent-unknown')).toBe('-2147483636');
  });
});
