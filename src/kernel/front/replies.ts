// A request and what is to be answered in, the signed reply to the client that asked out, between busy and idle.
import type { Channel } from './channel.ts';
import { frontLog } from './front-log.ts';
import type { Iopub } from './iopub.ts';
import type { WireFormat } from './wire-format.ts';
import type { HeaderSource, JsonObject, WireMessage } from './wire-message.ts';

/** A request and the socket it came by, where its reply goes. */
export interface Received {
  readonly message: WireMessage;
  readonly channel: Channel;
}

/** The content of a reply that tells an error. */
export function errorContent(name: string, message: string): JsonObject {
  return { status: 'error', ename: name, evalue: message, traceback: [`${name}: ${message}`] };
}

export class Replies {
  readonly #wire: WireFormat;
  readonly #headers: HeaderSource;
  readonly #iopub: Iopub;

  constructor(wire: WireFormat, headers: HeaderSource, iopub: Iopub) {
    this.#wire = wire;
    this.#headers = headers;
    this.#iopub = iopub;
  }

  /** `x_request` is answered by `x_reply`. */
  send({ message, channel }: Received, content: JsonObject, metadata: JsonObject = {}): void {
    const header = this.#headers.next(message.header.msg_type.replace(/_request$/, '_reply'));
    const { identities } = message;
    channel.send(this.#wire.encode({ identities, header, parent: message.header, metadata, content, buffers: [] }));
  }

  /** Busy, the answer when it is there, idle. A failure to answer is told as an error reply and logged. */
  async answer(received: Received, make: () => JsonObject | Promise<JsonObject>): Promise<void> {
    const parent = received.message.header;
    this.#iopub.status('busy', parent);
    let content: JsonObject;
    try {
      content = await make();
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      frontLog(`could not answer a ${parent.msg_type}: ${name}`);
      content = errorContent(name, message);
    }
    this.send(received, content);
    this.#iopub.status('idle', parent);
  }
}
