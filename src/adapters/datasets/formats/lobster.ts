// A message file of LOBSTER (NASDAQ, order by order) to messages about orders, and to the trades among them.

import { basename } from 'node:path';
import { UserError } from '../../user-error.ts';
import type { FileImport } from '../importing/file-import.ts';
import { symbolOfFile } from '../importing/file-symbol.ts';
import type { FileHead, ImportFormat, Recognition } from '../importing/import-format.ts';
import { readLines } from '../text/line-reader.ts';
import { ZoneDays } from '../zone-days.ts';
import { lobsterNameOf } from './lobster-name.ts';
import { LobsterRows } from './lobster-rows.ts';

const TIME_ZONE = 'America/New_York';
/** LOBSTER numbers no messages: their order is all there is. */
const FILLED: ReadonlySet<string> = new Set(['time_ns', 'orders.source_event']);
const MESSAGE = /^\d{1,5}(\.\d{1,9})?,[1-7],-?\d+,\d+,-?\d+,-?1$/;

export const lobsterFormat: ImportFormat = {
  id: 'lobster',
  title: 'LOBSTER message files (NASDAQ, order by order)',
  namesInstruments: true,
  joinsFiles: true,
  recognise,
  importer: importLobster,
};

/** Days are dates in New York. A UserError `wrong-format` where the name of the file does not tell the day. */
export async function importLobster(request: FileImport): Promise<string> {
  const { file } = request;
  const name = lobsterNameOf(file);
  if (name === undefined) throw nameError(file);
  const days = new ZoneDays(TIME_ZONE);
  const midnightUs = (dayNumber: number): number => days.midnightUs(dayNumber);
  const session = request.start(FILLED, { timeZone: TIME_ZONE, midnightUs });
  if (name.content === 'orderbook') {
    session.notices.push(`${basename(file)} holds the book that the messages make, and was not read`);
    return readLines(file, () => {}, request.onProgress);
  }
  const { symbol, notices } = symbolOfFile(file, request.symbol, name.ticker);
  const reader = new LobsterRows(request, session, symbol, name.dayNumber);
  const sha256 = await readLines(
    file,
    (bytes, start, end, line) => reader.row(bytes, start, end, line),
    request.onProgress,
  );
  session.notices.push(...notices, ...reader.notices(basename(file)));
  return sha256;
}

function recognise({ names, lines }: FileHead): Recognition | undefined {
  const content = names.map(lobsterNameOf).find((name) => name !== undefined)?.content;
  const isMessage = MESSAGE.test(lines[0] ?? '') && MESSAGE.test(lines[1] || (lines[0] ?? ''));
  if (content === 'orderbook') return { confidence: 0.95, why: 'the name is that of a LOBSTER order book file' };
  if (!isMessage) return undefined;
  const why = 'every line has seconds after midnight, a type from 1 to 7, an order, a size, a price and a direction';
  return content === 'message'
    ? { confidence: 0.99, why: `the name is that of a LOBSTER message file, and ${why}` }
    : { confidence: 0.7, why };
}

function nameError(file: string): UserError {
  return new UserError({
    code: 'wrong-format',
    message: `The name ${basename(file)} does not tell instrument and day, and a LOBSTER file does not hold them`,
    file,
    field: 'file name',
    fix: 'Give the file its name back, such as AAPL_2012-06-21_34200000_57600000_message_10.csv',
  });
}
