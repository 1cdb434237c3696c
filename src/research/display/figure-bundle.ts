// A figure in; what a notebook shows of it out: Plotly's own type, a piece of a page that draws offline, a static picture, and text.

import type { FigureJson, Json, JsonObject } from '../plots/figure-json.ts';
import { objectIn } from '../plots/figure-json.ts';
import { staticSvg } from '../static/static-svg.ts';
import { figureHtml } from './figure-html.ts';
import { bringsLibrary } from './figure-session.ts';
import { figureText } from './figure-text.ts';
import type { MimeBundle } from './jupyter-display.ts';

const AXIS_KEY = /^[xy]axis\d*$/;

/** White paper under dark text: what the theme of the front end is, is not known here. */
function onPaper(layout: JsonObject): JsonObject {
  const axes = Object.keys(layout)
    .filter((key) => AXIS_KEY.test(key))
    .map((key): readonly [string, Json] => [
      key,
      { gridcolor: '#e2e5e9', linecolor: '#b9bec5', zerolinecolor: '#9aa1aa', ...objectIn(layout, key) },
    ]);
  return {
    ...layout,
    ...Object.fromEntries(axes),
    ...{ paper_bgcolor: '#ffffff', plot_bgcolor: '#ffffff', font: { size: 12, color: '#1d2127' } },
  };
}

export function figureBundle(figure: FigureJson): MimeBundle {
  const svg = staticSvg(figure);
  return {
    'application/vnd.plotly.v1+json': {
      data: figure.data,
      layout: onPaper(figure.layout),
      config: { responsive: true, displaylogo: false, plotlyServerURL: '', typesetMath: false },
    },
    'text/html': figureHtml(figure, { svg, withLibrary: bringsLibrary() }),
    'image/svg+xml': svg,
    'text/plain': figureText(figure),
  };
}
