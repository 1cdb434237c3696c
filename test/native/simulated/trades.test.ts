// The simulated ProfitDLL's trades: right clients read every field, each usual mistake of a client fails.
import { describe, expect, it } from 'vitest';

import { lines, runClient } from './client.ts';
import { openingMs, sampleTrades, tradeLine, tradeTape } from './tapes.ts';

const trades = sampleTrades(50);
const words = ['ticker', 'tape'];

describe('trades of the simulated ProfitDLL', () => {
  it('reach a client that translates inside the callback, in every field', async () => {
    const outcome = await runClient({ tape: tradeTape(trades), words });
    expect(lines(outcome, 'trade')).toEqual(trades.map((trade) => tradeLine(trade, 'WDOFUT')));
    expect(outcome.code).toBe(0);
    expect(outcome.report.get('events-played')).toBe(50);
  });

  it('come under the name that was subscribed', async () => {
    const outcome = await runClient({ tape: tradeTape(trades), words: [...words, 'asset=WDOU20'] });
    expect(lines(outcome, 'trade')).toEqual(trades.map((trade) => tradeLine(trade, 'WDOU20')));
  });

  it('end the process of a client that translates after the callback', async () => {
    for (const wrong of ['late-handle', 'previous-handle']) {
      const outcome = await runClient({ tape: tradeTape(trades), words: [...words, wrong] });
      expect(outcome.signal).toBe('SIGABRT');
      expect(outcome.errors).toContain('SIMULATED PROFITDLL: TranslateTrade with a dead handle');
    }
  });

  it('are all taken for failures by a client that tests for success upside down', async () => {
    const outcome = await runClient({ tape: tradeTape(trades), words: [...words, 'inverted'] });
    expect(lines(outcome, 'trade')).toHaveLength(0);
  });

  it('are refused to a record of a version that does not exist', async () => {
    const outcome = await runClient({ tape: tradeTape(trades), words: [...words, 'wrong-version'] });
    expect(lines(outcome, 'untranslated')).toEqual(trades.map(() => '-2147483635'));
  });

  it('show garbage to a client that keeps the text it was given', async () => {
    const outcome = await runClient({ tape: tradeTape(trades), words: [...words, 'late-text'] });
    expect(lines(outcome, 'kept')[0]).toMatch(/^\?{40}/);
  });

  it('end the process of a client that calls a request function inside the callback', async () => {
    const outcome = await runClient({ tape: tradeTape(trades), words: [...words, 'request-inside'] });
    expect(outcome.signal).toBe('SIGABRT');
    expect(outcome.errors).toContain('UnsubscribeTicker was called inside a callback');
  });

  it('carry the edit flag, in V1 in a Char whose upper bits mean nothing', async () => {
    const edited = [...trades.slice(0, 3), { ...trades[2], price: 5300, edit: true } as (typeof trades)[number]];
    const right = await runClient({ tape: tradeTape(edited), words: [...words, 'v1'] });
    expect(lines(right, 'trade').at(-1)).toBe(tradeLine(edited[3] as (typeof trades)[number], 'WDOFUT'));
    expect(lines(right, 'trade-v1').map((line) => line.split(' ').at(-1))).toEqual(['new', 'new', 'new', 'edit']);
    const wrong = await runClient({ tape: tradeTape(edited), words: [...words, 'v1', 'whole-char'] });
    expect(lines(wrong, 'trade-v1').map((line) => line.split(' ').at(-1))).toEqual(['new', 'new', 'new', 'new']);
  });

  it('may be sentinels: success with a price that is none, or a date that is none', async () => {
    const commands = ['fault sentinel-price 2', 'fault sentinel-date 1', 'fault translate-fails 1'];
    const outcome = await runClient({ tape: tradeTape(trades), commands, words });
    const seen = lines(outcome, 'trade');
    expect(seen.filter((line) => Number(line.split(' ')[2]) <= 0)).toHaveLength(2);
    expect(seen.filter((line) => line.endsWith('0000-00-00T00:00:00.000'))).toHaveLength(1);
    expect(lines(outcome, 'untranslated')).toEqual(['-2147483647']);
    expect(seen).toHaveLength(49);
  });

  it('begin with an old one where the market is closed', async () => {
    const outcome = await runClient({
      past: tradeTape(sampleTrades(3, openingMs - 86_400_000)),
      commands: ['at 1 ticker-state WDOU20 F 6'],
      words: ['ticker', 'linger=30'],
    });
    expect(lines(outcome, 'trade').map((line) => line.split(' ').at(-1))).toEqual(['2020-08-02T09:00:00.020']);
  });

  it('give a daily summary that adds up', async () => {
    const outcome = await runClient({ tape: tradeTape(trades), words });
    const quantity = trades.reduce((sum, trade) => sum + trade.quantity, 0);
    expect(lines(outcome, 'daily').at(-1)).toContain(` ${quantity} ${trades.length} `);
  });
});
