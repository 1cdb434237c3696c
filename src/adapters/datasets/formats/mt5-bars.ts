// A MetaTrader 5 bar export to candles; bars without a TIME column are daily.

import { CandleRows, emptyCandleRow } from '../importing/candle-rows.ts';
import type { FileImport } from '../importing/file-import.ts';
import { symbolOfFile } from '../importing/file-symbol.ts';
import type { ImportFormat } from '../importing/import-format.ts';
import { DECIMAL_POINT, scanTimeOfDayUs, scanYearFirstDate } from '../text/field-scan.ts';
import { LineFields } from '../text/line-fields.ts';
import { type OnLine, readLines } from '../text/line-reader.ts';
import { dayNumberOfPacked } from '../text/packed-day.ts';
import { readMt5Header } from './mt5-header.ts';
import { recogniseMt5 } from './mt5-recognition.ts';

const NEEDED = ['DATE', 'OPEN', 'HIGH', 'LOW', 'CLOSE', 'TICKVOL', 'VOL'] as const;
const FILLED: ReadonlySet<string> = new Set();
const MOST_TRADES = 2 ** 31 - 1;

export const mt5BarsFormat: ImportFormat = {
  id: 'mt5-bars',
  title: 'bars exported by MetaTrader 5 (window Symbols, tab Bars)',
  namesInstruments: false,
  recognise: (head) => recogniseMt5(head, ['DATE', 'OPEN', 'HIGH', 'LOW', 'CLOSE'], ['BID', 'LAST']),
  importer: importMt5Bars,
};

export async function importMt5Bars(request: FileImport): Promise<string> {
  const { at, delimiter, names } = await readMt5Header(request.file, 'a MetaTrader 5 bar export', NEEDED);
  const { symbol, notices } = symbolOfFile(request.file, request.symbol);
  const session = request.start(FILLED);
  session.notices.push(...notices);
  const fields = new LineFields(names, delimiter, DECIMAL_POINT, session, request.bad);
  const { starts, ends } = fields;
  const time = at('TIME') < 0 ? at('DATE') : at('TIME');
  const place = (index: number) => ({ column: index + 1, field: names[index]! });
  const candles = new CandleRows(session, request.bad, { time: place(time), high: place(at('HIGH')) });
  const places = { date: at('DATE'), open: at('OPEN'), high: at('HIGH'), low: at('LOW'), close: at('CLOSE') };
  const trades = at('TICKVOL');
  const volume = at('VOL');
  const candle = emptyCandleRow();
  candle.symbol = symbol;
  const onLine: OnLine = (bytes, start, end, line) => {
    if (line === 1 || !fields.next(bytes, start, end, line)) return;
    const day = dayNumberOfPacked(scanYearFirstDate(bytes, starts[places.date]!, ends[places.date]!));
    if (day === undefined) fields.reject(places.date, 'a date like 2025.08.05');
    const clock = at('TIME') < 0 ? 0 : scanTimeOfDayUs(bytes, starts[time]!, ends[time]!);
    if (Number.isNaN(clock)) fields.reject(time, 'a time like 09:00:00');
    candle.dayNumber = day ?? 0;
    candle.timeOfDayUs = clock;
    candle.open = fields.price(places.open);
    candle.high = fields.price(places.high);
    candle.low = fields.price(places.low);
    candle.close = fields.price(places.close);
    candle.trades = fields.whole(trades, 0, MOST_TRADES);
    candle.volume = fields.amount(volume);
    if (!fields.failed) candles.add(candle, line);
  };
  return readLines(request.file, onLine, request.onProgress);
}
