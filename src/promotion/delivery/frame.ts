// A header as JSON and bytes in, one frame out; and a stream of frames, cut anywhere, back to header and bytes.

import { deliveryError } from './delivery-error.ts';
import { HEADER_BYTES_MAX } from './message.ts';

/** Length of the header and of the bytes, 32 bits each, little-endian. */
const PREFIX_BYTES = 8;

export interface Frame {
  readonly header: string;
  readonly bytes: Uint8Array;
}

/** Largest frame with `bytesMax` bytes. */
export function frameBytesMax(bytesMax: number): number {
  return PREFIX_BYTES + HEADER_BYTES_MAX + bytesMax;
}

export function encodeFrame(header: object, bytes: Uint8Array = new Uint8Array(0)): Buffer {
  const text = Buffer.from(JSON.stringify(header), 'utf8');
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.writeUInt32LE(text.length, 0);
  prefix.writeUInt32LE(bytes.length, 4);
  return Buffer.concat([prefix, text, bytes]);
}

/** Collects what comes in and gives each frame when it is whole. */
export class FrameReader {
  private readonly bytesMax: number;
  private pending: Buffer = Buffer.alloc(0);

  /** @param bytesMax of the bytes of one frame; a longer one is refused before it is read */
  constructor(bytesMax: number) {
    this.bytesMax = bytesMax;
  }

  /** Throws UserError `delivery-protocol`. */
  take(data: Uint8Array): readonly Frame[] {
    this.pending = this.pending.length === 0 ? Buffer.from(data) : Buffer.concat([this.pending, data]);
    const frames: Frame[] = [];
    for (;;) {
      const length = this.nextLength();
      if (length === undefined || this.pending.length < length.whole) return frames;
      const at = PREFIX_BYTES + length.header;
      frames.push({
        header: this.pending.toString('utf8', PREFIX_BYTES, at),
        bytes: this.pending.subarray(at, length.whole),
      });
      this.pending = this.pending.subarray(length.whole);
    }
  }

  private nextLength(): { readonly header: number; readonly whole: number } | undefined {
    if (this.pending.length < PREFIX_BYTES) return undefined;
    const header = this.pending.readUInt32LE(0);
    const bytes = this.pending.readUInt32LE(4);
    if (header > HEADER_BYTES_MAX || bytes > this.bytesMax) {
      throw deliveryError('delivery-protocol', 'The other side sent what is no frame of this program');
    }
    return { header, whole: PREFIX_BYTES + header + bytes };
  }
}

/** One whole frame and nothing after it. Throws UserError `delivery-protocol`. */
export function decodeFrame(data: Uint8Array, bytesMax: number): Frame {
  const [frame, another] = new FrameReader(bytesMax).take(data);
  if (frame !== undefined && another === undefined && frameLength(frame) === data.length) return frame;
  throw deliveryError('delivery-protocol', 'The other side sent a part of a message');
}

function frameLength({ header, bytes }: Frame): number {
  return PREFIX_BYTES + Buffer.byteLength(header) + bytes.length;
}
