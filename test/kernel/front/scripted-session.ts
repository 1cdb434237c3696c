// A session that does what a test's script says for each cell, in the test's own thread: no cell is really run.
import type { SessionPort } from '../../../src/kernel/front/session-port.ts';
import type {
  ExecuteReply,
  FrontMessage,
  SessionEvent,
  SessionMessage,
} from '../../../src/kernel/session/session-events.ts';

type EventBody<E = SessionEvent> = E extends SessionEvent ? Omit<E, 'token'> : never;

/** What a cell of a script can do. */
export interface Cell {
  readonly token: string;
  readonly count: number;
  tell(event: EventBody): void;
  print(text: string): void;
  ask(prompt: string, isPassword?: boolean): Promise<string | undefined>;
  /** Rejects when the cell is interrupted. */
  readonly interrupted: Promise<never>;
}

export type Script = (code: string, cell: Cell) => Promise<void> | void;

export class ScriptedSession implements SessionPort {
  readonly received: FrontMessage[] = [];
  /** It loses what it is asked, as one does that is ended by force, until a front asks what it has lost. */
  isForgetful = false;
  readonly #script: Script;
  readonly #answers = new Map<number, (text: string | undefined) => void>();
  #listener: (message: SessionMessage) => void = () => {};
  #interruptCell: (() => void) | undefined;
  #count = 0;
  #questions = 0;

  constructor(script: Script) {
    this.#script = script;
  }

  onMessage(listener: (message: SessionMessage) => void): void {
    this.#listener = listener;
    this.tell({ kind: 'ready' });
  }

  tell(message: SessionMessage): void {
    this.#listener(message);
  }

  send(message: FrontMessage): void {
    this.received.push(message);
    if (this.isForgetful && ['execute', 'comm', 'commInfo'].includes(message.kind)) return;
    switch (message.kind) {
      case 'execute':
        void this.#execute(message.request);
        return;
      case 'interrupt':
        this.tell({ kind: 'interruptSeen', id: message.id });
        this.#interruptCell?.();
        return;
      case 'stdinReply':
        this.#answers.get(message.id)?.(message.text);
        return;
      case 'comm':
        this.tell({ kind: 'commHandled', token: message.token });
        return;
      case 'commInfo':
        this.tell({ kind: 'comms', id: message.id, comms: { c1: { target_name: message.targetName ?? 'slider' } } });
        return;
      case 'sync':
        if (!this.isForgetful) return;
        this.isForgetful = false;
        this.tell({ kind: 'lost', tokens: message.tokens });
        return;
      case 'shutdown':
        this.tell({ kind: 'stopped' });
    }
  }

  async #execute({ token, code, isSilent }: Extract<FrontMessage, { kind: 'execute' }>['request']): Promise<void> {
    if (!isSilent && code !== '') this.#count += 1;
    const count = this.#count;
    this.tell({ kind: 'started', token, executionCount: count });
    const interruption = Promise.withResolvers<never>();
    interruption.promise.catch(() => {});
    this.#interruptCell = () => interruption.reject(new Error('Interrupted'));
    const tell = (body: EventBody) => this.tell({ kind: 'event', event: { ...body, token } as SessionEvent });
    let reply: ExecuteReply = { kind: 'ok', executionCount: count };
    try {
      await this.#script(code, {
        token,
        count,
        tell,
        print: (text) => tell({ kind: 'stream', name: 'stdout', text }),
        ask: (prompt, isPassword = false) => this.#ask(token, prompt, isPassword),
        interrupted: interruption.promise,
      });
    } catch (thrown) {
      const { name, message } = thrown instanceof Error ? thrown : new Error(String(thrown));
      const error = { name, message, traceback: [`${name}: ${message}`] };
      tell({ kind: 'error', error });
      reply = { kind: 'error', executionCount: count, error };
    }
    this.tell({ kind: 'executed', token, reply });
  }

  #ask(token: string, prompt: string, isPassword: boolean): Promise<string | undefined> {
    this.#questions += 1;
    const id = this.#questions;
    return new Promise((resolve) => {
      this.#answers.set(id, resolve);
      this.tell({ kind: 'stdinRequest', id, token, prompt, isPassword });
    });
  }
}
