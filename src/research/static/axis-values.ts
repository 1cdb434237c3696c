// Settings of an axis and the values that stand on it in; what kind of axis it is and where each value lies, as a number, out.

import { type Json, type JsonObject, textIn } from '../plots/figure-json.ts';

export type ScaleKind = 'linear' | 'date' | 'category';

export interface AxisValues {
  readonly kind: ScaleKind;
  /** Names in their order, of a category axis. */
  readonly categories: readonly string[];
  /** Of dates, milliseconds of the wall clock as if it were UTC; of categories, their place from 0. Undefined where there is nothing. */
  numberOf(value: Json | undefined): number | undefined;
}

const DATE = /^\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)?$/;

/** Milliseconds, microseconds behind the point; undefined where the text is no date. */
export function wallMs(text: string): number | undefined {
  if (!DATE.test(text)) return undefined;
  const [moment = '', fraction = ''] = text.replace(' ', 'T').split('.');
  const ms = Date.parse(moment.length > 10 ? `${moment}Z` : moment);
  return Number.isNaN(ms) ? undefined : ms + Number(`0.${fraction || '0'}`) * 1000;
}

function kindOf(axis: JsonObject, values: readonly Json[]): ScaleKind {
  const told = textIn(axis, 'type');
  if (told === 'linear' || told === 'date' || told === 'category') return told;
  const first = values.find((value) => value !== null);
  if (typeof first !== 'string') return 'linear';
  return wallMs(first) === undefined ? 'category' : 'date';
}

/** @param values of all traces on the axis, in their order */
export function axisValues(axis: JsonObject, values: readonly Json[]): AxisValues {
  const kind = kindOf(axis, values);
  const categories =
    kind === 'category'
      ? [...new Set(values.filter((value) => value !== null && value !== undefined).map(String))]
      : [];
  const places = new Map(categories.map((name, place) => [name, place]));
  const numberOf = (value: Json | undefined): number | undefined => {
    if (value === null || value === undefined) return undefined;
    if (kind === 'category')
      return typeof value === 'number' ? (places.get(String(value)) ?? value) : places.get(String(value));
    if (kind === 'date') return typeof value === 'string' ? wallMs(value) : undefined;
    return typeof value === 'number' ? value : undefined;
  };
  return { kind, categories, numberOf };
}

/** Edges of the cells of a heat map along an axis, one more than there are cells: told, or half way between their middles. */
export function cellEdges(axis: AxisValues, values: readonly Json[], cells: number): readonly number[] {
  const at = values.map((value) => axis.numberOf(value) ?? Number.NaN);
  if (at.length === cells + 1) return at;
  if (cells === 1) return [at[0]! - 0.5, at[0]! + 0.5];
  const inner = at.slice(1).map((value, i) => (at[i]! + value) / 2);
  return [2 * at[0]! - inner[0]!, ...inner, 2 * at.at(-1)! - inner.at(-1)!];
}
