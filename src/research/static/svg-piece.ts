// Numbers and texts in; pieces of a picture out: coordinates to a tenth of a pixel, texts in which no letter is a tag.

import { plainText } from '../plots/figure-layout.ts';
import { escapeHtml } from '../report/html.ts';

/** A tenth of a pixel is finer than any screen. */
export function px(value: number): string {
  return String(Math.round(value * 10) / 10 + 0);
}

export interface LabelStyle {
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly size?: number;
  readonly colour?: string;
  readonly bold?: boolean;
  /** Degrees around the point. */
  readonly turn?: number;
}

/** `text` as a figure holds it. */
export function svgLabel(x: number, y: number, text: string, style: LabelStyle = {}): string {
  const { anchor = 'start', size = 11, colour = '#33383f', bold = false, turn = 0 } = style;
  const turned = turn === 0 ? '' : ` transform="rotate(${turn} ${px(x)} ${px(y)})"`;
  const weight = bold ? ' font-weight="600"' : '';
  return `<text x="${px(x)}" y="${px(y)}" font-size="${size}" text-anchor="${anchor}" fill="${escapeHtml(colour)}"${weight}${turned}>${escapeHtml(plainText(text))}</text>`;
}

export interface StrokeStyle {
  readonly colour: string;
  readonly width: number;
  readonly dash?: string | undefined;
  readonly opacity?: number | undefined;
  readonly cap?: 'round';
}

const DASHES: Readonly<Record<string, string>> = { dash: '6 4', dot: '2 3', dashdot: '6 3 2 3' };

export function strokedPath(d: string, { colour, width, dash, opacity, cap }: StrokeStyle): string {
  if (d === '' || width === 0) return '';
  const dashes = dash === undefined || DASHES[dash] === undefined ? '' : ` stroke-dasharray="${DASHES[dash]}"`;
  const ends = cap === undefined ? '' : ` stroke-linecap="${cap}"`;
  const clear = opacity === undefined ? '' : ` stroke-opacity="${opacity}"`;
  return `<path d="${d}" fill="none" stroke="${escapeHtml(colour)}" stroke-width="${width}"${dashes}${ends}${clear}/>`;
}

export function filledPath(d: string, colour: string, opacity?: number): string {
  if (d === '') return '';
  return `<path d="${d}" fill="${escapeHtml(colour)}"${opacity === undefined ? '' : ` fill-opacity="${opacity}"`}/>`;
}

/** A rectangle between two corners, whichever is which, as a piece of a path. */
export function boxPiece(x0: number, y0: number, x1: number, y1: number): string {
  const [left, top] = [Math.min(x0, x1), Math.min(y0, y1)];
  return `M${px(left)} ${px(top)}h${px(Math.abs(x1 - x0))}v${px(Math.abs(y1 - y0))}h${px(-Math.abs(x1 - x0))}z`;
}
