// A socket in; one to send on out, whose messages wait for their turn where the socket takes no more at once.

export interface SendingSocket {
  send(parts: unknown): Promise<void>;
  close(): void;
}

/**
 * tslab waits for no message to be sent. A socket takes some hundreds of them in one turn of the event loop and throws away the others with
 * an error: printed lines, and the words that a cell has ended.
 */
export class PatientSender implements SendingSocket {
  private readonly socket: SendingSocket;
  private readonly waiting: unknown[] = [];
  private last: Promise<void> = Promise.resolve();
  private emptied: Promise<void> | undefined = undefined;

  constructor(socket: SendingSocket) {
    this.socket = socket;
  }

  /** When all that was given to it is sent. */
  async done(): Promise<void> {
    await this.emptied;
    await this.last;
  }

  send(parts: unknown): Promise<void> {
    if (this.emptied === undefined) {
      try {
        this.last = this.socket.send(parts);
        return this.last;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EBUSY') throw error;
      }
    }
    this.waiting.push(parts);
    this.emptied ??= this.sendWaiting();
    return this.emptied;
  }

  close(): void {
    this.socket.close();
  }

  private async sendWaiting(): Promise<void> {
    await this.last;
    for (let parts = this.waiting.shift(); parts !== undefined; parts = this.waiting.shift())
      await this.socket.send(parts);
    this.emptied = undefined;
  }
}
