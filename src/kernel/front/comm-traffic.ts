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

/** What comms travel by, and the cells that they share the session with. */
export interface CommDesk {
  readonly iopub: Iopub;
  readonly parents: Parents;
  readonly port: SessionPort;
  readonly cells: {
    readonly isRunning: boolean;
    readonly isWaiting: boolean;
    /** Nothing of a comm is being handled any more. */
    resume(): void;
  };
}

interface Held {
  readonly type: CommType;
  readonly received: Received;
}

interface Asked {
  readonly targetName: string | undefined;
  readonly answer: (content: JsonObject) => void;
}

/**
 * The session does one thing at a time: a message waits for the cell that runs, and goes before the cells that wait behind that one. Several
 * messages may be handled at once, so that who draws for one sees that newer ones have come; where a cell waits for them to end, no more
 * are added.
 */
export class CommTraffic {
  readonly #desk: CommDesk;
  readonly #unhandled = new Map<string, MessageHeader>();
  readonly #asked = new Map<number, Asked>();
  #held: Held[] = [];
  #infoCount = 0;

  constructor(desk: CommDesk) {
    this.#desk = desk;
  }

  /** No message is being handled. */
  get isQuiet(): boolean {
    return this.#unhandled.size === 0;
  }

  /** Of the messages that are being handled. */
  get tokens(): readonly string[] {
    return [...this.#unhandled.keys()];
  }

  pass(type: CommType, received: Received): void {
    const { cells } = this.#desk;
    if (cells.isRunning || (cells.isWaiting && !this.isQuiet)) this.#held.push({ type, received });
    else this.#send({ type, received });
  }

  /** What had to wait goes to the session. */
  release(): void {
    const held = this.#held;
    this.#held = [];
    for (const each of held) this.#send(each);
  }

  #send({ type, received: { message } }: Held): void {
    const { iopub, parents, port } = this.#desk;
    const token = parents.tokenFor(message);
    this.#unhandled.set(token, message.header);
    iopub.status('busy', message.header);
    port.send({ kind: 'comm', token, type, content: message.content, buffers: message.buffers });
  }

  handled(token: string): void {
    const header = this.#unhandled.get(token);
    if (header === undefined) return;
    this.#unhandled.delete(token);
    this.#desk.iopub.status('idle', header);
    if (this.isQuiet) this.#desk.cells.resume();
  }

  /** The content of a comm_info_reply. */
  info({ message }: Received): Promise<JsonObject> {
    const { target_name: target } = message.content;
    const targetName = typeof target === 'string' ? target : undefined;
    this.#infoCount += 1;
    const id = this.#infoCount;
    return new Promise((resolve) => {
      this.#asked.set(id, { targetName, answer: resolve });
      this.#desk.port.send({ kind: 'commInfo', id, targetName });
    });
  }

  /** Requests that may have been lost on their way; a second answer is none. */
  askAgain(): void {
    for (const [id, { targetName }] of this.#asked) this.#desk.port.send({ kind: 'commInfo', id, targetName });
  }

  told({ id, comms }: Extract<SessionMessage, { readonly kind: 'comms' }>): void {
    this.#asked.get(id)?.answer({ status: 'ok', comms });
    this.#asked.delete(id);
  }
}
