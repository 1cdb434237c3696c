// One ZMQ socket as a channel: frames sent in order without waiting, frames received given to a listener.

type Frames = readonly Uint8Array[];

/** The part of a zeromq socket that a channel uses. */
export interface FrameSocket extends AsyncIterable<Buffer[]> {
  send(frames: Uint8Array[]): Promise<void>;
  close(): void;
  readonly closed: boolean;
}

export class Channel {
  readonly name: string;
  readonly #socket: FrameSocket;
  #lastSend: Promise<void> = Promise.resolve();

  constructor(name: string, socket: FrameSocket) {
    this.name = name;
    this.#socket = socket;
  }

  /** A zeromq socket takes one send at a time, so each waits for the one before. What a closed socket gets is dropped. */
  send(frames: Frames): void {
    this.#lastSend = this.#lastSend.then(() => (this.#socket.closed ? undefined : this.#socket.send([...frames])));
  }

  /** Resolves when all that was sent is in ZMQ's hands; rejects when a send failed. */
  flushed(): Promise<void> {
    return this.#lastSend;
  }

  /** Ends when the socket is closed. */
  async listen(listener: (frames: Buffer[]) => void): Promise<void> {
    for await (const frames of this.#socket) listener(frames);
  }

  close(): void {
    this.#socket.close();
  }
}
