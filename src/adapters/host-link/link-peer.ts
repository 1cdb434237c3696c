// One end of an authenticated connection: frames in as calls of a handler, messages, events and raw records out, with what waits counted.

import type { Socket } from 'node:net';
import type { EventBatch } from '../../core/market/event-batch.ts';
import { FRAME_BYTES_MAX, type FrameReader, FrameType, type FrameTypeNumber, frameHead } from './frame.ts';
import type { LinkRole } from './handshake.ts';
import { packEvents } from './pack-events.ts';

/** What waits to be sent to one peer is at most this; a peer that lets it be reached is ended. */
const QUEUE_BYTES_MAX = 64 * 1024 * 1024;

export interface LinkHandler {
  /** A JSON object; whoever takes it checks its fields. */
  message(message: Readonly<Record<string, unknown>>): void;
  /** Packed records of events, continuation records included; valid only during the call. */
  events?(bytes: Buffer): void;
  /** Raw 64-byte records of the feed; valid only during the call. */
  records?(bytes: Buffer): void;
  /** Once, whatever ended it. */
  closed(reason: string): void;
}

export interface PeerFacts {
  readonly role: LinkRole;
  readonly name: string;
  /** Id of the secret it proved to have. */
  readonly key: string;
}

/**
 * A peer that breaks the protocol is ended with the reason. Sending never waits and never throws: what is sent after the end is
 * left out, and `queuedBytes` says how far the other side is behind.
 */
export class LinkPeer {
  readonly facts: PeerFacts;
  private readonly socket: Socket;
  private readonly queueBytesMax: number;
  private handler: LinkHandler | undefined = undefined;
  private reason: string | undefined = undefined;
  private isClosed = false;
  private readonly waiting: (() => void)[] = [];

  /** The socket has gone through the handshake; `reader` gives its frames to `take` from now on. */
  constructor(socket: Socket, facts: PeerFacts, reader: FrameReader, queueBytesMax = QUEUE_BYTES_MAX) {
    this.socket = socket;
    this.facts = facts;
    this.queueBytesMax = queueBytesMax;
    reader.bytesMax = FRAME_BYTES_MAX;
    socket.on('data', (chunk) => {
      if (!reader.take(chunk)) this.destroy(reader.fault!);
    });
    socket.on('drain', () => this.wakeWaiting());
    socket.on('error', (error) => this.destroy(error.message));
    socket.on('close', () => this.close('the connection was closed'));
  }

  /** What waits for the other side to read it, bytes. */
  get queuedBytes(): number {
    return this.socket.writableLength;
  }

  get closed(): boolean {
    return this.isClosed;
  }

  /** From now on; frames that come before there is a handler end the peer. */
  handle(handler: LinkHandler): void {
    this.handler = handler;
    if (this.isClosed) handler.closed(this.reason!);
  }

  /** A frame of the reader; not for anyone else. */
  take(type: FrameTypeNumber, payload: Buffer): void {
    const { handler } = this;
    if (this.isClosed) return;
    if (handler === undefined) this.destroy('a frame came before anyone could take it');
    else if (type === FrameType.message) this.takeMessage(handler, payload);
    else if (type === FrameType.events && handler.events !== undefined) handler.events(payload);
    else if (type === FrameType.records && handler.records !== undefined) handler.records(payload);
    else this.destroy(`a ${this.facts.role} has no frames of type ${type} to send here`);
  }

  /** False where the peer is gone. */
  send(message: object): boolean {
    return this.write(FrameType.message, Buffer.from(JSON.stringify(message)));
  }

  /** Copies the records. */
  sendRecords(bytes: Uint8Array): boolean {
    return this.write(FrameType.records, Buffer.from(bytes));
  }

  /** Copies the events from `from` up to `to`, in as many frames as they need. */
  sendEvents(batch: EventBatch, from = 0, to = batch.length): boolean {
    for (let at = from; at < to; ) {
      const packed = packEvents(batch, at, to);
      if (!this.write(FrameType.events, packed.bytes)) return false;
      at = packed.next;
    }
    return !this.isClosed;
  }

  /** Resolves when all has been handed over to the system, or the peer is gone. */
  drained(): Promise<void> {
    if (this.isClosed || this.socket.writableLength === 0) return Promise.resolve();
    return new Promise((done) => this.waiting.push(done));
  }

  /** Sends what waits, then ends the connection. */
  end(reason: string): void {
    if (this.isClosed) return;
    this.reason ??= reason;
    this.socket.end();
  }

  /** Ends it at once; what waits is lost. */
  destroy(reason: string): void {
    this.reason ??= reason;
    this.socket.destroy();
    this.close(reason);
  }

  private takeMessage(handler: LinkHandler, payload: Buffer): void {
    let message: unknown;
    try {
      message = JSON.parse(payload.toString('utf8'));
    } catch {
      this.destroy('a message is not JSON');
      return;
    }
    if (typeof message !== 'object' || message === null || Array.isArray(message)) {
      this.destroy('a message is no object');
      return;
    }
    handler.message(message as Readonly<Record<string, unknown>>);
  }

  private write(type: FrameTypeNumber, payload: Buffer): boolean {
    if (this.isClosed || this.socket.writableEnded) return false;
    if (payload.length + 1 > FRAME_BYTES_MAX) {
      this.destroy(`a frame of ${payload.length} bytes was to be sent; at most ${FRAME_BYTES_MAX} are allowed`);
      return false;
    }
    this.socket.cork();
    this.socket.write(frameHead(type, payload.length));
    this.socket.write(payload);
    this.socket.uncork();
    if (this.socket.writableLength <= this.queueBytesMax) return true;
    this.destroy(`${this.socket.writableLength} bytes wait and are not read`);
    return false;
  }

  private close(reason: string): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.reason ??= reason;
    this.wakeWaiting();
    this.handler?.closed(this.reason);
  }

  private wakeWaiting(): void {
    for (const done of this.waiting.splice(0)) done();
  }
}
