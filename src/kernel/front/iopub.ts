// What happens in the kernel in, signed messages to all clients out; text of one stream is gathered into larger messages.
import type { Channel } from './channel.ts';
import type { WireFormat } from './wire-format.ts';
import type { HeaderSource, JsonObject, MessageHeader } from './wire-message.ts';

/** Text waits at most this long for more of its kind. */
const gatherLimitMs = 15;
/** Text of at least this many UTF-16 units is sent at once. */
const gatherLimitChars = 65_536;

export type Parent = MessageHeader | Readonly<Record<string, never>>;

export interface Publication {
  readonly type: string;
  readonly parent: Parent;
  readonly content: JsonObject;
  readonly metadata?: JsonObject;
  readonly buffers?: readonly Uint8Array[];
}

interface Gathered {
  readonly name: string;
  readonly parent: Parent;
  readonly parts: string[];
  chars: number;
}

export class Iopub {
  readonly #channel: Channel;
  readonly #wire: WireFormat;
  readonly #headers: HeaderSource;
  #gathered: Gathered | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(channel: Channel, wire: WireFormat, headers: HeaderSource) {
    this.#channel = channel;
    this.#wire = wire;
    this.#headers = headers;
  }

  /** Everything told before is sent before. */
  publish(publication: Publication): void {
    this.#sendGathered();
    this.#send(publication);
  }

  stream(name: string, text: string, parent: Parent): void {
    if (text === '') return;
    if (this.#gathered !== undefined && (this.#gathered.name !== name || this.#gathered.parent !== parent)) {
      this.#sendGathered();
    }
    this.#gathered ??= { name, parent, parts: [], chars: 0 };
    this.#gathered.parts.push(text);
    this.#gathered.chars += text.length;
    if (this.#gathered.chars >= gatherLimitChars) this.#sendGathered();
    else this.#timer ??= setTimeout(() => this.#sendGathered(), gatherLimitMs);
  }

  status(state: 'starting' | 'busy' | 'idle', parent: Parent): void {
    this.publish({ type: 'status', parent, content: { execution_state: state } });
  }

  /** Answers a subscription, so that a client knows when it misses nothing any more. */
  welcome(frames: readonly Uint8Array[]): void {
    const [request] = frames;
    // A client that unsubscribes sends a 0 in front.
    if (request?.[0] !== 1) return;
    const topic = request.subarray(1);
    const content = { subscription: Buffer.from(topic).toString('utf8') };
    this.#send({ type: 'iopub_welcome', parent: {}, content }, topic);
  }

  #sendGathered(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#gathered === undefined) return;
    const { name, parent, parts } = this.#gathered;
    this.#gathered = undefined;
    this.#send({ type: 'stream', parent, content: { name, text: parts.join('') } });
  }

  #send({ type, parent, content, metadata = {}, buffers = [] }: Publication, topic?: Uint8Array): void {
    const header = this.#headers.next(type);
    const identities = [topic ?? Buffer.from(`kernel.${this.#headers.session}.${type}`)];
    this.#channel.send(this.#wire.encode({ identities, header, parent, metadata, content, buffers }));
  }
}
