// The PNG of a screenshot in; its pixels, which can be counted by colour, out.
import { inflateSync } from 'node:zlib';

const SIGNATURE_BYTES = 8;
const CHANNELS: Readonly<Record<number, number>> = { 2: 3, 6: 4 };

export class Pixels {
  readonly width: number;
  readonly height: number;
  private readonly channels: number;
  private readonly bytes: Uint8Array;

  /** Eight bits each of red, green, blue and perhaps alpha, not interlaced, as browsers write it. */
  constructor(png: Uint8Array) {
    const file = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
    const header = chunksOf(file, 'IHDR')[0] ?? Buffer.alloc(13);
    const [depth, kind, interlace] = [header[8], header[9] ?? 0, header[12]];
    const channels = CHANNELS[kind];
    if (depth !== 8 || channels === undefined || interlace !== 0) throw new Error('not a PNG as browsers write it');
    this.width = header.readUInt32BE(0);
    this.height = header.readUInt32BE(4);
    this.channels = channels;
    this.bytes = unfiltered(inflateSync(Buffer.concat(chunksOf(file, 'IDAT'))), this.width * channels, channels);
  }

  /**
   * @param colour as `#rrggbb`
   * @param tolerance in each of the three, of 255
   */
  countOf(colour: string, tolerance = 8): number {
    const wanted = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
    let count = 0;
    for (let at = 0; at < this.bytes.length; at += this.channels) {
      if (wanted.every((value, i) => Math.abs(this.bytes[at + i]! - value) <= tolerance)) count++;
    }
    return count;
  }

  /** Told apart in steps of 16 of 255: 1 is blank. */
  get colours(): number {
    const seen = new Set<number>();
    for (let at = 0; at < this.bytes.length; at += this.channels) {
      const [red, green, blue] = [this.bytes[at]! >> 4, this.bytes[at + 1]! >> 4, this.bytes[at + 2]! >> 4];
      seen.add((red << 8) | (green << 4) | blue);
    }
    return seen.size;
  }
}

function chunksOf(file: Buffer, type: string): readonly Buffer[] {
  const found: Buffer[] = [];
  for (let at = SIGNATURE_BYTES; at + 8 <= file.length; ) {
    const length = file.readUInt32BE(at);
    if (file.toString('latin1', at + 4, at + 8) === type) found.push(file.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return found;
}

/** Each line of a PNG begins with the rule by which its bytes were made smaller. */
function unfiltered(lines: Buffer, lineBytes: number, step: number): Uint8Array {
  const height = lines.length / (lineBytes + 1);
  const result = new Uint8Array(height * lineBytes);
  for (let y = 0; y < height; y++) {
    const rule = lines[y * (lineBytes + 1)]!;
    for (let x = 0; x < lineBytes; x++) {
      const at = y * lineBytes + x;
      const left = x < step ? 0 : result[at - step]!;
      const above = y === 0 ? 0 : result[at - lineBytes]!;
      const corner = x < step || y === 0 ? 0 : result[at - lineBytes - step]!;
      result[at] = lines[y * (lineBytes + 1) + 1 + x]! + predicted(rule, left, above, corner);
    }
  }
  return result;
}

function predicted(rule: number, left: number, above: number, corner: number): number {
  if (rule === 0) return 0;
  if (rule === 1) return left;
  if (rule === 2) return above;
  if (rule === 3) return (left + above) >> 1;
  const estimate = left + above - corner;
  const [toLeft, toAbove, toCorner] = [left, above, corner].map((value) => Math.abs(estimate - value));
  if (toLeft! <= toAbove! && toLeft! <= toCorner!) return left;
  return toAbove! <= toCorner! ? above : corner;
}
