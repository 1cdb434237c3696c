// Text that cells write in; the same in few messages out, in order.
import type { WriteStream } from './tslab-parts.ts';

/** UTF-16 units. */
const PIECE_MAX = 65_536;
const WAIT_MS = 50;

/** tslab sends a message for each write, and a socket drops those that come faster than they leave. */
export class TslabOutput {
  private readonly decoder = new TextDecoder();
  private name: 'stdout' | 'stderr' = 'stdout';
  private write: WriteStream | undefined = undefined;
  private text = '';
  private sentMs = 0;
  private timer: NodeJS.Timeout | undefined = undefined;

  /** What stands in for the `write` of a stream of the process. */
  writer(name: 'stdout' | 'stderr', write: WriteStream): (text: string | Uint8Array) => boolean {
    return (text) => {
      if (name !== this.name || write !== this.write) this.flush();
      this.name = name;
      this.write = write;
      this.text += typeof text === 'string' ? text : this.decoder.decode(text);
      if (this.text.length >= PIECE_MAX || performance.now() - this.sentMs >= WAIT_MS) this.flush();
      else this.timer ??= setTimeout(() => this.flush(), WAIT_MS);
      return true;
    };
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.text === '') return;
    const { text } = this;
    this.text = '';
    this.write?.(this.name, text);
    this.sentMs = performance.now();
  }
}
