// A candle export of a Profit chart, with or without header, either decimal style, newest first, to candles.

import { basename } from 'node:path';
import { instrumentOf } from '../../../core/market/instrument-table.ts';
import { UserError } from '../../user-error.ts';
import { CandleRows, emptyCandleRow } from '../importing/candle-rows.ts';
import type { FileImport } from '../importing/file-import.ts';
import type { FileHead, ImportFormat, Recognition } from '../importing/import-format.ts';
import type { ImportSession } from '../importing/import-session.ts';
import { type DecimalStyle, scanDayFirstDate, scanTimeOfDayUs } from '../text/field-scan.ts';
import { LineFields } from '../text/line-fields.ts';
import { readFirstLines, readLines } from '../text/line-reader.ts';
import { dayNumberOfPacked } from '../text/packed-day.ts';
import { shownText } from '../text/shown-text.ts';
import { decimalsUnclear } from './decimals-unclear.ts';
import { profitNumberStyle } from './profit-number-style.ts';
import { RowSymbol } from './row-symbol.ts';

const DELIMITER = ';'.charCodeAt(0);
const SAMPLE_LINES = 2000;
const MOST_CONTRACTS = 1e12;
const FILLED: ReadonlySet<string> = new Set(['turnover']);
const INTRADAY = ['Ativo', 'Data', 'Hora', 'Abertura', 'Máximo', 'Mínimo', 'Fechamento', 'Volume', 'Quantidade'];
const DAILY = INTRADAY.filter((name) => name !== 'Hora');
const DATE = /^\d{2}\/\d{2}\/\d{4}$/;
const CLOCK = /^\d{2}:\d{2}(:\d{2})?$/;
const NUMBER = /^[\d.,]+$/;
const VALUE = /^[\d.,:/]+$/;
const NAMED = /^ativo;data;/i;

export const profitCandlesFormat: ImportFormat = {
  id: 'profit-candles',
  title: 'candles of a chart exported by Profit',
  namesInstruments: true,
  recognise,
  importer: importProfitCandles,
};

/** Columns are known by their place: the header is missing in some exports and renamed or in another encoding in others. */
export async function importProfitCandles(request: FileImport): Promise<string> {
  const lines = (await readFirstLines(request.file, SAMPLE_LINES)).map((line) => line.split(';'));
  const headerLines = isHeader(lines[0]!) ? 1 : 0;
  const names = namesOf(request.file, lines);
  const style = styleOf(request, names, lines, headerLines);
  const session = request.start(FILLED);
  const reader = new ProfitCandleRows(request, session, names, style);
  const sha256 = await readLines(
    request.file,
    (bytes, start, end, line) => {
      if (line > headerLines) reader.row(bytes, start, end, line);
    },
    request.onProgress,
  );
  session.notices.push(...reader.notices);
  return sha256;
}

class ProfitCandleRows {
  private readonly fields: LineFields;
  private readonly symbols: RowSymbol;
  private readonly candles: CandleRows;
  private readonly candle = emptyCandleRow();
  /** Place of the opening price; the time stands before it, or else the date. */
  private readonly open: number;

  constructor(request: FileImport, session: ImportSession, names: readonly string[], style: DecimalStyle) {
    this.fields = new LineFields(names, DELIMITER, style, session, request.bad);
    const { file, symbol: given } = request;
    const field = names[0]!;
    this.symbols = new RowSymbol({ file, given, column: 1, field, naming: 'unique', example: 'WDOFUT' });
    this.open = names.indexOf('Abertura');
    const place = (index: number) => ({ column: index + 1, field: names[index]! });
    this.candles = new CandleRows(session, request.bad, { time: place(this.open - 1), high: place(this.open + 1) });
  }

  /** What is to be said of the file; to be read after the last row. */
  get notices(): readonly string[] {
    return this.symbols.notices;
  }

