// A JSON file of the last price of each minute (symbol, hour, minute) to last prices at the moment at which they were traded.

import { UserError } from '../../user-error.ts';
import type { DayRows } from '../importing/day-rows.ts';
import type { FileImport } from '../importing/file-import.ts';
import type { FileHead, ImportFormat, Recognition } from '../importing/import-format.ts';
import { readText } from '../text/byte-source.ts';
import { isSymbol, WantedInstruments } from './b3-wanted.ts';
import { dayOfMinuteLast } from './minute-last-day.ts';
import { type LastOfMinute, MinuteLastReader } from './minute-last-reader.ts';

export const minuteLastFormat: ImportFormat = {
  id: 'minute-last',
  title: 'last price of each minute as JSON: symbol, prices, hour, minute (B3_NEG_DATA.json)',
  recognise: recogniseMinuteLast,
  namesInstruments: true,
  importer: importMinuteLast,
};

/** A day of all instruments of a market is some megabytes. */
const MAX_BYTES = 256 * 2 ** 20;
const KEYS = ['prices', 'price', 'last_price_seconds'];
const NOTHING_FILLED: ReadonlySet<string> = new Set();

function recogniseMinuteLast({ lines }: FileHead): Recognition | undefined {
  if (lines[0]?.trimStart().startsWith('{') !== true) return undefined;
  const text = lines.join('\n');
  if (!KEYS.every((key) => text.includes(`"${key}"`))) return undefined;
  return { confidence: 0.98, why: 'JSON with the keys prices, price and last_price_seconds' };
}

/** The contracts of the whole day that the file tells of each instrument are no price: they are summed in a notice. */
export async function importMinuteLast(request: FileImport): Promise<string> {
  const { file, bad } = request;
  const dayNumber = dayOfMinuteLast(file, request.day);
  const session = request.start(NOTHING_FILLED, { byInstrument: true, sortByTime: true });
  const wanted = new WantedInstruments(request.symbol);
  const { bytes, sha256 } = await contentOf(request);
  let rows: DayRows | undefined;
  const onMinute = ({ symbol, timeUs, price }: LastOfMinute): void => {
    session.rowsRead++;
    if (!wanted.has(symbol)) return wanted.passOver(session);
    if (rows?.symbol !== symbol) rows = session.day(symbol, dayNumber);
    rows.sourceRows++;
    rows.addLast(rows.midnightUs + timeUs, price);
  };
  const onWrong = (): void => {
    session.rowsRead++;
    session.rowsSkipped++;
  };
  const reader = new MinuteLastReader(file, bytes, bad, isSymbol, onMinute, onWrong);
  reader.read();
  if (reader.instrumentsWithQuantity > 0) {
    session.notices.push(
      `The contracts of the whole day (traded_qty) of ${reader.instrumentsWithQuantity} instruments, ` +
        `${reader.quantity} in all, are no part of the prices and were left out`,
    );
  }
  wanted.tell(session);
  return sha256;
}

async function contentOf({ file, onProgress }: FileImport): Promise<{ bytes: Uint8Array; sha256: string }> {
  const source = readText(file, onProgress);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const step = await source.next();
    if (step.done === true) return { bytes: Buffer.concat(chunks), sha256: step.value };
    chunks.push(step.value);
    size += step.value.length;
    if (size > MAX_BYTES) throw tooLarge(file);
  }
}

function tooLarge(file: string): UserError {
  return new UserError({
    code: 'wrong-format',
    message: `${file} has more than ${MAX_BYTES} bytes: it is no file of last prices of one day`,
    file,
    fix: 'Check that the file is the one you meant',
  });
}
