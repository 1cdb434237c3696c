// An order-by-order file (market by order, as Databento writes it) to messages about orders, and to the trades among them.

import { DAY_US } from '../candle-kind.ts';
import type { FileImport } from '../importing/file-import.ts';
import type { FileHead, ImportFormat, Recognition } from '../importing/import-format.ts';
import { readLines } from '../text/line-reader.ts';
import { mboPlaces, readMboLayout } from './mbo-layout.ts';
import { MboRows } from './mbo-rows.ts';
import { namedSymbol } from './named-symbol.ts';

/** The trades are some of the messages: numbers of messages would look as if others were lost. */
const FILLED: ReadonlySet<string> = new Set(['received_us', 'received_ns', 'time_ns', 'orders.sequence']);

export const mboFormat: ImportFormat = {
  id: 'mbo',
  title: 'order-by-order csv (market by order), as Databento writes it',
  namesInstruments: false,
  recognise,
  importer: importMbo,
};

/** Days are dates in UTC by the time of receipt, in whose order the file stands. */
export async function importMbo(request: FileImport): Promise<string> {
  const layout = await readMboLayout(request.file);
  const named = layout.symbol < 0 ? namedSymbol(request.file, request.symbol) : undefined;
  const session = request.start(FILLED, { timeZone: 'UTC', midnightUs: (dayNumber) => dayNumber * DAY_US });
  const reader = new MboRows(request, layout, named?.symbol, session);
  const sha256 = await readLines(
    request.file,
    (bytes, start, end, line) => {
      if (line > 1) reader.row(bytes, start, end, line);
    },
    request.onProgress,
  );
  session.notices.push(...(named?.notices ?? []), ...reader.notices());
  return sha256;
}

function recognise({ lines }: FileHead): Recognition | undefined {
  if (mboPlaces(lines[0] ?? '') === undefined) return undefined;
  return { confidence: 0.99, why: 'the header names order_id, action, side, flags and sequence, with two times' };
}
