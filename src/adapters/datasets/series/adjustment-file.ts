// The file that keeps the prices at the rolls of a root apart from its candles: read by a schema, written whole.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { AdjustmentMethod } from '../../../core/market/continuous/adjustment.ts';
import type { RollRule } from '../../../core/market/continuous/roll-schedule.ts';
import type { Root } from '../../../core/market/instrument.ts';
import { replaceDurably } from '../../durable-file.ts';
import { UserError } from '../../user-error.ts';
import { parsePartKind } from '../candle-kind.ts';

const ADJUSTMENT_SCHEMA_VERSION = 1;

const price = z.number().positive();
const pricesSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sameTime'), timeUs: z.int(), oldPrice: price, newPrice: price }),
  z.strictObject({
    kind: z.literal('acrossNight'),
    oldTimeUs: z.int(),
    oldPrice: price,
    newTimeUs: z.int(),
    newPrice: price,
  }),
]);

const partSchema = z.strictObject({
  instrument: z.string().min(1),
  day: z.iso.date(),
  /** Of the Parquet file, as its manifest has it. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const rollSchema = z.strictObject({
  /** First day that shows `to`. */
  day: z.iso.date(),
  from: z.string().min(1),
  to: z.string().min(1),
  /** Kind of the candles that were measured. */
  kind: z.string().refine((name) => parsePartKind(name) !== undefined, 'is no kind of part'),
  /** `candles`: of both contracts; `recovered`: out of the factors of an adjusted series. */
  origin: z.enum(['candles', 'recovered']),
  prices: pricesSchema,
  /** newPrice / oldPrice. */
  ratio: z.number().positive().optional(),
  /** newPrice - oldPrice, points. */
  difference: z.number().optional(),
  /** What it was computed from; with other parts it is computed again. */
  parts: z.array(partSchema).readonly(),
});

const fileSchema = z.strictObject({
  schemaVersion: z.literal(ADJUSTMENT_SCHEMA_VERSION),
  root: z.string().min(1),
  rolls: z.array(rollSchema),
});

/** One roll as it stands in the file. */
export type StoredRoll = Readonly<z.infer<typeof rollSchema>>;
export type MeasuredPart = Readonly<z.infer<typeof partSchema>>;

/** `recovered`: the prices that were found in adjusted series; the others are what a series was adjusted with. */
export type AdjustmentName = `${AdjustmentMethod}-${RollRule}` | 'recovered';

/** Where the file lies; `root` is the datasets folder. */
export function adjustmentPath(datasets: string, root: Root, name: AdjustmentName): string {
  return join(datasets, `${root}FUT`, 'adjustments', `${name}.json`);
}

/** The rolls of a file, none where it is not there. A UserError `adjustment-wrong` names the field. */
export function readAdjustment(path: string): readonly StoredRoll[] {
  if (!existsSync(path)) return [];
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw wrong(path, 'it is not JSON', undefined, cause);
  }
  const parsed = fileSchema.safeParse(value);
  if (parsed.success) return parsed.data.rolls;
  const issue = parsed.error.issues[0]!;
  const field = issue.path.join('.');
  throw wrong(path, `field ${field === '' ? '(whole file)' : field}: ${issue.message}`, field, undefined);
}

/** Takes the place of the file, unless that has the same rolls; rolls by day. */
export function writeAdjustment(path: string, root: Root, rolls: readonly StoredRoll[]): void {
  const ordered = rolls.toSorted((a, b) => compare(a.day, b.day) || compare(a.kind, b.kind));
  // through the schema, so that the fields of a roll stand in one order wherever it comes from
  const file = fileSchema.parse({ schemaVersion: ADJUSTMENT_SCHEMA_VERSION, root, rolls: ordered });
  const text = `${JSON.stringify(file, null, 2)}\n`;
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  try {
    replaceDurably(path, text);
  } catch (cause) {
    throw new UserError({
      code: 'store-unwritable',
      message: `The adjustment ${path} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`,
      file: path,
      fix: 'Check the home folder (--home, QT_HOME), the rights of its folders and the space on the disk',
      cause,
    });
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function wrong(file: string, why: string, field: string | undefined, cause: unknown): UserError {
  return new UserError({
    code: 'adjustment-wrong',
    message: `The adjustment ${file} is wrong: ${why}`,
    file,
    field,
    fix: 'Delete it: the program computes it again from the candles',
    cause,
  });
}
