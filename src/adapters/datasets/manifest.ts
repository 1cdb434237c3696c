// The manifest beside every dataset part: where it comes from, what it holds and how to prove that it is whole.

import { z } from 'zod';
import type { DayFacts } from '../../core/quality/day-facts.ts';
import { type Finding, SEVERITIES, type Verdict } from '../../core/quality/finding.ts';
import { UserError } from '../user-error.ts';
import { parsePartKind } from './candle-kind.ts';
import type { PartKind } from './schema.ts';

/** 2 has a list of sources, since overlapping files are merged, and the result of the quality gate; 1 is still read. */
export const MANIFEST_SCHEMA_VERSION = 2;

/** What the order book of a part was made from. */
export const BOOK_SOURCES = ['none', 'bestQuotes', 'levels', 'orders'] as const;
export type BookSource = (typeof BOOK_SOURCES)[number];

/** How the prices of a continuous series were changed at its rolls; `unknown` where they are off the tick grid without a known cause. */
export const ADJUSTMENTS = ['none', 'ratio', 'difference', 'unknown'] as const;
export type Adjustment = (typeof ADJUSTMENTS)[number];

export const PROVENANCES = ['exchange', 'simulated', 'synthetic'] as const;
const SIDE_SOURCES = ['feed', 'quoteRule', 'tickRule', 'none'] as const;

const SHA256 = z.string().regex(/^[0-9a-f]{64}$/);

const sourceSchema = z.strictObject({
  /** File name without its folder: folders differ between machines and may tell private things. */
  file: z.string().min(1),
  sha256: SHA256,
  format: z.string().min(1),
  /** Of the rows that it brought to this part; of candles, the starts of their intervals. Microseconds UTC. */
  firstTimeUs: z.number().optional(),
  lastTimeUs: z.number().optional(),
  /** It is a part of the store that the quality gate had refused: what is made of it is no better. */
  refused: z.literal(true).optional(),
});

const exampleSchema = z.strictObject({
  row: z.int().optional(),
  timeUs: z.number().optional(),
  day: z.string().optional(),
  what: z.string(),
});

const findingSchema = z.strictObject({
  rule: z.string().min(1),
  severity: z.enum(SEVERITIES),
  rows: z.int().min(1),
  detail: z.string(),
  examples: z.array(exampleSchema),
  values: z.record(z.string(), z.union([z.number(), z.string()])).optional(),
});

const factsSchema = z.strictObject({
  rows: z.int(),
  firstTimeUs: z.number(),
  lastTimeUs: z.number(),
  first: z.number().optional(),
  last: z.number().optional(),
  high: z.number().optional(),
  low: z.number().optional(),
  median: z.number().optional(),
  volume: z.number().optional(),
  longestGapUs: z.number(),
  longestGapAtUs: z.number(),
  windows: z.array(z.strictObject({ minute: z.int(), rows: z.int(), hash: z.int() })),
});

const qualitySchema = z.strictObject({
  /** Of the rules that looked at the part; with other rules it has to be looked at again. */
  rulesVersion: z.int(),
  verdict: z.enum(['clean', ...SEVERITIES]),
  findings: z.array(findingSchema),
  /** What rules over many days refuse this one for; the verdict counts it. */
  series: z.array(findingSchema).optional(),
  facts: factsSchema,
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
  /** The files that the rows come from, the first imported first. */
  sources: z.array(sourceSchema).min(1),
  provenance: z.enum(PROVENANCES),
  sideSource: z.enum(SIDE_SOURCES),
  bookSource: z.enum(BOOK_SOURCES),
  /** Of quotes: some of them carry the contracts at the best prices. Absent in parts of schema version 1. */
  quoteSizes: z.boolean().optional(),
  adjusted: z.enum(ADJUSTMENTS),
  /** Absent in parts written before there was a gate; `qt datasets check` adds it. */
  quality: qualitySchema.optional(),
  /** Options of the import and what it counted. */
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  toolVersion: z.string().min(1),
});

type ParsedManifest = z.infer<typeof manifestSchema>;
export type PartSource = Readonly<z.infer<typeof sourceSchema>>;
/** What the quality gate found in a part. */
export interface PartQuality {
  readonly rulesVersion: number;
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  /** What rules over many days refuse this one for; the verdict counts it. */
  readonly series?: readonly Finding[] | undefined;
  readonly facts: DayFacts;
}
export type PartManifest = Readonly<Omit<ParsedManifest, 'kind' | 'quality' | 'sources'>> & {
  readonly kind: PartKind;
  readonly sources: readonly PartSource[];
  readonly quality?: PartQuality | undefined;
};

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
  const parsed = manifestSchema.safeParse(upgraded(value));
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

/** A manifest of schema version 1 as one of the present version; anything else as it is. */
function upgraded(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('schemaVersion' in value) || value.schemaVersion !== 1)
    return value;
  const { source, ...rest } = value as Record<string, unknown>;
  return { ...rest, schemaVersion: MANIFEST_SCHEMA_VERSION, sources: [source] };
}
