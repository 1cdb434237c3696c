// Real market days as tapes for the simulated library, with the rows that a dataset made of them must have.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { QUOTE_HAS_ASK, QUOTE_HAS_BID, QUOTE_HAS_SIZES } from '../../src/core/market/event-record.ts';
import { gridOf, type InstrumentTerms } from '../../src/core/market/instrument-terms.ts';
import type { ToldTrade } from '../support/host-stream.ts';
import { SimulatedTape } from '../support/simulated-tape.ts';
import type { ToldQuote } from './told-client.ts';

export const DOLK20 = { ticker: 'DOLK20', exchange: 'F' } as const;
export const SPY = { ticker: 'SPY', exchange: 'B' } as const;

const MS_PER_HOUR = 3_600_000;
/** Of the exchange's wall clock behind UTC, in the years of the sources. */
export const LAG_MS = 3 * MS_PER_HOUR;

export interface SourceDay {
  readonly ticker: string;
  /** YYYY-MM-DD. */
  readonly day: string;
  /** Just before the first row, microseconds UTC. */
  readonly startUs: number;
  readonly tape: SimulatedTape;
  readonly trades: readonly ToldTrade[];
  readonly quotes: readonly ToldQuote[];
  /** Places of the trades and of the quotes among all rows, from 0. */
  readonly tradeOrder: readonly number[];
  readonly quoteOrder: readonly number[];
}

function linesOf(path: string): readonly string[] {
  const lines = gunzipSync(readFileSync(path)).toString('latin1').split(/\r?\n/);
  return lines.slice(1).filter((line) => line !== '');
}

/** The quotes that the changes of single sides add up to; the source has no sizes, so a side that is there has 1. */
class BestQuotes {
  private flags = 0;
  private readonly prices = [0, 0];

  change(side: 0 | 1, price: number): ToldQuote {
    this.flags |= (side === 0 ? QUOTE_HAS_BID : QUOTE_HAS_ASK) | QUOTE_HAS_SIZES;
    this.prices[side] = price;
    const [bid = 0, ask = 0] = this.prices;
    return [this.flags, bid, ask, bid > 0 ? 1 : 0, ask > 0 ? 1 : 0];
  }
}

/** The whole day of DOLK20: date, time, bid, ask, last and volume of each row. `limit`: its first trades and what lies between them. */
export function dolk20Day(path: string, limit = Number.POSITIVE_INFINITY): SourceDay {
  const tape = new SimulatedTape([
    { ...DOLK20, pointValue: 50 },
    { ticker: 'DOLFUT', exchange: 'F', dated: 'DOLK20', pointValue: 50 },
  ]);
  const best = new BestQuotes();
  const trades: ToldTrade[] = [];
  const quotes: ToldQuote[] = [];
  const [tradeOrder, quoteOrder]: [number[], number[]] = [[], []];
  for (const line of linesOf(path)) {
    if (trades.length === limit) break;
    const [date = '', time = '', bid = '', ask = '', last = '', volume = ''] = line.split('\t');
    const localMs = Date.parse(`${date.replaceAll('.', '-')}T${time}Z`);
    for (const side of [0, 1] as const) {
      const price = Number(side === 0 ? bid : ask);
      // empty: as before; zero: nobody is there yet
      if (price === 0) continue;
      quoteOrder.push(tape.records);
      quotes.push(best.change(side, price));
      tape.tinyBook(1, localMs, side, price, 1);
    }
    if (Number(last) === 0) continue;
    tradeOrder.push(tape.records);
    // the source tells neither sides nor agents: made up, so that these fields are seen to arrive too
    const number = trades.length + 1;
    const made = { aggressor: 1 + (number % 2), buyAgent: number % 997, sellAgent: 3 * (number % 331) };
    const price = Number(last);
    const quantity = Number(volume);
    trades.push({ number, timeUs: (localMs + LAG_MS) * 1000, price, quantity, ...made });
    tape.trade(1, {
      number,
      localMs,
      price,
      quantity,
      volume: price * quantity * 50,
      ...made,
      tradeType: made.aggressor + 1,
    });
  }
  const startUs = Date.parse('2020-04-02T09:00:00Z') * 1000 + LAG_MS * 1000;
  return { ticker: DOLK20.ticker, day: '2020-04-02', startUs, tape, trades, quotes, tradeOrder, quoteOrder };
}

export const SPY_TERMS: InstrumentTerms = {
  ...gridOf('SPY', 0.0001),
  lot: 1,
  pointValue: 1,
  currency: 'USD',
  timeZone: 'America/Sao_Paulo',
  calendar: 'none',
  hours: undefined,
  inferred: false,
};

/**
 * The first trades of SPY, day by day. Every column of the source is carried: what the vendor has no word for goes into one that it
 * has (the letter of the exchange as buying agent, the 32 bits of the condition as selling agent, suspicious as aggressor).
 */
export function* spyDays(path: string, limit: number): Generator<SourceDay> {
  const lines = linesOf(path);
  let next = 0;
  while (next < Math.min(limit, lines.length)) {
    const date = lines[next]!.slice(0, 8);
    const day = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
    const dayMs = Date.parse(`${day}T00:00:00Z`);
    const tape = new SimulatedTape([{ ...SPY, tick: 0.0001, lot: 1, pointValue: 1 }]);
    const trades: ToldTrade[] = [];
    for (; next < limit && lines[next]?.startsWith(date) === true; next++) {
      const [, ms = '', price4 = '', size = '', exchange = '', condition = '', suspicious = ''] =
        lines[next]!.split(',');
      const localMs = dayMs + Number(ms);
      const price = Number(price4) / 10_000;
      const quantity = Number(size);
      const aggressor = 1 + Number(suspicious);
      const agents = { buyAgent: exchange.charCodeAt(0), sellAgent: Number.parseInt(condition, 16) | 0 };
      const number = trades.length + 1;
      trades.push({ number, timeUs: (localMs + LAG_MS) * 1000, price, quantity, aggressor, ...agents });
      tape.trade(1, { number, localMs, price, quantity, ...agents, tradeType: aggressor + 1 });
    }
    const tradeOrder = trades.map((_, row) => row);
    const startUs = trades[0]!.timeUs - 1_000_000;
    yield { ticker: SPY.ticker, day, startUs, tape, trades, quotes: [], tradeOrder, quoteOrder: [] };
  }
}
