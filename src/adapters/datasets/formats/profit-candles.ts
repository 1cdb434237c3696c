// A candle export of a Profit chart, with or without header, either decimal style, newest first, to candles.

import { basename } from 'node:path';
import { instrumentOf } from '../../../core/market/instrument-table.ts';
import { UserError } from '../../user-error.ts';
import { CandleRows, emptyCandleRow } from '../importing/candle-rows.ts';
import type { FileImport } from '../importing/file-import.ts';
import { decimalStyleOf } from '../text/decimal-style.ts';
import { emptyFields, scanDayFirstDate, scanTimeOfDayUs, splitFields } from '../text/field-scan.ts';
import { type OnLine, readFirstLines, readLines } from '../text/line-reader.ts';
import { dayNumberOfPacked } from '../text/packed-day.ts';
import { SymbolNames } from '../text/symbol-names.ts';
import { BarFields } from './bar-fields.ts';

const DELIMITER = ';'.charCodeAt(0);
const SAMPLE_LINES = 2000;
const ABSENT = new Set(['buy_volume', 'sell_volume', 'buy_trades', 'sell_trades', 'rlp_volume']);
const INTRADAY = ['Ativo', 'Data', 'Hora', 'Abertura', 'Máximo', 'Mínimo', 'Fechamento', 'Volume', 'Quantidade'];
const DAILY = INTRADAY.filter((name) => name !== 'Hora');
const DATE = /^\d{2}\/\d{2}\/\d{4}$/;

/** Columns are known by their place: the header is missing in some exports and renamed or in another encoding in others. */
export async function importProfitCandles(request: FileImport): Promise<string> {
  const lines = (await readFirstLines(request.file, SAMPLE_LINES)).map((line) => line.split(';'));
  const headerLines = DATE.test(lines[0]![1] ?? '') ? 0 : 1;
  const names = namesOf(request.file, lines[0]!, lines[headerLines]);
  const firstNumber = names.indexOf('Abertura');
  const style = decimalStyleOf(lines.slice(headerLines).flatMap((line) => line.slice(firstNumber)));
  const session = request.start(ABSENT);
  const fields = emptyFields(32);
  const bar = new BarFields(fields, names, style, session, request.bad);
  const time = firstNumber - 1;
  const candles = new CandleRows(session, request.bad, {
    time: { column: time + 1, field: names[time]! },
    high: { column: firstNumber + 2, field: names[firstNumber + 1]! },
  });
  const symbols = new SymbolNames((name) => instrumentOf(name) !== undefined);
  const candle = emptyCandleRow();
  const onLine: OnLine = (bytes, start, end, line) => {
    if (line <= headerLines) return;
    session.rowsRead++;
    splitFields(bytes, start, end, DELIMITER, fields);
    if (!bar.next(bytes, start, end, line)) return;
    const symbol = request.symbol ?? symbols.nameOf(bytes, fields.starts[0]!, fields.ends[0]!);
    if (symbol === undefined) bar.reject(0, 'a symbol of WDO, DOL, WIN or IND');
    const day = dayNumberOfPacked(scanDayFirstDate(bytes, fields.starts[1]!, fields.ends[1]!));
    if (day === undefined) bar.reject(1, 'a date like 05/08/2025');
    const clock = time === 1 ? 0 : scanTimeOfDayUs(bytes, fields.starts[time]!, fields.ends[time]!);
    if (Number.isNaN(clock)) bar.reject(time, 'a time like 09:00:00');
    candle.symbol = symbol ?? '';
    candle.dayNumber = day ?? 0;
    candle.timeOfDayUs = clock;
    candle.open = bar.price(firstNumber);
    candle.high = bar.price(firstNumber + 1);
    candle.low = bar.price(firstNumber + 2);
    candle.close = bar.price(firstNumber + 3);
    candle.turnover = bar.amount(firstNumber + 4);
    candle.volume = bar.amount(firstNumber + 5);
    if (!bar.failed) candles.add(candle, line);
  };
  return readLines(request.file, onLine, request.onProgress);
}

function namesOf(file: string, first: readonly string[], data: readonly string[] | undefined): readonly string[] {
  const trades = first.some((name) => /comprador|agressor|corretora/i.test(name));
  const count = data?.length ?? 0;
  if (!trades && DATE.test(data?.[1] ?? '') && (count === INTRADAY.length || count === DAILY.length)) {
    return count === INTRADAY.length ? INTRADAY : DAILY;
  }
  const found = first.join(';');
  throw new UserError({
    code: 'wrong-format',
    message: trades
      ? `${basename(file)} holds trades (Times & Trades), not candles`
      : `${basename(file)} is not a candle export of Profit: expected ${INTRADAY.join(';')} with dates like 05/08/2025, ` +
        `found "${found.length > 80 ? `${found.slice(0, 80)}...` : found}"`,
    file,
    line: 1,
    column: 1,
    field: INTRADAY[0],
    fix: trades
      ? 'Describe its columns in a mapping: qt import csv --mapping'
      : 'Export the candles of a chart in Profit, or describe the columns in a mapping: qt import csv --mapping',
  });
}
