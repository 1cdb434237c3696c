// A MetaTrader 5 bar export to candles; bars without a TIME column are daily.

import { CandleRows, emptyCandleRow } from '../importing/candle-rows.ts';
import type { FileImport } from '../importing/file-import.ts';
import { symbolOfFile } from '../importing/file-symbol.ts';
import { DECIMAL_POINT, emptyFields, scanTimeOfDayUs, scanYearFirstDate, splitFields } from '../text/field-scan.ts';
import { type OnLine, readLines } from '../text/line-reader.ts';
import { dayNumberOfPacked } from '../text/packed-day.ts';
import { BarFields } from './bar-fields.ts';
import { readMt5Header } from './mt5-header.ts';

const NEEDED = ['DATE', 'OPEN', 'HIGH', 'LOW', 'CLOSE', 'TICKVOL', 'VOL'] as const;
const ABSENT = new Set(['turnover', 'buy_volume', 'sell_volume', 'buy_trades', 'sell_trades', 'rlp_volume']);

export async function importMt5Bars(request: FileImport): Promise<string> {
  const { at, delimiter, names } = await readMt5Header(request.file, 'a MetaTrader 5 bar export', NEEDED);
  const session = request.start(ABSENT);
  const fields = emptyFields(32);
  const bar = new BarFields(fields, names, DECIMAL_POINT, session, request.bad);
  const time = at('TIME') < 0 ? at('DATE') : at('TIME');
  const place = (index: number) => ({ column: index + 1, field: names[index]! });
  const candles = new CandleRows(session, request.bad, { time: place(time), high: place(at('HIGH')) });
  const places = { date: at('DATE'), open: at('OPEN'), high: at('HIGH'), low: at('LOW'), close: at('CLOSE') };
  const trades = at('TICKVOL');
  const volume = at('VOL');
  const candle = emptyCandleRow();
  candle.symbol = symbolOfFile(request.file, request.symbol);
  const onLine: OnLine = (bytes, start, end, line) => {
    if (line === 1) return;
    session.rowsRead++;
    splitFields(bytes, start, end, delimiter, fields);
    if (!bar.next(bytes, start, end, line)) return;
    const packed = scanYearFirstDate(bytes, fields.starts[places.date]!, fields.ends[places.date]!);
    const day = dayNumberOfPacked(packed);
    if (day === undefined) bar.reject(places.date, 'a date like 2025.08.05');
    const clock = at('TIME') < 0 ? 0 : scanTimeOfDayUs(bytes, fields.starts[time]!, fields.ends[time]!);
    if (Number.isNaN(clock)) bar.reject(time, 'a time like 09:00:00');
    candle.dayNumber = day ?? 0;
    candle.timeOfDayUs = clock;
    candle.open = bar.price(places.open);
    candle.high = bar.price(places.high);
    candle.low = bar.price(places.low);
    candle.close = bar.price(places.close);
    candle.trades = bar.amount(trades);
    candle.volume = bar.amount(volume);
    if (!bar.failed) candles.add(candle, line);
  };
  return readLines(request.file, onLine, request.onProgress);
}
