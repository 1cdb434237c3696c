// Takes a figure; gives the same with its long columns as differences of whole numbers, about a fourth of the text.

import type { FigureJson, Json, JsonObject } from './figure-json.ts';

/** Columns shorter than this stay as they are. */
const SHORT = 8;
/** Numbers are kept as whole multiples of 1 ÷ one of these; division restores them to the bit. */
const PARTS: readonly number[] = [1, 2, 10, 100, 10_000];
const LOCAL_TIME = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/;
const LOCAL_MINUTE = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/;

function differences(values: readonly number[]): readonly number[] {
  return values.map((value, i) => (i === 0 ? value : value - values[i - 1]!));
}

/** `{$n: [parts, first, difference, ...]}`, or undefined when the numbers are on no common grid. */
function compactNumbers(column: readonly number[]): JsonObject | undefined {
  const parts = PARTS.find((part) =>
    column.every(
      (value) => Number.isSafeInteger(Math.round(value * part)) && Math.round(value * part) / part === value,
    ),
  );
  if (parts === undefined) return undefined;
  return { $n: [parts, ...differences(column.map((value) => Math.round(value * parts)))] };
}

const secondsOf = (text: string): number => Date.parse(`${text.replace(' ', 'T')}Z`) / 1000;

/** `{$t: [first, difference, ...]}`: seconds since 1970 of wall clocks, read as if they were UTC; `$m` the same in minutes. */
function compactTimes(column: readonly string[]): JsonObject | undefined {
  if (column.every((text) => LOCAL_TIME.test(text))) return { $t: differences(column.map(secondsOf)) };
  if (column.every((text) => LOCAL_MINUTE.test(text)))
    return { $m: differences(column.map((text) => secondsOf(text) / 60)) };
  return undefined;
}

const isNumber = (value: Json): value is number => typeof value === 'number';
const isText = (value: Json): value is string => typeof value === 'string';

function compact(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const column: readonly Json[] = value;
    if (column.length >= SHORT && column.every(isNumber)) return compactNumbers(column) ?? column;
    if (column.length >= SHORT && column.every(isText)) return compactTimes(column) ?? column;
    return column.map(compact);
  }
  return Object.fromEntries(Object.entries(value as JsonObject).map(([key, inner]) => [key, compact(inner)]));
}

/** A figure that `expandFigure` of the report's page turns back into an equal one. */
export function compactFigure(figure: FigureJson): JsonObject {
  return compact({ data: figure.data, layout: figure.layout }) as JsonObject;
}
