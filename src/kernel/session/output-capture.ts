// What cells write to the standard streams in; the text with the cell that wrote it out, also when that cell has ended long ago.
import { AsyncLocalStorage } from 'node:async_hooks';
import { StringDecoder } from 'node:string_decoder';

export type StreamName = 'stdout' | 'stderr';

/** A cell's context, carried through everything that it starts. */
export interface CellOrigin {
  readonly token: string;
  /** The cell itself, the same when it runs again; of a comm's message, the cell that opened the comm. */
  readonly owner: string | undefined;
}

export interface OutputCaptureOptions {
  readonly write: (name: StreamName, text: string, token: string | undefined) => void;
}

type Write = typeof process.stdout.write;

/** Only what goes through the streams of this thread is seen; a native library that writes to the descriptors is not. */
export class OutputCapture {
  readonly origins = new AsyncLocalStorage<CellOrigin>();
  private readonly options: OutputCaptureOptions;
  private readonly before: Readonly<Record<StreamName, Write>>;
  /** Of the cell that ran last: what has no origin is told as its. */
  lastToken: string | undefined = undefined;

  constructor(options: OutputCaptureOptions) {
    this.options = options;
    this.before = { stdout: process.stdout.write, stderr: process.stderr.write };
  }

  get token(): string | undefined {
    return this.origins.getStore()?.token ?? this.lastToken;
  }

  start(): void {
    process.stdout.write = this.writer('stdout');
    process.stderr.write = this.writer('stderr');
  }

  stop(): void {
    process.stdout.write = this.before.stdout;
    process.stderr.write = this.before.stderr;
  }

  /** To the stream as it was, for words of the program itself. */
  pass(name: StreamName, text: string): void {
    this.before[name].call(process[name], text);
  }

  private writer(name: StreamName): Write {
    const decoder = new StringDecoder('utf8');
    const write = (chunk: Uint8Array | string, encoding?: unknown, done?: unknown): boolean => {
      const text =
        typeof chunk !== 'string'
          ? decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
          : typeof encoding === 'string' && encoding !== 'utf8' && encoding !== 'utf-8'
            ? Buffer.from(chunk, encoding as BufferEncoding).toString('utf8')
            : chunk;
      if (text !== '') this.options.write(name, text, this.token);
      const callback = typeof encoding === 'function' ? encoding : done;
      if (typeof callback === 'function') queueMicrotask(() => (callback as () => void)());
      return true;
    };
    return write as Write;
  }
}
