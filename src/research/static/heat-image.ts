// The trace of a heat map and its axes in; the map as one small picture that is stretched over its cells out.

import { colourAt, scaleOf } from '../plots/colour-scale.ts';
import { type Json, type JsonObject, listIn, numberIn } from '../plots/figure-json.ts';
import { type AxisValues, cellEdges } from './axis-values.ts';
import { type PaletteColour, palettePng } from './png.ts';

export interface HeatImage {
  /** `data:image/png;base64,...` */
  readonly source: string;
  /** Outer edges, as numbers of the axes. */
  readonly x: readonly [low: number, high: number];
  readonly y: readonly [low: number, high: number];
}

/** Pixels of the picture at least where cells are of different sizes or few: stretched, a pixel must not become a blot. */
const FINE_WIDTH = 800;
const FINE_HEIGHT = 400;
const SHADES = 250;

/** The cell in which each of so many equal parts of the axis has its middle. */
function cellOfPixel(edges: readonly number[], pixels: number): Int32Array {
  const [low, high] = [edges[0]!, edges.at(-1)!];
  let cell = 0;
  return Int32Array.from({ length: pixels }, (_, pixel) => {
    const at = low + ((high - low) * (pixel + 0.5)) / pixels;
    while (cell < edges.length - 2 && edges[cell + 1]! <= at) cell += 1;
    return cell;
  });
}

/** Rows of numbers; null is a gap. */
export function heatRows(trace: JsonObject): readonly (readonly Json[])[] {
  return listIn(trace, 'z') as unknown as readonly (readonly Json[])[];
}

/** Undefined where the map has no cell. */
export function heatImage(trace: JsonObject, x: AxisValues, y: AxisValues): HeatImage | undefined {
  const z = heatRows(trace);
  const columns = z[0]?.length ?? 0;
  if (columns === 0) return undefined;
  const xEdges = cellEdges(x, listIn(trace, 'x'), columns);
  const yEdges = cellEdges(y, listIn(trace, 'y'), z.length);
  const [width, height] = [Math.max(FINE_WIDTH, columns), Math.max(FINE_HEIGHT, z.length)];
  const [columnOf, rowOf] = [cellOfPixel(xEdges, width), cellOfPixel(yEdges, height)];
  const [low, high] = [numberIn(trace, 'zmin') ?? 0, numberIn(trace, 'zmax') ?? 1];
  const scale = scaleOf(trace.colorscale);
  const palette: readonly PaletteColour[] = [
    undefined,
    ...Array.from({ length: SHADES }, (_, shade) => colourAt(scale, shade / (SHADES - 1))),
  ];
  const shadeOf = (value: Json | undefined): number => {
    if (typeof value !== 'number') return 0;
    return 1 + Math.round(Math.min(1, Math.max(0, (value - low) / (high - low))) * (SHADES - 1));
  };
  const shades = z.map((row) => Uint8Array.from(row, shadeOf));
  const pixels = new Uint8Array(width * height);
  for (let line = 0; line < height; line += 1) {
    // the first row of a map is at the bottom, that of a picture at the top
    const row = shades[rowOf[height - 1 - line]!]!;
    for (let column = 0; column < width; column += 1) pixels[line * width + column] = row[columnOf[column]!]!;
  }
  const source = `data:image/png;base64,${palettePng(width, height, pixels, palette).toString('base64')}`;
  return { source, x: [xEdges[0]!, xEdges.at(-1)!], y: [yEdges[0]!, yEdges.at(-1)!] };
}
