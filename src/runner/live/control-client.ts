// A running session in; its status, and its obedience to operators, out: what qt status, stop, flatten, pause and kill speak through.

import { connectLink } from '../../adapters/host-link/connect-link.ts';
import type { LinkPeer } from '../../adapters/host-link/link-peer.ts';
import { readToken } from '../../adapters/host-link/token.ts';
import { UserError } from '../../adapters/user-error.ts';
import type { RunningSession } from './control-file.ts';
import {
  type ControlRolledBack,
  type ControlStatus,
  type ControlTaken,
  controlAnswerSchema,
  type OperateArgs,
  type RollBackArgs,
  type StopArgs,
} from './control-messages.ts';
import { OperatorRefusal } from './operator-refusal.ts';

/** A session that does not answer in this time is taken to hang: the host is the one to ask then. */
export const CONTROL_ANSWER_MS = 3000;

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

export class ControlClient {
  private readonly peer: LinkPeer;
  private readonly waitMs: number;
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 0;

  private constructor(peer: LinkPeer, waitMs: number) {
    this.peer = peer;
    this.waitMs = waitMs;
  }

  /** Throws what is wrong with the session, an Error, where it does not answer: it may hang, or have ended. `name` is told to it. */
  static async connect(
    home: string,
    session: RunningSession,
    name: string,
    waitMs = CONTROL_ANSWER_MS,
  ): Promise<ControlClient> {
    let client: ControlClient | undefined;
    const link = {
      endpoint: session.endpoint,
      secret: readToken(home),
      role: 'operator',
      name,
      connectMs: waitMs,
    } as const;
    try {
      await connectLink(link, (peer) => {
        const made = new ControlClient(peer, waitMs);
        client = made;
        peer.handle({ message: (message) => made.take(message), closed: (reason) => made.ended(reason) });
      });
    } catch (cause) {
      throw new Error(notReached(cause, waitMs), { cause });
    }
    return client!;
  }

  status(): Promise<ControlStatus> {
    return this.ask('status', null) as Promise<ControlStatus>;
  }

  /** Resolves when the session has taken it into its sequence of events; what comes of it is seen in its status. Rejects with an OperatorRefusal. */
  operate(args: OperateArgs): Promise<ControlTaken> {
    return this.ask('operate', args) as Promise<ControlTaken>;
  }

  /** Resolves when the session has begun to end. */
  async stop(args: StopArgs): Promise<void> {
    await this.ask('stop', args);
  }

  /** Resolves when the channel has moved: the session follows when it holds nothing. Rejects with an OperatorRefusal. */
  rollBack(args: RollBackArgs): Promise<ControlRolledBack> {
    return this.ask('rollback', args) as Promise<ControlRolledBack>;
  }

  close(): void {
    this.peer.end('closed');
  }

  private ask(what: string, args: unknown): Promise<unknown> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.settle(id)?.reject(new Error(`no answer in ${this.waitMs} ms`)), this.waitMs);
      const clear = (): void => clearTimeout(timer);
      this.waiting.set(id, {
        resolve: (value) => {
          clear();
          resolve(value);
        },
        reject: (error) => {
          clear();
          reject(error);
        },
      });
      if (!this.peer.send({ kind: 'request', id, what, args }))
        this.settle(id)?.reject(new Error('the session is gone'));
    });
  }

  private take(raw: object): void {
    const parsed = controlAnswerSchema.safeParse(raw);
    if (!parsed.success) return this.peer.destroy('the session says something that is not understood');
    const { data } = parsed;
    if (data.kind === 'answer') this.settle(data.id)?.resolve(data.value);
    else this.settle(data.id)?.reject(new OperatorRefusal(data.reason, data.fix));
  }

  private ended(reason: string): void {
    for (const id of [...this.waiting.keys()]) this.settle(id)?.reject(new Error(`the session is gone: ${reason}`));
  }

  private settle(id: number): Waiting | undefined {
    const found = this.waiting.get(id);
    this.waiting.delete(id);
    return found;
  }
}

/** The link speaks of hosts, and sends people to the wrong process. */
function notReached(error: unknown, waitMs: number): string {
  if (!(error instanceof UserError)) return error instanceof Error ? error.message : String(error);
  const reason = error.message.replace(/^The host[^:]*: /, '');
  if (error.code !== 'host-not-there') return `the session did not let us in: ${reason}`;
  return error.cause === undefined ? `no answer in ${waitMs} ms` : `nothing listens there any more: ${reason}`;
}
