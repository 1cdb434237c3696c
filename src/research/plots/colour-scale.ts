// A share between 0 and 1 in; its colour on one of the two scales of heat maps out, the same in pictures and in Plotly.

import type { Json } from './figure-json.ts';
import { BLUE, VERMILLION } from './palette.ts';

/** Stops from 0 to 1, ascending. */
export type ColourScale = readonly (readonly [share: number, colour: string])[];

/** For what has no middle: more is darker, and readable without colours. */
export const SEQUENTIAL: ColourScale = [
  [0, '#f4f7fa'],
  [0.25, '#bcd9ee'],
  [0.5, '#6fb1de'],
  [0.75, BLUE],
  [1, '#0b3f66'],
];

/** For what has a sign: 0 is the middle. */
export const DIVERGING: ColourScale = [
  [0, VERMILLION],
  [0.5, '#f7f7f7'],
  [1, BLUE],
];

export type Rgb = readonly [red: number, green: number, blue: number];

function rgbOf(colour: string): Rgb {
  const number = Number.parseInt(colour.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

/** Linear between stops; what lies outside of 0 to 1 has the colour of the end. */
export function colourAt(scale: ColourScale, share: number): Rgb {
  const clipped = Math.min(1, Math.max(0, share));
  const next = Math.max(
    1,
    scale.findIndex(([stop]) => stop >= clipped),
  );
  const [from, low] = scale[next - 1]!;
  const [to, high] = scale[next]!;
  const part = (clipped - from) / (to - from);
  const [a, b] = [rgbOf(low), rgbOf(high)];
  return [0, 1, 2].map((channel) => Math.round(a[channel]! + (b[channel]! - a[channel]!) * part)) as unknown as Rgb;
}

/** Colour as `#rrggbb`. */
export function hexAt(scale: ColourScale, share: number): string {
  return `#${colourAt(scale, share)
    .map((channel) => channel.toString(16).padStart(2, '0'))
    .join('')}`;
}

/** The scale of a trace; the sequential one where it names none or one of Plotly's by name. */
export function scaleOf(stops: Json | undefined): ColourScale {
  return Array.isArray(stops) ? (stops as unknown as ColourScale) : SEQUENTIAL;
}
