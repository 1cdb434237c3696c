// Faults of the simulated ProfitDLL's market side: each comes as commanded, and nothing is lost or invented beyond what it says.
import { describe, expect, it } from 'vitest';

import { type ClientOutcome, lines, runClient } from './client.ts';
import { sampleTrades, tradeTape } from './tapes.ts';

const trades = sampleTrades(400);
const tape = tradeTape(trades);
const words = ['ticker', 'tape', 'linger=40'];

/** How often each trade number was told, edits not counted. */
function told(outcome: ClientOutcome): Map<number, number> {
  const counts = new Map<number, number>();
  for (const line of lines(outcome, 'trade')) {
    const fields = line.split(' ');
    if (fields[8] === '1') continue;
    counts.set(Number(fields[1]), (counts.get(Number(fields[1])) ?? 0) + 1);
  }
  return counts;
}

describe('faults of the simulated ProfitDLL', () => {
  it('lose the trades of a disconnection and repeat the last ones before it', async () => {
    const commands = ['rate 20000', 'set reconnect-duplicates 5', 'after-events 50 disconnect market 5'];
    const outcome = await runClient({ tape, commands, words });
    const counts = told(outcome);
    const lost = outcome.report.get('events-lost') ?? 0;
    expect(lost).toBeGreaterThan(0);
    expect(counts.size).toBe(400 - lost);
    expect([...counts.values()].filter((count) => count === 2)).toHaveLength(5);
    const states = lines(outcome, 'state').slice(5, -4);
    expect(states).toEqual(['2 0', '2 1', '2 2', '2 4']);
  });

  it('oscillate any state', async () => {
    const commands = [
      'after-events 10 state 0 0',
      'after-events 20 state 1 3',
      'after-events 30 state 2 5',
      'after-events 40 state 3 0',
    ];
    const outcome = await runClient({ tape, commands, words });
    expect(lines(outcome, 'state').slice(5, -4)).toEqual(['0 0', '1 3', '2 5', '3 0']);
    expect(told(outcome).size).toBe(400);
  });

  it('make trades late, out of their order', async () => {
    const outcome = await runClient({ tape, commands: ['late 3 5'], words });
    const numbers = lines(outcome, 'trade').map((line) => Number(line.split(' ')[1]));
    expect(numbers.indexOf(1)).toBeGreaterThan(3);
    expect(new Set(numbers).size).toBe(400);
  });

  it('repeat and correct trades', async () => {
    const commands = ['after-events 100 repeat WDOU20 F 7', 'after-events 200 edit WDOU20 F -2'];
    const outcome = await runClient({ tape, commands, words });
    expect([...told(outcome).values()].filter((count) => count === 2)).toHaveLength(7);
    expect(lines(outcome, 'trade').filter((line) => line.split(' ')[8] === '1')).toHaveLength(1);
  });

  it('freeze the connector thread: health 1, market state 6, and both back', async () => {
    const commands = ['rate 2000', 'set freeze-limit-ms 40', 'after-events 20 freeze 150'];
    const outcome = await runClient({ tape, commands, words });
    expect(lines(outcome, 'health')).toEqual(['1', '0']);
    expect(lines(outcome, 'state').slice(5, -4)).toEqual(['2 6', '2 4']);
    expect(told(outcome).size).toBe(400);
  });

  it('show a client that stalls in its callback as frozen', async () => {
    const commands = ['set freeze-limit-ms 2'];
    const outcome = await runClient({ tape: tradeTape(sampleTrades(20)), commands, words: [...words, 'slow'] });
    expect(lines(outcome, 'health').slice(0, 2)).toEqual(['1', '0']);
  });

  it.each([
    ['crash abort', 'SIGABRT'],
    ['crash segfault', 'SIGSEGV'],
  ])('end the process by %s', async (command, signal) => {
    const outcome = await runClient({ tape, commands: [`after-events 100 ${command}`], words });
    expect(outcome.signal).toBe(signal);
  });

  it('block one call for as long as commanded', async () => {
    const started = process.hrtime.bigint();
    const outcome = await runClient({ tape, commands: ['block SubscribeTicker 300'], words });
    expect(Number(process.hrtime.bigint() - started) / 1e6).toBeGreaterThanOrEqual(300);
    expect(told(outcome).size).toBe(400);
  });

  it('hold requests while the connector calls back: a client whose callback waits for its own request never returns', async () => {
    const paced = ['rate 1000'];
    const waiting = [...words, 'wait-for-main'];
    const free = await runClient({ tape, commands: paced, words: waiting });
    expect(lines(free, 'main-done')).toEqual(['1']);
    const locked = await runClient({
      tape,
      commands: [...paced, 'set lock-requests 1'],
      words: waiting,
      patienceMs: 1200,
    });
    expect(locked.signal).toBe('SIGKILL');
    expect(lines(locked, 'main-done')).toHaveLength(0);
  });

  it('tell an event twice, or with a date of years ago', async () => {
    const outcome = await runClient({ tape, commands: ['fault duplicate 4', 'fault old-date 2'], words });
    const seen = lines(outcome, 'trade');
    expect(seen).toHaveLength(404);
    expect(seen.filter((line) => line.includes(' 2017-08-'))).toHaveLength(2);
  });

  it('keep a finalisation waiting for ever when the connector is dead-locked', async () => {
    const outcome = await runClient({
      tape,
      commands: ['set freeze-limit-ms 50', 'after-events 50 deadlock'],
      words: [...words, 'patience=200'],
      patienceMs: 1000,
    });
    expect(outcome.signal).toBe('SIGKILL');
    expect(lines(outcome, 'health')).toEqual(['1']);
    expect(lines(outcome, 'finalise')).toHaveLength(0);
  });

  it('come from another process by lines appended to a file', async () => {
    const appended = [...words, 'append=edit WDOU20 F 3', 'linger=60'];
    const outcome = await runClient({ tape, words: appended });
    expect(outcome.report.get('trades-edited')).toBe(1);
  });

  it('leave a truth behind: every trade that happened, corrected where the exchange corrected it', async () => {
    const commands = [
      'rate 20000',
      'after-events 100 lose market',
      'after-events 150 edit WDOU20 F 2',
      'after-events 200 regain market',
    ];
    const outcome = await runClient({
      tape,
      commands,
      words: [...words, 'finally:truth truth.txt'],
      keep: ['truth.txt'],
    });
    const truth = (outcome.kept.get('truth.txt') ?? '')
      .trim()
      .split('\n')
      .map((line) => line.split(' '));
    expect(truth).toHaveLength(400);
    expect(truth.filter((fields, index) => Number(fields[3]) !== trades[index]?.price)).toHaveLength(1);
    expect(truth.every((fields, index) => fields[0] === 'WDOU20' && fields[1] === String(index + 1))).toBe(true);
  });

  it('put the server clock wrong', async () => {
    const outcome = await runClient({ tape, commands: ['skew 3600000'], words: [...words, 'calls'] });
    expect(lines(outcome, 'clock')[0]).toContain('2020-08-03 10:00');
  });

  it('flood the client, which is told every trade', async () => {
    const outcome = await runClient({ words: ['ticker', 'burst', 'command:burst 50000 0.2', 'linger=200'] });
    expect(told(outcome).size).toBe(10_000);
  });

  it('come by chance from a seed: what is told and what history has make the whole day, whatever happened', async () => {
    const day = ['history', 'from=03/08/2020 00:00:00', 'to=04/08/2020 00:00:00'];
    for (let seed = 1; seed <= 8; seed++) {
      const outcome = await runClient({ tape, commands: [`chaos ${seed} 20`], words: [...words, ...day] });
      expect(outcome.report.get('chaos-faults'), `seed ${seed}`).toBeGreaterThan(0);
      expect(lines(outcome, 'past'), `seed ${seed}`).toHaveLength(400);
      expect([...told(outcome).keys()].every((number) => number >= 1 && number <= 400)).toBe(true);
    }
  });

  it('are not taken silently when they are no command', async () => {
    const outcome = await runClient({ commands: ['explode gently'], words: [] });
    expect(outcome.signal).toBe('SIGABRT');
    expect(outcome.errors).toContain('explode gently');
  });
});
