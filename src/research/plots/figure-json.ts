// A figure as plain Plotly JSON: traces and layout, with nothing in them that JSON cannot hold.

/** Anything JSON can hold: no NaN, no undefined, no dates. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export interface JsonObject {
  readonly [key: string]: Json;
}

/** Traces and layout in the schema of Plotly 4; colours of text, paper and grid are left to the page that shows it. */
export interface FigureJson {
  readonly data: readonly JsonObject[];
  readonly layout: JsonObject;
}

/** The object under a key; an empty one where there is none, so that settings can be read without asking first. */
export function objectIn(parent: JsonObject, key: string): JsonObject {
  const value = parent[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

/** The list under a key; an empty one where there is none. */
export function listIn(parent: JsonObject, key: string): readonly Json[] {
  const value = parent[key];
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

export function textIn(parent: JsonObject, key: string): string | undefined {
  const value = parent[key];
  return typeof value === 'string' ? value : undefined;
}

export function numberIn(parent: JsonObject, key: string): number | undefined {
  const value = parent[key];
  return typeof value === 'number' ? value : undefined;
}
