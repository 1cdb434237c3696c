// A capture of Binance's streams, each line the time of receipt and the message, to level changes, best prices and trades.

import { basename } from 'node:path';
import { DAY_US } from '../candle-kind.ts';
import type { FileImport } from '../importing/file-import.ts';
import type { FileHead, ImportFormat, Recognition } from '../importing/import-format.ts';
import type { ImportSession } from '../importing/import-session.ts';
import { agreedNotices } from '../importing/symbol-agreement.ts';
import { readFirstLines, readLines } from '../text/line-reader.ts';
import { NanosecondTime } from '../text/nanosecond-time.ts';
import { BinanceFault, type BinanceMessage, binanceMessage } from './binance-message.ts';
import { BINANCE_FILLED, BinanceRows } from './binance-rows.ts';

const SPACE = 32;
const SAMPLE_LINES = 200;
const LINE = /^\d{19} \{.*("stream":"[a-z0-9_]+@|"lastUpdateId":)/;
const [RECEIVED, MESSAGE] = [1, 2] as const;
const NEAR_EXCHANGE = 'a time within a day of the time in the message';
const LATER_DAY = 'a time of the same day as the lines above, or of a later one';

export const binanceBookFormat: ImportFormat = {
  id: 'binance-book',
  title: 'captured streams of Binance: book differences, best prices, trades',
  namesInstruments: true,
  recognise,
  importer: importBinanceBook,
};

/** Days are dates in UTC by the time of receipt. */
export async function importBinanceBook(request: FileImport): Promise<string> {
  const session = request.start(BINANCE_FILLED, { timeZone: 'UTC', midnightUs: (dayNumber) => dayNumber * DAY_US });
  const reader = new BinanceLines(request, session, await firstSymbols(request.file));
  const sha256 = await readLines(
    request.file,
    (bytes, start, end, line) => reader.row(bytes, start, end, line),
    request.onProgress,
  );
  session.notices.push(...reader.notices(basename(request.file)));
  return sha256;
}

function recognise({ lines }: FileHead): Recognition | undefined {
  if (!LINE.test(lines[0] ?? '')) return undefined;
  return { confidence: 0.99, why: 'every line is a time in nanoseconds and a message of a stream, as JSON' };
}

/** Snapshots do not name their symbol: it is that of the messages around, where they have one. */
async function firstSymbols(file: string): Promise<Set<string>> {
  const symbols = new Set<string>();
  for (const line of await readFirstLines(file, SAMPLE_LINES)) {
    try {
      const message = binanceMessage(line.slice(line.indexOf(' ') + 1));
      if ('symbol' in message) symbols.add(message.symbol);
    } catch (error) {
      // it is rejected when its turn comes
      if (!(error instanceof BinanceFault)) throw error;
    }
  }
  return symbols;
}

class BinanceLines {
  private readonly request: FileImport;
  private readonly session: ImportSession;
  private readonly rows: BinanceRows;
  private readonly received = new NanosecondTime();
  private readonly symbols: Set<string>;
  /** What is to be said of the symbol of the messages, once the user's was compared with it. */
  private symbolNotices: readonly string[] | undefined;
  private dayNumber = 0;

  constructor(request: FileImport, session: ImportSession, symbols: Set<string>) {
    this.request = request;
    this.session = session;
    this.rows = new BinanceRows(session);
    this.symbols = symbols;
  }

  row(bytes: Uint8Array, start: number, end: number, line: number): void {
    const { received, session } = this;
    session.rowsRead++;
    let middle = start;
    while (middle < end && bytes[middle] !== SPACE) middle++;
    if (!received.scan(bytes, start, middle)) {
      return this.reject(line, RECEIVED, 'time of receipt', bytes.subarray(start, middle), 'nanoseconds since 1970');
    }
    const dayNumber = Math.floor(received.us / DAY_US);
    if (dayNumber < this.dayNumber) {
      return this.reject(line, RECEIVED, 'time of receipt', bytes.subarray(start, middle), LATER_DAY);
    }
    try {
      const message = binanceMessage(Buffer.from(bytes.buffer, bytes.byteOffset + middle, end - middle).toString());
      if (isFarOff(message, received.us)) {
        return this.reject(line, RECEIVED, 'time of receipt', bytes.subarray(start, middle), NEAR_EXCHANGE);
      }
      this.rows.add(message, this.symbolOf(message, line), received);
    } catch (error) {
      if (!(error instanceof BinanceFault)) throw error;
      const found = new TextEncoder().encode(textOf(error.found));
      return this.reject(line, MESSAGE, error.field, found, error.expected);
    }
    this.dayNumber = dayNumber;
  }

  notices(name: string): readonly string[] {
    const { untimed, leftOut } = this.rows;
    const left = [...leftOut].map(([why, count]) => `${count} messages of ${name} left out: ${why}`);
    const notices = [...(this.symbolNotices ?? []), ...left];
    if (untimed > 0) {
      notices.push(
        `${untimed} messages of ${name} carry no time of the exchange: they have the time of their receipt, by another clock`,
      );
    }
    return notices;
  }

  private symbolOf(message: BinanceMessage, line: number): string {
    const { file, symbol: given } = this.request;
    if (message.kind === 'other') return '';
    if (message.kind === 'snapshot') {
      const [only, ...others] = this.symbols;
      if (only !== undefined && others.length === 0) return given ?? only;
      throw new BinanceFault(
        'lastUpdateId',
        message.sequence,
        'a snapshot among messages of one symbol, as it names none',
      );
    }
    this.symbols.add(message.symbol);
    if (given === undefined) return message.symbol;
    if (this.symbolNotices === undefined) {
      const told = { symbol: message.symbol, file, line, column: MESSAGE, field: 'data.s' };
      this.symbolNotices = agreedNotices(told, given, 'shared');
    }
    if (this.symbols.size === 1) return given;
    throw new BinanceFault(
      'data.s',
      message.symbol,
      `the only symbol of the file, whose rows are all stored as ${given}`,
    );
  }

  private reject(line: number, column: number, field: string, found: Uint8Array, expected: string): void {
    this.session.rowsSkipped++;
    this.request.bad.reject(line, column, field, found, expected);
  }
}

/** Clocks are wrong by seconds; a day is a slip in one of the two times. */
function isFarOff(message: BinanceMessage, receivedUs: number): boolean {
  const timeUs = 'timeUs' in message ? message.timeUs : undefined;
  return timeUs !== undefined && Math.abs(timeUs - receivedUs) > DAY_US;
}

function textOf(found: unknown): string {
  if (found === undefined) return '';
  if (typeof found === 'string') return found;
  try {
    return JSON.stringify(found);
  } catch {
    // JSON reads lists within lists to any depth, and does not write them
    return Array.isArray(found) ? '[[[' : '{';
  }
}
