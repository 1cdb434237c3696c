// Real days through the simulated ProfitDLL: every row of the source reaches a client in every field, and again as history.
import { expect, it } from 'vitest';

import { describeWithRealData } from '../../support/real-data.ts';
import { DOLK20_TICKS, dolk20Tape, SPY_TRADES, spyTape } from '../../support/real-tapes.ts';
import { lines, runClient } from './client.ts';
import { tradeLine } from './tapes.ts';

const spyTrades = 100_000;

describeWithRealData('real days through the simulated ProfitDLL', [DOLK20_TICKS, SPY_TRADES], (dolk20, spy) => {
  it('give the whole of DOLK20, trades and quotes, live and once more as history', async () => {
    const day = dolk20Tape(dolk20 as string);
    const range = ['history', 'from=02/04/2020 00:00:00', 'to=03/04/2020 00:00:00'];
    const outcome = await runClient({ tape: day.tape, words: ['ticker', 'tape', 'asset=DOLFUT', ...range] });
    expect(day.trades).toHaveLength(33_118);
    expect(lines(outcome, 'trade')).toEqual(day.trades.map((trade) => tradeLine(trade, 'DOLFUT')));
    expect(lines(outcome, 'tiny')).toEqual(day.quotes.map((q) => `DOLFUT ${q.price.toFixed(4)} 1 ${q.side}`));
    const past = lines(outcome, 'past').map((line) => line.split(' ').slice(1, 3).join(' '));
    expect(past).toEqual(day.trades.map((trade) => `${trade.number} ${trade.price.toFixed(4)}`));
  });

  it('give the first trades of SPY', async () => {
    const days = spyTape(spy as string, spyTrades);
    const words = ['ticker', 'tape', 'asset=SPY', 'exchange=N'];
    const outcome = await runClient({ tape: days.tape, words });
    expect(lines(outcome, 'trade')).toEqual(days.trades.map((trade) => tradeLine(trade, 'SPY')));
  });
});
