// The five frames of trading data in; the first of them as a notebook shows it, and the others to unfold, out.

import type { ColumnTable } from '../../adapters/datasets/sql/column-table.ts';
import type { MimeBundle } from '../display/jupyter-display.ts';
import { html } from '../report/html.ts';
import { frameBundle } from './frame-display.ts';
import type { FrameMeta } from './frame-meta.ts';

const OTHERS = ['microstructure', 'orderbook', 'indicators', 'features'] as const;

interface Described extends ColumnTable {
  readonly meta: FrameMeta;
}

type Frames = Readonly<Record<'candles' | (typeof OTHERS)[number], Described>>;

export function framesBundle(frames: Frames): MimeBundle {
  const { candles } = frames;
  const shown = frameBundle(candles, candles.meta);
  const others = OTHERS.map((name) => {
    const frame = frames[name];
    const content = { markup: frameBundle(frame, frame.meta, false)['text/html'] };
    return html`<details><summary>${name}: ${frame.columns.size} columns</summary>${content}</details>\n`;
  });
  const named = OTHERS.map((name) => `${name} (${frames[name].columns.size} columns)`);
  return {
    'text/plain': `${shown['text/plain']}\nand of the same rows: ${named.join(', ')}`,
    'text/html': html`<p><b>candles</b></p>${{ markup: shown['text/html'] }}${others}`.markup,
  };
}
