// The first line of a MetaTrader 5 export to its delimiter and the place of each column.

import { basename } from 'node:path';
import { UserError } from '../../user-error.ts';
import { readFirstLines } from '../text/line-reader.ts';
import { shownText } from '../text/shown-text.ts';

export interface Mt5Header {
  /** Code of the delimiter. */
  readonly delimiter: number;
  /** Names without their brackets, in order. */
  readonly names: readonly string[];
  /** Place of a column from 0; -1 when the file lacks it. */
  readonly at: (name: string) => number;
}

const TAB = '\t';
const SHOWN_CHARACTERS = 80;

/** Reads the header; a UserError `wrong-format` names the columns that are missing and the format the file may be. */
export async function readMt5Header(file: string, format: string, needed: readonly string[]): Promise<Mt5Header> {
  const first = (await readFirstLines(file, 1))[0]!.trim();
  const delimiter = first.includes(TAB) ? TAB : ',';
  const names = first.split(delimiter).map((name) => name.replace(/^<|>$/g, '').trim());
  const missing = needed.filter((name) => !names.includes(name));
  if (missing.length === 0) {
    return { delimiter: delimiter.charCodeAt(0), names, at: (name) => names.indexOf(name) };
  }
  throw new UserError({
    code: 'wrong-format',
    message:
      `${basename(file)} line 1 is not the header of ${format}: it lacks ${missing.map((name) => `<${name}>`).join(', ')}` +
      ` (found "${shownText(first, SHOWN_CHARACTERS)}")`,
    file,
    line: 1,
    column: 1,
    field: `<${missing[0]!}>`,
    fix: otherFormat(names, first),
  });
}

function otherFormat(names: readonly string[], first: string): string {
  if (names.includes('OPEN')) return 'This looks like a bar export: use qt import mt5-bars';
  if (names.includes('BID')) return 'This looks like a tick export: use qt import mt5-ticks';
  if (first.includes(';')) return 'This looks like a Profit export: use qt import profit-candles';
  return 'Export from the Symbols window of MetaTrader 5, or describe the columns in a mapping: qt import csv --mapping';
}
