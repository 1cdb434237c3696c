// A figure as plain Plotly JSON: what every plot here gives, and what notebooks and reports show without further work.

import { BLUE, GREY } from './palette.ts';

/** Anything JSON can hold: no NaN, no undefined, no dates. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export interface JsonObject {
  readonly [key: string]: Json;
}

/** Traces and layout in the schema of Plotly 4; colours of text, paper and grid are left to the page that shows it. */
export interface Figure {
  readonly data: readonly JsonObject[];
  readonly layout: JsonObject;
}

/** Axis settings that every figure shares. */
export const AXIS: JsonObject = { automargin: true, zeroline: false };

/** A layout with the margins, legend and hover of the house; `rest` adds to it or replaces parts. */
export function layoutOf(title: string, rest: JsonObject): JsonObject {
  return {
    title: { text: plotText(title), x: 0, xref: 'paper', xanchor: 'left', font: { size: 15 } },
    margin: { l: 60, r: 40, t: 44, b: 40 },
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    hovermode: 'x',
    // At the foot of the figure, where any number of rows has room.
    legend: { orientation: 'h', yref: 'container', y: 0, yanchor: 'bottom', x: 0, xanchor: 'left' },
    modebar: { orientation: 'v', bgcolor: 'rgba(0,0,0,0)', color: GREY, activecolor: BLUE },
    ...rest,
  };
}

/** Text for a figure: Plotly reads a few HTML tags, links among them, in titles, names and hover texts. */
export function plotText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
