// The simulated ProfitDLL's history: subscription first, an exclusive end, trades after 100, a flag only with trades, limits.
import { describe, expect, it } from 'vitest';

import { lines, runClient } from './client.ts';
import { openingMs, sampleTrades, tradeTape } from './tapes.ts';

const trades = sampleTrades(300);
const tape = tradeTape(trades);
const day = ['from=03/08/2020 00:00:00', 'to=04/08/2020 00:00:00'];
const words = ['ticker', 'tape', 'history', 'linger=5'];

describe('the history of the simulated ProfitDLL', () => {
  it('gives every trade of the day, the last with the flag, while progress runs to 100 and stays at 99 for a while', async () => {
    const outcome = await runClient({ tape, words: [...words, ...day] });
    const past = lines(outcome, 'past').map((line) => line.split(' '));
    expect(past.map((fields) => Number(fields[1]))).toEqual(trades.map((trade) => trade.number));
    expect(past.filter((fields) => fields[3] === '2').map((fields) => fields[1])).toEqual(['300']);
    const progress = lines(outcome, 'progress').map((line) => Number(line.split(' ')[1]));
    expect(progress[0]).toBe(1);
    expect(progress.filter((value) => value === 99).length).toBeGreaterThan(1);
    expect(progress.at(-1)).toBe(100);
    expect(lines(outcome, 'history-end')).toEqual(['300 over']);
  });

  it('is cut short for a client that stops at progress 100', async () => {
    const outcome = await runClient({ tape, words: [...words, ...day, 'stop-at-100'] });
    expect(lines(outcome, 'complete')).toEqual(['298']);
  });

  it('never ends without trades for a client that waits for the flag alone', async () => {
    const empty = ['from=02/08/2020 00:00:00', 'to=02/08/2020 12:00:00'];
    const wrong = await runClient({ tape, words: [...words, ...empty, 'flag-only'] });
    expect(lines(wrong, 'history-end')).toEqual(['0 never']);
    const right = await runClient({ tape, words: [...words, ...empty] });
    expect(lines(right, 'history-end')).toEqual(['0 over']);
  });

  it('has an end that is exclusive, and reads milliseconds behind a point or a colon', async () => {
    for (const mark of ['.', ':']) {
      const range = ['from=03/08/2020 09:00:00', `to=03/08/2020 09:00:00${mark}100`];
      const outcome = await runClient({ tape, words: [...words, ...range] });
      expect(lines(outcome, 'past')).toHaveLength(10);
    }
  });

  it('is empty without a subscription', async () => {
    const outcome = await runClient({
      past: tape,
      commands: ['clock 2020-08-03T18:00:00'],
      words: ['history', ...day],
    });
    expect(lines(outcome, 'history-end')).toEqual(['0 over']);
  });

  it('answers nothing to dates without a time', async () => {
    const outcome = await runClient({ tape, words: [...words, 'from=03/08/2020', 'to=04/08/2020'] });
    expect(lines(outcome, 'history')).toEqual(['0']);
    expect(lines(outcome, 'progress')).toHaveLength(0);
    expect(lines(outcome, 'history-end')).toEqual(['0 never']);
  });

  it('goes back thirty days and no further', async () => {
    const outcome = await runClient({ tape, words: [...words, 'from=01/07/2020 00:00:00', 'to=02/07/2020 00:00:00'] });
    expect(lines(outcome, 'history')).toEqual(['-2147483602']);
    const inside = await runClient({ tape, words: [...words, 'from=05/07/2020 00:00:00', 'to=06/07/2020 00:00:00'] });
    expect(lines(inside, 'history')).toEqual(['0']);
  });

  it('refuses month first, reversed dates and no date', async () => {
    for (const from of ['from=08/31/2020 00:00:00', 'from=05/08/2020 00:00:00', 'from=yesterday']) {
      const outcome = await runClient({ tape, words: [...words, from, 'to=04/08/2020 00:00:00'] });
      expect(lines(outcome, 'history')).toEqual(['-2147483645']);
    }
  });

  it('may answer the dated contract only, or the continuous name only', async () => {
    const dated = await runClient({ tape, commands: ['set history-continuous 0'], words: [...words, ...day] });
    expect(lines(dated, 'history-end')).toEqual(['0 over']);
    const asDated = await runClient({
      tape,
      commands: ['set history-continuous 0'],
      words: [...words, ...day, 'asset=WDOU20'],
    });
    expect(lines(asDated, 'history-end')).toEqual(['300 over']);
  });

  it('may give the first request of a session only the tail', async () => {
    const commands = ['set history-first-truncated 100'];
    const outcome = await runClient({ tape, commands, words: [...words, ...day, 'rounds=2'] });
    expect(lines(outcome, 'history-end')).toEqual(['100 over', '300 over']);
  });

  it('has what was lost while the market was disconnected, corrected where the exchange corrected it', async () => {
    const commands = [
      'after-events 100 lose market',
      'after-events 200 edit WDOU20 F 4',
      'after-events 200 regain market',
      'rate 20000',
    ];
    const outcome = await runClient({ tape, commands, words: [...words, ...day, 'linger=60'] });
    const live = new Set(lines(outcome, 'trade').map((line) => line.split(' ')[1]));
    const past = new Map(
      lines(outcome, 'past').map((line) => [line.split(' ')[1] as string, Number(line.split(' ')[2])]),
    );
    expect(outcome.report.get('events-lost')).toBe(100);
    expect(live.size).toBe(200);
    expect(past.size).toBe(300);
    expect([...past].filter(([number, price]) => price !== trades[Number(number) - 1]?.price)).toHaveLength(1);
  });

  it('has yesterday without anyone having been told of it', async () => {
    const past = tradeTape(sampleTrades(20, openingMs - 86_400_000));
    const yesterday = ['from=02/08/2020 00:00:00', 'to=03/08/2020 00:00:00'];
    const outcome = await runClient({ past, tape, words: [...words, ...yesterday] });
    expect(lines(outcome, 'history-end')).toEqual(['20 over']);
    expect(lines(outcome, 'trade')).toHaveLength(300);
  });
});
