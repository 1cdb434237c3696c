// The mapping file of a csv import: which column is what, and how its numbers, dates and sides are written.

import { z } from 'zod';
import { UserError } from '../../user-error.ts';
import { intervalUsOf } from '../candle-kind.ts';
import { ADJUSTMENTS, PROVENANCES } from '../manifest.ts';

/** A column by its name in the header or by its place from 1. */
const columnSchema = z.union([z.string().min(1), z.int().min(1)]);
const timeSchema = z.strictObject({ column: columnSchema, format: z.string().min(1) });

const sideSchema = z.strictObject({
  column: columnSchema,
  buyer: z.array(z.string()).min(1),
  seller: z.array(z.string()).min(1),
  /** Texts that mean no known side; anything else is a wrong line. */
  unknown: z.array(z.string()).default(['']),
  auction: z.array(z.string()).default([]),
  cross: z.array(z.string()).default([]),
  rlp: z.array(z.string()).default([]),
});

const columnsSchema = z.strictObject({
  datetime: timeSchema.optional(),
  date: timeSchema.optional(),
  time: timeSchema.optional(),
  contract: columnSchema.optional(),
  open: columnSchema.optional(),
  high: columnSchema.optional(),
  low: columnSchema.optional(),
  close: columnSchema.optional(),
  volume: columnSchema.optional(),
  trades: columnSchema.optional(),
  turnover: columnSchema.optional(),
  price: columnSchema.optional(),
  quantity: columnSchema.optional(),
  side: sideSchema.optional(),
  tradeId: columnSchema.optional(),
  buyAgent: columnSchema.optional(),
  sellAgent: columnSchema.optional(),
  bid: columnSchema.optional(),
  ask: columnSchema.optional(),
  bidSize: columnSchema.optional(),
  askSize: columnSchema.optional(),
});

const mappingSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'use small letters, digits and dashes'),
  kind: z.enum(['trades', 'quotes', 'candles']),
  delimiter: z.string().length(1).default(','),
  /** False when the first line is data; columns are then given by their places. */
  header: z.boolean().default(true),
  /** Lines before the header (or before the data) that say nothing. */
  skipLines: z.int().min(0).default(0),
  decimal: z.enum(['point', 'comma']).default('point'),
  thousands: z.enum(['none', 'point', 'comma', 'space']).default('none'),
  /** `America/Sao_Paulo`, `UTC`, or a fixed offset such as `-03:00`. */
  timeZone: z
    .string()
    .regex(/^(America\/Sao_Paulo|UTC|[+-]\d{2}:\d{2})$/, 'use America/Sao_Paulo, UTC or an offset such as -03:00')
    .default('America/Sao_Paulo'),
  /** Set for trades and quotes that stand newest first; candles are recognised by themselves. */
  newestFirst: z.boolean().default(false),
  /** Points = number in the file x priceScale. */
  priceScale: z.number().positive().default(1),
  /** The symbol of all rows, where no column names it. */
  instrument: z.string().optional(),
  interval: z
    .string()
    .refine((text) => intervalUsOf(text) !== undefined, 'use 1m, 5m, 1h, daily')
    .optional(),
  adjusted: z.enum(ADJUSTMENTS).optional(),
  provenance: z.enum(PROVENANCES).optional(),
  columns: columnsSchema,
});

export type CsvMapping = Readonly<z.infer<typeof mappingSchema>>;
export type CsvColumn = z.infer<typeof columnSchema>;
export type MappedColumn = keyof CsvMapping['columns'];

const NEEDED: Readonly<Record<CsvMapping['kind'], readonly MappedColumn[]>> = {
  candles: ['open', 'high', 'low', 'close', 'volume'],
  trades: ['price', 'quantity'],
  quotes: ['bid', 'ask'],
};

/** Checks a mapping; a UserError `bad-mapping` names the file and the field. */
export function parseMapping(value: unknown, file: string): CsvMapping {
  const parsed = mappingSchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const field = issue.path.join('.');
    throw mappingError(file, field === '' ? undefined : field, issue.message);
  }
  const mapping = parsed.data;
  const { columns } = mapping;
  const missing = NEEDED[mapping.kind].find((name) => columns[name] === undefined);
  if (missing !== undefined) throw mappingError(file, `columns.${missing}`, `${mapping.kind} need this column`);
  if (columns.datetime === undefined && columns.date === undefined) {
    throw mappingError(file, 'columns.datetime', 'the time is missing: give datetime, or date and time');
  }
  if (!mapping.header) {
    for (const [name, column] of Object.entries(columns)) {
      const place = typeof column === 'object' ? column.column : column;
      if (typeof place === 'string') {
        throw mappingError(
          file,
          `columns.${name}`,
          `a file without header has no column "${place}": give its place, from 1`,
        );
      }
    }
  }
  return mapping;
}

export function mappingError(file: string, field: string | undefined, why: string): UserError {
  return new UserError({
    code: 'bad-mapping',
    message: `The mapping ${file} is wrong${field === undefined ? '' : ` at ${field}`}: ${why}`,
    file,
    field,
    fix: 'docs/csv-mapping.md lists the fields with two examples',
  });
}
