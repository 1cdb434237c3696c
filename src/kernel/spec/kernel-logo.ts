// Takes nothing or a size; gives the kernel's sign, three candles, as a PNG or an SVG.
import { crc32, deflateSync } from 'node:zlib';

interface Bar {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly colour: string;
}

/** All measures in 64ths of the side. */
const SIDE = 64;
const [GROUND, UP, DOWN] = ['#12233f', '#2fbf71', '#e5484d'];
const candle = (x: number, high: number, top: number, bottom: number, low: number, colour: string): readonly Bar[] => [
  { x: x + 5, y: high, width: 2, height: low - high, colour },
  { x, y: top, width: 12, height: bottom - top, colour },
];
const BARS: readonly Bar[] = [
  { x: 0, y: 0, width: SIDE, height: SIDE, colour: GROUND },
  ...candle(8, 22, 28, 48, 56, DOWN),
  ...candle(26, 16, 24, 44, 52, UP),
  ...candle(44, 8, 12, 32, 40, UP),
];

export function logoSvg(): string {
  const shapes = BARS.map(
    ({ x, y, width, height, colour }) =>
      `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${colour}"/>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIDE} ${SIDE}">${shapes.join('')}</svg>\n`;
}

/** @param pixels of each side */
export function logoPng(pixels: number): Uint8Array {
  const lines = Array.from({ length: pixels }, (_, y) => [
    0, // no filter
    ...Array.from({ length: pixels }, (_, x) => colourAt((x * SIDE) / pixels, (y * SIDE) / pixels)).flat(),
  ]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(pixels, 0);
  header.writeUInt32BE(pixels, 4);
  header.set([8, 2], 8); // eight bits each of red, green and blue
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from(lines.flat()))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function colourAt(x: number, y: number): readonly number[] {
  const bar = BARS.findLast(
    (each) => x >= each.x && x < each.x + each.width && y >= each.y && y < each.y + each.height,
  );
  const value = Number.parseInt((bar?.colour ?? GROUND).slice(1), 16);
  return [value >> 16, (value >> 8) & 0xff, value & 0xff];
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [size, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  size.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([size, body, check]);
}
