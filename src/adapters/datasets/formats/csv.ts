// Any delimited text file, described by a mapping, to candles, trades or quotes.

import { QUOTE_HAS_ASK, QUOTE_HAS_BID, QUOTE_HAS_SIZES } from '../../../core/market/event-record.ts';
import { CandleRows, emptyCandleRow } from '../importing/candle-rows.ts';
import { type DayRows, TRADE } from '../importing/day-rows.ts';
import type { FileImport } from '../importing/file-import.ts';
import { symbolOfFile } from '../importing/file-symbol.ts';
import type { ImportSession } from '../importing/import-session.ts';
import { emptyFields, type Fields, splitFields } from '../text/field-scan.ts';
import { readLines } from '../text/line-reader.ts';
import { SymbolNames } from '../text/symbol-names.ts';
import { BarFields } from './bar-fields.ts';
import { CsvClock, zoneMidnightUs } from './csv-clock.ts';
import { type CsvLayout, layoutOf } from './csv-layout.ts';
import type { CsvMapping } from './csv-mapping.ts';
import { NO_SIDE, sideReader } from './csv-side.ts';

const SYMBOL = /^[A-Z0-9][A-Z0-9.$@_-]{0,39}$/;

/** One line that has been split and whose symbol and time are known. */
interface Line {
  readonly bytes: Uint8Array;
  readonly symbol: string;
  readonly number: number;
}

interface Parts {
  readonly mapping: CsvMapping;
  readonly layout: CsvLayout;
  readonly session: ImportSession;
  readonly fields: Fields;
  readonly bar: BarFields;
  readonly clock: CsvClock;
}

type RowReader = (line: Line) => void;

export async function importCsv(request: FileImport, mapping: CsvMapping): Promise<string> {
  const layout = await layoutOf(request.file, mapping);
  const { timeZone, newestFirst } = mapping;
  const session = request.start(absentColumns(layout), { midnightUs: zoneMidnightUs(timeZone), newestFirst });
  const fields = emptyFields();
  const bar = new BarFields(fields, layout.names, layout.style, session, request.bad);
  const clock = new CsvClock(mapping, layout.placeOf);
  const parts: Parts = { mapping, layout, session, fields, bar, clock };
  const read = rowReader(parts, request);
  const contract = layout.at('contract');
  const fixed = contract < 0 ? symbolOfFile(request.file, request.symbol) : undefined;
  const symbols = new SymbolNames((name) => SYMBOL.test(name));
  return readLines(
    request.file,
    (bytes, start, end, number) => {
      if (number <= layout.headLines) return;
      session.rowsRead++;
      splitFields(bytes, start, end, layout.delimiter, fields);
      if (!bar.next(bytes, start, end, number)) return;
      const symbol = fixed ?? symbols.nameOf(bytes, fields.starts[contract]!, fields.ends[contract]!);
      if (symbol === undefined) return bar.reject(contract, 'a symbol like WDOU25');
      if (clock.read(bytes, fields, bar)) read({ bytes, symbol, number });
    },
    request.onProgress,
  );
}

function absentColumns(layout: CsvLayout): ReadonlySet<string> {
  const absent = new Set(['received_us', 'buy_volume', 'sell_volume', 'buy_trades', 'sell_trades', 'rlp_volume']);
  if (layout.at('turnover') < 0) absent.add('turnover');
  if (layout.at('tradeId') < 0) absent.add('trade_id');
  if (layout.at('buyAgent') < 0) absent.add('buy_agent');
  if (layout.at('sellAgent') < 0) absent.add('sell_agent');
  return absent;
}

function rowReader(parts: Parts, request: FileImport): RowReader {
  switch (parts.mapping.kind) {
    case 'candles':
      return candleReader(parts, request);
    case 'trades':
      return tradeReader(parts);
    case 'quotes':
      return quoteReader(parts);
  }
}

function candleReader({ layout, session, bar, clock }: Parts, request: FileImport): RowReader {
  const { at, names, priceDivisor } = layout;
  const place = (index: number) => ({ column: index + 1, field: names[index]! });
  const candles = new CandleRows(session, request.bad, { time: place(clock.place), high: place(at('high')) });
  const [open, high, low, close, volume] = [at('open'), at('high'), at('low'), at('close'), at('volume')];
  const [trades, turnover] = [at('trades'), at('turnover')];
  const candle = emptyCandleRow();
  return ({ symbol, number }) => {
    candle.symbol = symbol;
    candle.dayNumber = clock.dayNumber;
    candle.timeOfDayUs = clock.timeOfDayUs;
    candle.open = bar.price(open, priceDivisor);
    candle.high = bar.price(high, priceDivisor);
    candle.low = bar.price(low, priceDivisor);
    candle.close = bar.price(close, priceDivisor);
    candle.volume = bar.amount(volume);
    candle.trades = trades < 0 ? -1 : bar.amount(trades);
    candle.turnover = turnover < 0 ? 0 : bar.amount(turnover);
    if (!bar.failed) candles.add(candle, number);
  };
}

function dayOf({ session, clock }: Parts, symbol: string): DayRows {
  const day = session.day(symbol, clock.dayNumber);
  day.sourceRows++;
  return day;
}

function tradeReader(parts: Parts): RowReader {
  const { layout, bar, clock, fields, mapping } = parts;
  const [price, quantity, side, id] = [
    layout.at('price'),
    layout.at('quantity'),
    layout.at('side'),
    layout.at('tradeId'),
  ];
  const [buyer, seller] = [layout.at('buyAgent'), layout.at('sellAgent')];
  const sideOf = sideReader(mapping);
  return ({ bytes, symbol }) => {
    const points = bar.price(price, layout.priceDivisor);
    const contracts = bar.price(quantity);
    const found = side < 0 ? NO_SIDE : sideOf(bytes, fields.starts[side]!, fields.ends[side]!);
    if (found === undefined) bar.reject(side, 'a side that the mapping lists');
    const tradeId = id < 0 ? 0 : bar.amount(id);
    if (bar.failed || found === undefined) return;
    const day = dayOf(parts, symbol);
    const row = day.addTrade(day.midnightUs + clock.timeOfDayUs, points, contracts, found.aggressor, found.condition);
    const columns = day.trades.columns;
    columns[TRADE.id]![row] = tradeId;
    columns[TRADE.buyAgent]![row] = buyer < 0 ? 0 : bar.code(buyer);
    columns[TRADE.sellAgent]![row] = seller < 0 ? 0 : bar.code(seller);
  };
}

function quoteReader(parts: Parts): RowReader {
  const { layout, bar, clock } = parts;
  const [bid, ask, bidSize, askSize] = [layout.at('bid'), layout.at('ask'), layout.at('bidSize'), layout.at('askSize')];
  const sized = bidSize >= 0 && askSize >= 0 ? QUOTE_HAS_SIZES : 0;
  return ({ symbol }) => {
    const bidPoints = bar.optionalPrice(bid, layout.priceDivisor);
    const askPoints = bar.optionalPrice(ask, layout.priceDivisor);
    const bidContracts = sized === 0 ? 0 : bar.optionalPrice(bidSize, 1);
    const askContracts = sized === 0 ? 0 : bar.optionalPrice(askSize, 1);
    if (bar.failed) return;
    const flags = (bidPoints > 0 ? QUOTE_HAS_BID : 0) | (askPoints > 0 ? QUOTE_HAS_ASK : 0) | sized;
    const day = dayOf(parts, symbol);
    day.addQuote(day.midnightUs + clock.timeOfDayUs, flags, bidPoints, askPoints, bidContracts, askContracts);
  };
}
