// Questions of cells in, asked to the client that ran the cell; what the user typed goes back to the session.
import type { SessionMessage } from '../session/session-events.ts';
import type { Channel } from './channel.ts';
import type { Parents } from './parents.ts';
import type { SessionPort } from './session-port.ts';
import type { WireFormat } from './wire-format.ts';
import type { HeaderSource, WireMessage } from './wire-message.ts';

type Question = Extract<SessionMessage, { readonly kind: 'stdinRequest' }>;

/** What questions and answers travel by. */
export interface StdinDesk {
  readonly channel: Channel;
  readonly wire: WireFormat;
  readonly headers: HeaderSource;
  readonly parents: Parents;
  readonly port: SessionPort;
}

export class StdinRequests {
  readonly #desk: StdinDesk;
  /** The session's number of each open question by the message that asked it. */
  readonly #open = new Map<string, Question>();

  constructor(desk: StdinDesk) {
    this.#desk = desk;
  }

  ask(question: Question): void {
    const { parents, port, headers, wire, channel } = this.#desk;
    const asker = parents.askerOf(question.token);
    if (asker === undefined) {
      port.send({ kind: 'stdinReply', id: question.id, text: undefined });
      return;
    }
    const header = headers.next('input_request');
    this.#open.set(header.msg_id, question);
    const content = { prompt: question.prompt, password: question.isPassword };
    channel.send(
      wire.encode({
        identities: asker.identities,
        header,
        parent: asker.header,
        metadata: {},
        content,
        buffers: [],
      }),
    );
  }

  /** False when it answers no open question. Clients that leave the parent out answer the latest one. */
  answered(message: WireMessage): boolean {
    const asked = message.parent.msg_id ?? [...this.#open.keys()].at(-1);
    const question = asked === undefined ? undefined : this.#open.get(asked);
    const { value } = message.content;
    if (asked === undefined || question === undefined || typeof value !== 'string') return false;
    this.#open.delete(asked);
    this.#desk.port.send({ kind: 'stdinReply', id: question.id, text: value });
    return true;
  }

  /** The cell ended, so nobody waits for its answers. */
  drop(token: string): void {
    for (const [asked, question] of this.#open) if (question.token === token) this.#open.delete(asked);
  }
}
