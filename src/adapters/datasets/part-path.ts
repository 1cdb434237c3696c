// Names and places of dataset parts under the home folder: datasets/<instrument>/<kind>/<day>.parquet and .json beside it.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { assert } from '../../core/assert.ts';
import { parseDay } from '../../core/market/civil-day.ts';
import { UserError } from '../user-error.ts';
import { parsePartKind } from './candle-kind.ts';
import type { PartKind } from './schema.ts';

/** One part that is in the store. */
export interface PartRef {
  readonly instrument: string;
  readonly kind: PartKind;
  /** Local date, `2025-08-05`. */
  readonly day: string;
  readonly path: string;
  readonly manifestPath: string;
}

// No separators, no leading dot, nothing that one of the file systems forbids.
const INSTRUMENT_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/;

/** Where a part lies, whether or not it is there. A UserError `bad-option` says that the instrument's name is unusable. */
export function partRef(root: string, instrument: string, kind: PartKind, day: string): PartRef {
  if (!INSTRUMENT_NAME.test(instrument)) {
    throw new UserError({
      code: 'bad-option',
      message: `"${instrument}" cannot be the name of an instrument`,
      field: 'instrument',
      fix: 'Use letters, digits, dots and dashes, for example WDOU25',
    });
  }
  assert(parseDay(day) !== undefined, `the day of a part is written YYYY-MM-DD, not ${day}`);
  const folder = join(root, instrument, kind);
  return { instrument, kind, day, path: join(folder, `${day}.parquet`), manifestPath: join(folder, `${day}.json`) };
}

/** A part counts once its manifest is there, which is written last. */
export function isPresent(part: PartRef): boolean {
  return existsSync(part.manifestPath) && existsSync(part.path);
}

function namesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

/** Parts of one kind, by day. */
export function listParts(root: string, instrument: string, kind: PartKind): readonly PartRef[] {
  const found: PartRef[] = [];
  for (const name of namesIn(join(root, instrument, kind))) {
    const day = name.endsWith('.json') ? name.slice(0, -'.json'.length) : '';
    if (parseDay(day) === undefined) continue;
    const part = partRef(root, instrument, kind, day);
    if (isPresent(part)) found.push(part);
  }
  return found;
}

/** Kinds that an instrument has a folder for. */
export function listKinds(root: string, instrument: string): readonly PartKind[] {
  return namesIn(join(root, instrument)).flatMap((name) => parsePartKind(name) ?? []);
}

/** Instruments with a folder; the examples and unfinished imports are none. */
export function listInstruments(root: string): readonly string[] {
  return namesIn(root).filter((name) => INSTRUMENT_NAME.test(name) && listKinds(root, name).length > 0);
}
