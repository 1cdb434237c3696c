// The JSON file in which a user defines instruments that the built-in table does not know, parsed and checked.

import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { gridOf, type InstrumentTerms } from '../../../core/market/instrument-terms.ts';
import { UserError } from '../../user-error.ts';

const CLOCK = /^([01]\d|2[0-4]):[0-5]\d$/;

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const clock = z.string().regex(CLOCK, 'write a time as 09:00');

const definitionSchema = z.strictObject({
  /** The symbol itself, or with `*` at its end all symbols that begin so: `PETR*`. */
  symbol: z.string().regex(/^[A-Z0-9][A-Za-z0-9._-]{0,38}\*?$/, 'letters, digits, dots and dashes; * at the end only'),
  tick: z.number().positive(),
  lot: z.number().positive().default(1),
  pointValue: z.number().positive().optional(),
  currency: z.string().min(3).max(8),
  timeZone: z.string().refine(isTimeZone, 'is no time zone such as America/Sao_Paulo'),
  calendar: z.enum(['B3', 'none']).default('none'),
  hours: z.strictObject({ open: clock, close: clock }).optional(),
  /** Set by the program when it worked the figures out of the data. */
  inferred: z.boolean().default(false),
});

export type InstrumentDefinition = Readonly<z.infer<typeof definitionSchema>>;

const fileSchema = z.union([definitionSchema, z.strictObject({ instruments: z.array(definitionSchema).min(1) })]);

/** Definitions of a file: one object, or `{"instruments": [...]}`. A UserError `bad-definition` names file and field. */
export function readDefinitions(file: string): readonly InstrumentDefinition[] {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    const why =
      cause instanceof SyntaxError ? `it is not JSON: ${cause.message}` : `it cannot be read: ${String(cause)}`;
    throw definitionError(file, undefined, why, cause);
  }
  // a union's error does not say which field is wrong: ask the member that is meant
  const isList = typeof value === 'object' && value !== null && 'instruments' in value;
  const parsed = fileSchema.options[isList ? 1 : 0].safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw definitionError(file, issue.path.join('.') || undefined, issue.message);
  }
  return 'instruments' in parsed.data ? parsed.data.instruments : [parsed.data];
}

/** The definition for a symbol: its own, else the longest beginning that fits. */
export function definitionOf(
  symbol: string,
  definitions: readonly InstrumentDefinition[],
): InstrumentDefinition | undefined {
  let best: InstrumentDefinition | undefined;
  for (const definition of definitions) {
    if (definition.symbol === symbol) return definition;
    if (!definition.symbol.endsWith('*') || !symbol.startsWith(definition.symbol.slice(0, -1))) continue;
    if (best === undefined || definition.symbol.length > best.symbol.length) best = definition;
  }
  return best;
}

export function termsOfDefinition(symbol: string, definition: InstrumentDefinition): InstrumentTerms {
  const { tick, lot, pointValue, currency, timeZone, calendar, hours, inferred } = definition;
  return {
    ...gridOf(symbol, tick),
    lot,
    pointValue,
    currency,
    timeZone,
    calendar,
    hours: hours === undefined ? undefined : { openMinute: minuteOf(hours.open), closeMinute: minuteOf(hours.close) },
    inferred,
  };
}

export function definitionOfTerms(terms: InstrumentTerms): InstrumentDefinition {
  const { symbol, tick, lot, pointValue, currency, timeZone, calendar, hours, inferred } = terms;
  return {
    symbol,
    tick,
    lot,
    ...(pointValue === undefined ? {} : { pointValue }),
    currency,
    timeZone,
    calendar,
    ...(hours === undefined ? {} : { hours: { open: clockOf(hours.openMinute), close: clockOf(hours.closeMinute) } }),
    inferred,
  };
}

function minuteOf(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
}

function clockOf(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

function definitionError(file: string, field: string | undefined, why: string, cause?: unknown): UserError {
  return new UserError({
    code: 'bad-definition',
    message: `The instrument definition ${file} is wrong${field === undefined ? '' : ` at ${field}`}: ${why}`,
    file,
    field,
    fix: 'docs/instruments.md shows the fields with an example',
    cause,
  });
}
