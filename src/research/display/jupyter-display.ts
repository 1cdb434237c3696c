// The protocol between values and a notebook: a method under a well-known symbol that gives one value as texts by MIME type.

import type { JsonObject } from '../plots/figure-json.ts';

/** The key of the method that a notebook asks for what to show. */
export const JUPYTER_DISPLAY: unique symbol = Symbol.for('Jupyter.display');

/** One value in several forms; a notebook shows the richest that it knows. */
export interface MimeBundle {
  readonly 'text/plain': string;
  readonly 'text/html': string;
  readonly 'image/svg+xml'?: string;
  /** Traces, layout and config for front ends that bring Plotly along. */
  readonly 'application/vnd.plotly.v1+json'?: JsonObject;
}
