// Comm messages of clients in, given to the session; requests about open comms answered when the session answers.
import type { SessionMessage } from '../session/session-events.ts';
import type { Iopub } from './iopub.ts';
import type { Parents } from './parents.ts';
import type { Received } from './replies.ts';
import type { SessionPort } from './session-port.ts';
import type { JsonObject, MessageHeader } from './wire-message.ts';

const commTypes = ['comm_open', 'comm_msg', 'comm_close'] as const;
type CommType = (typeof commTypes)[number];

/** The type if this is a message of a comm. */
export function commTypeOf(messageType: string): CommType | undefined {
  return commTypes.find((type) => type === messageType);
}

/** What comms travel by. */
export interface CommDesk {
  readonly iopub: Iopub;
  readonly parents: Parents;
  readonly port: SessionPort;
}

export class CommTraffic {
  readonly #desk: CommDesk;
  readonly #unhandled = new Map<string, MessageHeader>();
  readonly #asked = new Map<number, (content: JsonObject) => void>();
  #infoCount = 0;

  constructor(desk: CommDesk) {
    this.#desk = desk;
  }

  /** Goes past cells that wait, so that a cell may await what a slider says. */
  pass(type: CommType, { message }: Received): void {
    const { iopub, parents, port } = this.#desk;
    const token = parents.tokenFor(message);
    this.#unhandled.set(token, message.header);
    iopub.status('busy', message.header);
    port.send({ kind: 'comm', token, type, content: message.content, buffers: message.buffers });
  }

  handled(token: string): void {
    const header = this.#unhandled.get(token);
    this.#unhandled.delete(token);
    if (header !== undefined) this.#desk.iopub.status('idle', header);
  }

  /** The content of a comm_info_reply. */
  info({ message }: Received): Promise<JsonObject> {
    const { target_name: target } = message.content;
    this.#infoCount += 1;
    const id = this.#infoCount;
    return new Promise((resolve) => {
      this.#asked.set(id, resolve);
      this.#desk.port.send({ kind: 'commInfo', id, targetName: typeof target === 'string' ? target : undefined });
    });
  }

  told({ id, comms }: Extract<SessionMessage, { readonly kind: 'comms' }>): void {
    this.#asked.get(id)?.({ status: 'ok', comms });
    this.#asked.delete(id);
  }
}
