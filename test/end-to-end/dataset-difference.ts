// A day of the dataset store and the source of it in; the first field in which they differ out, or nothing.
import type { PartColumns } from '../../src/adapters/datasets/row-buffer.ts';
import { openStore } from '../../src/adapters/datasets/store.ts';
import type { ToldTrade } from '../support/host-stream.ts';
import type { SourceDay } from './source-days.ts';

type Rows = Readonly<Record<string, ArrayLike<number>>>;

function firstDifference(what: string, found: PartColumns, wanted: Rows): string | undefined {
  for (const [name, values] of Object.entries(wanted)) {
    const column = found[name];
    if (column?.length !== values.length) return `${what}: ${column?.length} rows of ${name}, not ${values.length}`;
    for (let row = 0; row < values.length; row++) {
      if (column[row] !== values[row]) return `${what}: ${name} of row ${row} is ${column[row]}, not ${values[row]}`;
    }
  }
  return undefined;
}

function descends({ received_us }: PartColumns): boolean {
  return received_us!.some((us, row) => row > 0 && us < received_us![row - 1]!);
}

/** Reads the parts that a capture has made of the day; times of quotes are those at which they were received, as the vendor tells none. */
export async function datasetDifference(home: string, source: SourceDay): Promise<string | undefined> {
  const store = openStore(home, { acceptRefused: true });
  const of = (field: keyof ToldTrade): number[] => source.trades.map((trade) => trade[field]);
  const trades = await store.readPart(source.ticker, 'trades', source.day);
  const wanted = {
    time_us: of('timeUs'),
    price: of('price'),
    quantity: of('quantity'),
    aggressor: of('aggressor'),
    trade_id: of('number'),
    buy_agent: of('buyAgent'),
    sell_agent: of('sellAgent'),
    condition: source.trades.map(() => 0),
    order: source.tradeOrder,
  };
  const difference = firstDifference('trades', trades, wanted);
  if (difference !== undefined) return difference;
  if (descends(trades)) return 'trades: received times descend';
  if (source.quotes.length === 0) return undefined;
  const quotes = await store.readPart(source.ticker, 'quotes', source.day);
  const names = ['flags', 'bid', 'ask', 'bid_size', 'ask_size'];
  const columns = Object.fromEntries(names.map((name, at) => [name, source.quotes.map((quote) => quote[at]!)]));
  if (descends(quotes)) return 'quotes: received times descend';
  return firstDifference('quotes', quotes, { ...columns, time_us: quotes.received_us!, order: source.quoteOrder });
}
