// The text of a mapping file to a checked mapping: which column is what, and how its numbers, times and sides are written.

import { z } from 'zod';
import { UserError } from '../../user-error.ts';
import { intervalUsOf } from '../candle-kind.ts';
import { ADJUSTMENTS, PROVENANCES } from '../manifest.ts';
import { isTimeZone } from '../zone-days.ts';
import { faultOfStreams } from './csv-mapping-faults.ts';

const STREAM_KINDS = ['trades', 'quotes', 'candles', 'levels', 'lasts'] as const;
export type StreamKind = (typeof STREAM_KINDS)[number];

/** A column by its name in the header or by its place from 1. */
const columnSchema = z.union([z.string().min(1), z.int().min(1)], {
  error: 'give the name of a column, or its place from 1',
});
/** Columns of times in Parquet files need no format. */
const timeSchema = z.strictObject({ column: columnSchema, format: z.string().min(1).optional() });
const texts = z.array(z.string());

const sideSchema = z.strictObject({
  column: columnSchema,
  buyer: texts.min(1),
  seller: texts.min(1),
  /** Texts that mean no known side; anything else is a wrong line. */
  unknown: texts.default(['']),
  auction: texts.default([]),
  cross: texts.default([]),
  rlp: texts.default([]),
});
const conditionSchema = z.strictObject({
  column: columnSchema,
  regular: texts.default(['']),
  auction: texts.default([]),
  cross: texts.default([]),
  rlp: texts.default([]),
  other: texts.default([]),
});
const correctionSchema = z.strictObject({ column: columnSchema, trade: texts.min(1), removal: texts.min(1) });
const bookSideSchema = z.strictObject({ column: columnSchema, bid: texts.min(1), ask: texts.min(1) });
const codeSchema = z.union([columnSchema, z.strictObject({ column: columnSchema, radix: z.literal([10, 16]) })], {
  error: 'give a column, or {"column": ..., "radix": 16}',
});
const whereSchema = z
  .strictObject({ column: columnSchema, equals: z.string().optional(), in: texts.min(1).optional() })
  .refine((where) => (where.equals === undefined) !== (where.in === undefined), 'give either equals or in');

const column = columnSchema.optional();
const columnsSchema = z.strictObject({
  datetime: timeSchema.optional(),
  date: timeSchema.optional(),
  time: timeSchema.optional(),
  received: timeSchema.optional(),
  contract: column,
  open: column,
  high: column,
  low: column,
  close: column,
  volume: column,
  trades: column,
  turnover: column,
  buyVolume: column,
  sellVolume: column,
  buyTrades: column,
  sellTrades: column,
  rlpVolume: column,
  settlement: column,
  openInterest: column,
  price: column,
  quantity: column,
  side: sideSchema.optional(),
  condition: conditionSchema.optional(),
  correction: correctionSchema.optional(),
  sessionType: column,
  channel: column,
  sourceCondition: codeSchema.optional(),
  tradeId: column,
  buyAgent: column,
  sellAgent: column,
  bid: column,
  ask: column,
  bidSize: column,
  askSize: column,
  bookSide: bookSideSchema.optional(),
  orders: column,
  sequence: column,
  previousSequence: column,
});

/** What describes one stream of rows. */
const streamShape = {
  kind: z.enum(STREAM_KINDS).optional(),
  /** The symbol of all rows, where no column names it. */
  instrument: z.string().min(1).optional(),
  /** Only rows whose column has this text (or one of these) belong to the stream. */
  where: whereSchema.optional(),
  /** A row whose columns of this stream are all empty says nothing of it. */
  skipEmpty: z.boolean().optional(),
  /** Quotes: a side that is empty has not changed. */
  carry: z.boolean().optional(),
  /** A 0 in a column of prices is an empty field. */
  zeroIsNone: z.boolean().optional(),
  /** Points = number in the file x priceScale. */
  priceScale: z.number().positive().optional(),
  /** Prices have at most so many decimals; what lies closer to them than a millionth is noise of floats. */
  priceDecimals: z.int().min(0).max(8).optional(),
  /** Quotes: prices are averages for so many contracts, and so may lie off the grid. */
  averagedOver: z.int().min(2).optional(),
  columns: columnsSchema.optional(),
};

const mappingSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'use small letters, digits and dashes'),
  delimiter: z.string().min(1).max(8).default(','),
  /** Spaces and tabs around fields are no part of them. */
  trim: z.boolean().default(false),
  /** Every line ends with a delimiter. */
  trailingDelimiter: z.boolean().default(false),
  /** False when the first line is data; columns are then given by their places. */
  header: z.boolean().default(true),
  /** Lines before the header (or before the data) that say nothing. */
  skipLines: z.int().min(0).max(10_000).default(0),
  decimal: z.enum(['point', 'comma']).default('point'),
  thousands: z.enum(['none', 'point', 'comma', 'space']).default('none'),
  timeZone: z
    .string()
    .refine(isTimeZone, 'use a name such as America/Sao_Paulo or UTC, or an offset such as -03:00')
    .default('America/Sao_Paulo'),
  /** Rows stand newest first; candles are recognised by themselves. */
  newestFirst: z.boolean().default(false),
  /** Rows of a day stand in no order of time. */
  sortByTime: z.boolean().default(false),
  /** The file is ordered by instrument, then by time. */
  byInstrument: z.boolean().default(false),
  /** Of continuous names: which contract they show on the last trading day of one, the next or still that one. */
  rolls: z.enum(['onLastDay', 'afterLastDay']).default('onLastDay'),
  /** Rows that no stream asks for: passed over and counted, or wrong lines. */
  unwanted: z.enum(['pass', 'reject']).default('pass'),
  interval: z
    .string()
    .refine((text) => intervalUsOf(text) !== undefined, 'use 1m, 5m, 1h, daily')
    .optional(),
  adjusted: z.enum(ADJUSTMENTS).optional(),
  provenance: z.enum(PROVENANCES).optional(),
  ...streamShape,
  streams: z.array(z.strictObject(streamShape)).min(1).max(64).optional(),
});

type ParsedMapping = z.infer<typeof mappingSchema>;
export type CsvColumns = Readonly<z.infer<typeof columnsSchema>>;
export type CsvColumn = z.infer<typeof columnSchema>;
export type TimeColumn = Readonly<z.infer<typeof timeSchema>>;
export type MappedColumn = keyof CsvColumns;

/** The rows of one kind that a file holds, with everything filled in that the mapping leaves out. */
export interface CsvStream {
  readonly kind: StreamKind;
  /** The symbol that the stream has of itself; else that of the import holds. */
  readonly instrument: string | undefined;
  readonly where: { readonly column: CsvColumn; readonly texts: readonly string[] } | undefined;
  readonly skipEmpty: boolean;
  readonly carry: boolean;
  readonly zeroIsNone: boolean;
  readonly priceScale: number;
  readonly priceDecimals: number | undefined;
  readonly averagedOver: number | undefined;
  readonly columns: CsvColumns;
}

export interface CsvMapping extends Readonly<Omit<ParsedMapping, 'streams' | keyof typeof streamShape>> {
  /** The symbol of rows whose stream names none; the user's choice comes before it. */
  readonly instrument?: string | undefined;
  readonly streams: readonly CsvStream[];
}

/** Checks a mapping; a UserError `bad-mapping` names the file and the field. */
export function parseMapping(value: unknown, file: string): CsvMapping {
  const parsed = mappingSchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const field = issue.path.join('.');
    throw mappingError(file, field === '' ? undefined : field, issue.message);
  }
  const { kind, where, skipEmpty, carry, zeroIsNone, priceScale, priceDecimals, averagedOver, columns, ...rest } =
    parsed.data;
  const fault = faultOfStreams(parsed.data);
  if (fault !== undefined) throw mappingError(file, fault.field, fault.why);
  const { streams: listed, instrument, ...whole } = rest;
  const shared = { kind, where, skipEmpty, carry, zeroIsNone, priceScale, priceDecimals, averagedOver, columns };
  const streams = (listed ?? [{}]).map((own) => streamOf(shared, own));
  return { ...whole, ...(instrument === undefined ? {} : { instrument }), streams };
}

type StreamText = NonNullable<ParsedMapping['streams']>[number];

/** What stands beside `streams` holds for each stream that does not say otherwise. */
function streamOf(shared: StreamText, own: StreamText): CsvStream {
  const kind = (own.kind ?? shared.kind)!;
  const where = own.where ?? shared.where;
  return {
    kind,
    instrument: own.instrument,
    where: where === undefined ? undefined : { column: where.column, texts: where.in ?? [where.equals!] },
    skipEmpty: own.skipEmpty ?? shared.skipEmpty ?? false,
    carry: own.carry ?? shared.carry ?? false,
    zeroIsNone: own.zeroIsNone ?? shared.zeroIsNone ?? kind === 'quotes',
    priceScale: own.priceScale ?? shared.priceScale ?? 1,
    priceDecimals: own.priceDecimals ?? shared.priceDecimals,
    averagedOver: own.averagedOver ?? shared.averagedOver,
    columns: { ...shared.columns, ...own.columns },
  };
}

export function mappingError(file: string, field: string | undefined, why: string): UserError {
  return new UserError({
    code: 'bad-mapping',
    message: `The mapping ${file} is wrong${field === undefined ? '' : ` at ${field}`}: ${why}`,
    file,
    field,
    fix: 'docs/csv-mapping.md lists the fields with an example of each',
  });
}
