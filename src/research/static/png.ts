// Pixels as places in a palette in; the bytes of a PNG file out.

import { crc32, deflateSync } from 'node:zlib';
import { assert } from '../../core/assert.ts';
import type { Rgb } from '../plots/colour-scale.ts';

/** A colour of a palette; undefined is clear. */
export type PaletteColour = Rgb | undefined;

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** Each row is told by its differences from the one above: equal rows are all zero. */
const FILTER_UP = 2;

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(12 + data.length);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(type, 4, 'latin1');
  bytes.set(data, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length);
  return bytes;
}

/**
 * PNG (ISO/IEC 15948) with a palette of at most 256 colours, 8 bits a pixel.
 * @param pixels places in `palette`, row by row from the top
 */
export function palettePng(
  width: number,
  height: number,
  pixels: Uint8Array,
  palette: readonly PaletteColour[],
): Buffer {
  assert(pixels.length === width * height && palette.length <= 256, 'a PNG has its pixels and at most 256 colours');
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const rows = Buffer.alloc((width + 1) * height);
  for (let row = 0; row < height; row += 1) {
    const start = row * (width + 1);
    rows[start] = FILTER_UP;
    for (let column = 0; column < width; column += 1) {
      const above = row === 0 ? 0 : pixels[(row - 1) * width + column]!;
      rows[start + 1 + column] = pixels[row * width + column]! - above;
    }
  }
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Uint8Array.from(palette.flatMap((colour) => colour ?? [0, 0, 0]))),
    chunk(
      'tRNS',
      Uint8Array.from(palette, (colour) => (colour === undefined ? 0 : 255)),
    ),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', new Uint8Array(0)),
  ]);
}
