// Traces and layout in; the figure that every plot here gives, which shows itself in notebooks and as a static picture, out.

import { figureBundle } from '../display/figure-bundle.ts';
import { JUPYTER_DISPLAY, type MimeBundle } from '../display/jupyter-display.ts';
import { type PictureSize, staticSvg } from '../static/static-svg.ts';
import type { FigureJson, JsonObject } from './figure-json.ts';

/** Plotly JSON with the ways to show it. `JSON.stringify` gives the plain figure. */
export class Figure implements FigureJson {
  readonly data: readonly JsonObject[];
  readonly layout: JsonObject;

  constructor({ data, layout }: FigureJson) {
    this.data = data;
    this.layout = layout;
  }

  /** The text of an SVG file that needs no browser to be made: the same figure gives the same picture. */
  toSvg(size?: Partial<PictureSize>): string {
    return staticSvg(this, size);
  }

  [JUPYTER_DISPLAY](): MimeBundle {
    return figureBundle(this);
  }
}
