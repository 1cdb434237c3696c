// Takes the bytes of a connection as they come; gives whole frames: a u32 length, a type, a payload, each checked before room is made for it.

/** What a frame holds; part of the protocol: never renumber. */
export const FrameType = { message: 1, events: 2, records: 3 } as const;
export type FrameTypeNumber = (typeof FrameType)[keyof typeof FrameType];

/** Length (u32, little-endian: type and payload) and type. */
const FRAME_HEAD_BYTES = 5;
/** Of type and payload. */
export const FRAME_BYTES_MAX = 16 * 1024 * 1024;
/** Before a peer has proved who it is. */
const HANDSHAKE_FRAME_BYTES_MAX = 2048;

const LENGTH_BYTES = 4;

export function frameHead(type: FrameTypeNumber, payloadBytes: number): Buffer {
  const head = Buffer.allocUnsafe(FRAME_HEAD_BYTES);
  head.writeUInt32LE(payloadBytes + 1, 0);
  head[LENGTH_BYTES] = type;
  return head;
}

/**
 * Cuts a stream of bytes into frames. After a fault it takes nothing more: what follows cannot be trusted to begin with a frame.
 * A payload given to `onFrame` is its own memory or a part of the chunk, valid until the caller of `take` gets it back.
 */
export class FrameReader {
  /** Raised once the peer is known. */
  bytesMax = HANDSHAKE_FRAME_BYTES_MAX;
  fault: string | undefined = undefined;
  private readonly onFrame: (type: FrameTypeNumber, payload: Buffer) => void;
  private readonly head = Buffer.alloc(FRAME_HEAD_BYTES);
  private headBytes = 0;
  private body: Buffer | undefined = undefined;
  private bodyBytes = 0;
  private isStopped = false;

  constructor(onFrame: (type: FrameTypeNumber, payload: Buffer) => void) {
    this.onFrame = onFrame;
  }

  /** False when the stream cannot be followed further: see `fault`. */
  take(chunk: Buffer): boolean {
    let at = 0;
    while (at < chunk.length && this.fault === undefined && !this.isStopped) {
      if (this.headBytes < FRAME_HEAD_BYTES) {
        at += this.takeHead(chunk, at);
        if (this.headBytes === FRAME_HEAD_BYTES && this.fault === undefined) at += this.beginBody(chunk, at);
      } else at += this.takeBody(chunk, at);
    }
    return this.fault === undefined;
  }

  /** Gives no further frame, also none of the chunk that is being taken. */
  stop(): void {
    this.isStopped = true;
    this.body = undefined;
  }

  private takeHead(chunk: Buffer, at: number): number {
    const count = Math.min(FRAME_HEAD_BYTES - this.headBytes, chunk.length - at);
    chunk.copy(this.head, this.headBytes, at, at + count);
    this.headBytes += count;
    if (this.headBytes === FRAME_HEAD_BYTES) this.fault = this.faultOfHead();
    return count;
  }

  private faultOfHead(): string | undefined {
    const length = this.head.readUInt32LE(0);
    const type = this.head[LENGTH_BYTES]!;
    if (length === 0) return 'a frame of no bytes';
    if (length > this.bytesMax) return `a frame of ${length} bytes; at most ${this.bytesMax} are allowed here`;
    const isKnown = type === FrameType.message || type === FrameType.events || type === FrameType.records;
    return isKnown ? undefined : `a frame of the unknown type ${type}`;
  }

  /** Most frames lie whole in one chunk: those are given as they lie there. */
  private beginBody(chunk: Buffer, at: number): number {
    const bytes = this.head.readUInt32LE(0) - 1;
    if (chunk.length - at < bytes) {
      this.body = Buffer.allocUnsafe(bytes);
      this.bodyBytes = 0;
      return 0;
    }
    this.give(chunk.subarray(at, at + bytes));
    return bytes;
  }

  private takeBody(chunk: Buffer, at: number): number {
    const body = this.body!;
    const count = Math.min(body.length - this.bodyBytes, chunk.length - at);
    chunk.copy(body, this.bodyBytes, at, at + count);
    this.bodyBytes += count;
    if (this.bodyBytes === body.length) this.give(body);
    return count;
  }

  private give(payload: Buffer): void {
    const type = this.head[LENGTH_BYTES] as FrameTypeNumber;
    this.headBytes = 0;
    this.body = undefined;
    this.onFrame(type, payload);
  }
}