  row(bytes: Uint8Array, start: number, end: number, line: number): void {
    const { fields, candle, open } = this;
    if (!fields.next(bytes, start, end, line)) return;
    const { starts, ends } = fields;
    const symbol = this.symbols.nameOf(bytes, starts[0]!, ends[0]!, line);
    if (symbol === undefined) fields.reject(0, this.symbols.expected);
    const day = dayNumberOfPacked(scanDayFirstDate(bytes, starts[1]!, ends[1]!));
    if (day === undefined) fields.reject(1, 'a date like 05/08/2025');
    const time = open - 1;
    const clock = time === 1 ? 0 : scanTimeOfDayUs(bytes, starts[time]!, ends[time]!);
    if (Number.isNaN(clock)) fields.reject(time, 'a time like 09:00:00');
    candle.symbol = symbol ?? '';
    candle.dayNumber = day ?? 0;
    candle.timeOfDayUs = clock;
    candle.open = fields.price(open);
    candle.high = fields.price(open + 1);
    candle.low = fields.price(open + 2);
    candle.close = fields.price(open + 3);
    candle.turnover = fields.amount(open + 4);
    candle.volume = fields.whole(open + 5, 0, MOST_CONTRACTS);
    if (!fields.failed) this.candles.add(candle, line);
  }
}

/** A UserError `decimals-unclear` where nothing tells what a point is. */
function styleOf(
  request: FileImport,
  names: readonly string[],
  lines: readonly (readonly string[])[],
  headerLines: number,
): DecimalStyle {
  const open = names.indexOf('Abertura');
  const rows = lines.slice(headerLines);
  // the numbers of a damaged line may stand in the wrong columns
  const whole = rows.filter((row) => row.length === names.length);
  const prices = whole.flatMap((row) => row.slice(open, open + 4));
  const contracts = whole.map((row) => row[open + 5]!);
  const turnovers = whole.map((row) => row[open + 4]!);
  const tick = whole.map((row) => instrumentOf(row[0]!.trim())?.tick).find((each) => each !== undefined);
  const style = profitNumberStyle(prices, contracts, turnovers, tick);
  if (style !== undefined) return style;
  const unclear = whole.find((cells) => cells.slice(open, open + 5).some((cell) => cell.includes('.')))!;
  const column = open + unclear.slice(open).findIndex((cell) => cell.includes('.'));
  const place = { line: headerLines + rows.indexOf(unclear) + 1, column: column + 1, field: names[column]! };
  throw decimalsUnclear(request.file, unclear[column]!, place);
}

function recognise({ lines }: FileHead): Recognition | undefined {
  const first = (lines[0] ?? '').split(';');
  const headless = DATE.test(first[1] ?? '');
  const data = headless ? first : (lines[1] ?? '').split(';');
  const daily = data.length === DAILY.length;
  if (!DATE.test(data[1] ?? '') || (!daily && data.length !== INTRADAY.length)) return undefined;
  const numbers = data.slice(daily ? 2 : 3);
  if (!numbers.every((cell) => NUMBER.test(cell)) || (!daily && !CLOCK.test(data[2]!))) return undefined;
  const shape = `a symbol, a date like 05/08/2025${daily ? '' : ', a time'} and six numbers, with semicolons`;
  if (headless) return { confidence: 0.9, why: `every line has ${shape}, without a header` };
  return { confidence: NAMED.test(lines[0]!) ? 0.99 : 0.8, why: `a header, and then ${shape}` };
}

/** A header in other words has as many cells, and none is a number, a date or a time; of a damaged candle some still are. */
function isHeader(first: readonly string[]): boolean {
  const isWide = first.length === INTRADAY.length || first.length === DAILY.length;
  return NAMED.test(first.join(';')) || (isWide && !first.some((cell) => VALUE.test(cell.trim())));
}

/** What most of the candles have, intraday or daily columns. */
function namesOf(file: string, lines: readonly (readonly string[])[]): readonly string[] {
  const first = lines[0]!;
  const trades = first.some((name) => /comprador|agressor|corretora/i.test(name));
  const dated = lines.filter((cells) => DATE.test(cells[1] ?? ''));
  const count = (columns: readonly string[]): number => dated.filter((cells) => cells.length === columns.length).length;
  const [intraday, daily] = [count(INTRADAY), count(DAILY)];
  if (!trades && intraday + daily > 0) return intraday >= daily ? INTRADAY : DAILY;
  const found = first.join(';');
  throw new UserError({
    code: 'wrong-format',
    message: trades
      ? `${basename(file)} holds trades (Times & Trades), not candles`
      : `${basename(file)} is not a candle export of Profit: expected ${INTRADAY.join(';')} with dates like 05/08/2025, ` +
        `found "${shownText(found, 80)}"`,
    file,
    line: 1,
    column: 1,
    field: INTRADAY[0],
    fix: trades
      ? 'Import it as what it is: qt import profit-trades'
      : 'Export the candles of a chart in Profit, or describe the columns in a mapping: qt import csv --mapping',
  });
}
