// The manifest beside every dataset part: where it comes from, what it holds and how to prove that it is whole.

import { z } from 'zod';
import { UserError } from '../user-error.ts';
import { parsePartKind } from './candle-kind.ts';
import type { PartKind } from './schema.ts';

export const MANIFEST_SCHEMA_VERSION = 1;

/** What the order book of a part was made from. */
export const BOOK_SOURCES = ['none', 'bestQuotes', 'levels', 'orders'] as const;
export type BookSource = (typeof BOOK_SOURCES)[number];

/** How the prices of a continuous series were changed at its rolls; `unknown` where they are off the tick grid without a known cause. */
export const ADJUSTMENTS = ['none', 'ratio', 'difference', 'unknown'] as const;
export type Adjustment = (typeof ADJUSTMENTS)[number];

export const PROVENANCES = ['exchange', 'simulated', 'synthetic'] as const;
export const SIDE_SOURCES = ['feed', 'quoteRule', 'tickRule', 'none'] as const;

const SHA256 = z.string().regex(/^[0-9a-f]{64}$/);

const sourceSchema = z.strictObject({
  /** File name without its folder: folders differ between machines and may tell private things. */
  file: z.string().min(1),
  sha256: SHA256,
  format: z.string().min(1),
});

const manifestSchema = z.strictObject({
  schemaVersion: z.literal(MANIFEST_SCHEMA_VERSION),
  instrument: z.string().min(1),
  kind: z.string().refine((name) => parsePartKind(name) !== undefined, 'is no kind of part'),
  day: z.iso.date(),
  rows: z.int().min(1),
  /** Time of the first and of the last row; of candles, the start of the interval. Microseconds UTC. */
  firstTimeUs: z.int(),
  lastTimeUs: z.int(),
  /** Of the Parquet file. */
  sha256: SHA256,
  source: sourceSchema,
  provenance: z.enum(PROVENANCES),
  sideSource: z.enum(SIDE_SOURCES),
  bookSource: z.enum(BOOK_SOURCES),
  adjusted: z.enum(ADJUSTMENTS),
  /** Options of the import and what it counted. */
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  toolVersion: z.string().min(1),
});

type ParsedManifest = z.infer<typeof manifestSchema>;
export type PartSource = Readonly<z.infer<typeof sourceSchema>>;
export type PartManifest = Readonly<Omit<ParsedManifest, 'kind'>> & { readonly kind: PartKind };

/** Text of the manifest file: the same manifest always gives the same bytes. */
export function manifestText(manifest: PartManifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Parses a manifest file; a UserError `manifest-wrong` names the file and the field. */
export function parseManifest(text: string, file: string): PartManifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw manifestError(file, 'it is not JSON', undefined, cause);
  }
  const parsed = manifestSchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const field = issue.path.join('.');
    throw manifestError(file, `field ${field === '' ? '(whole file)' : field}: ${issue.message}`, field, undefined);
  }
  return parsed.data as PartManifest;
}

function manifestError(file: string, why: string, field: string | undefined, cause: unknown): UserError {
  return new UserError({
    code: 'manifest-wrong',
    message: `The manifest ${file} is wrong: ${why}`,
    file,
    field,
    fix: 'Import that day again with --replace; the program writes the manifest itself',
    cause,
  });
}
