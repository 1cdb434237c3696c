// One message of the Jupyter protocol as data, and the makers of headers.
import { randomUUID } from 'node:crypto';

/** Version of the messaging protocol that this kernel speaks. */
export const protocolVersion = '5.4';

export type JsonObject = Readonly<Record<string, unknown>>;

export interface MessageHeader {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  /** ISO 8601, UTC. */
  readonly date: string;
  readonly version: string;
}

export interface WireMessage {
  /** Routing frames: of the client on a router socket, the topic on iopub. */
  readonly identities: readonly Uint8Array[];
  readonly header: MessageHeader;
  /** Header of the message this one belongs to; empty when there is none. */
  readonly parent: MessageHeader | Readonly<Record<string, never>>;
  readonly metadata: JsonObject;
  readonly content: JsonObject;
  readonly buffers: readonly Uint8Array[];
}

/** Makes the headers of one process: every message id is new. */
export class HeaderSource {
  readonly session: string = randomUUID();
  #count = 0;

  next(messageType: string): MessageHeader {
    this.#count += 1;
    return {
      msg_id: `${this.session}_${this.#count}`,
      msg_type: messageType,
      session: this.session,
      username: 'kernel',
      date: new Date().toISOString(),
      version: protocolVersion,
    };
  }
}
