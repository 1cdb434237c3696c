// Takes a title, a remark and settings; gives a layout with the margins, legend and hover that every figure shares.

import type { JsonObject } from './figure-json.ts';
import { BLUE, GREY } from './palette.ts';

/** Axis settings that every figure shares. */
export const AXIS: JsonObject = { automargin: true, zeroline: false };

/**
 * A layout with the margins, legend and hover of the house; `rest` adds to it or replaces parts. `remark` stands below the title:
 * what was joined, sampled or left out.
 */
export function layoutOf(title: string, rest: JsonObject, remark = ''): JsonObject {
  const subtitle = remark === '' ? {} : { subtitle: { text: plotText(remark), font: { size: 12 } } };
  return {
    title: { text: plotText(title), x: 0, xref: 'paper', xanchor: 'left', font: { size: 15 }, ...subtitle },
    margin: { l: 60, r: 40, t: remark === '' ? 44 : 64, b: 40 },
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

/** What `plotText` was made from, for pictures in which text is text. */
export function plainText(text: string): string {
  return text
    .replaceAll(/<br\s*\/?>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
