// The host of a home folder in, started where there is none; questions of an operator to it and its answers out.

import { connectLink } from '../../adapters/host-link/connect-link.ts';
import { readEndpoint } from '../../adapters/host-link/endpoint.ts';
import type { LinkPeer } from '../../adapters/host-link/link-peer.ts';
import { readToken } from '../../adapters/host-link/token.ts';
import { UserError } from '../../adapters/user-error.ts';
import type { Provenance } from '../../core/market/provenance.ts';
import { hostNotThere, hungHost } from '../host/host-errors.ts';
import { lockHolder } from '../host/host-lock.ts';
import { startHost } from '../host/start-host.ts';
import { hostMessageSchema } from '../host/stream-messages.ts';

const ANSWER_MS = 30_000;

interface Asked {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: UserError) => void;
  readonly timer: NodeJS.Timeout;
}

export class HostOperator {
  private readonly asked = new Map<number, Asked>();
  private peer: LinkPeer | undefined = undefined;
  private lastId = 0;
  private gone: string | undefined = undefined;

  /** UserErrors `host-not-there`, `host-refused`, `host-not-genuine`. */
  static async connect(home: string, name: string): Promise<HostOperator> {
    const file = readEndpoint(home);
    if (file === undefined) throw hostNotThere();
    const operator = new HostOperator();
    const { endpoint } = file;
    const link = { endpoint, secret: readToken(home), role: 'operator', name } as const;
    try {
      operator.peer = await connectLink(link, (peer) =>
        peer.handle({
          message: (message) => operator.answered(message),
          closed: (reason) => operator.ended(reason),
        }),
      );
    } catch (error) {
      const holder = lockHolder(home);
      const isHung = holder !== undefined && error instanceof UserError && error.code === 'host-not-there';
      throw isHung ? hungHost(holder.pid, error) : error;
    }
    return operator;
  }

  /** Starts a host where there is none: `onStart` is told so. UserErrors of `startHost` too. */
  static async attach(
    home: string,
    name: string,
    onStart: () => void,
    provenance: Provenance = 'exchange',
  ): Promise<HostOperator> {
    const found = await connectIfThere(home, name);
    if (found !== undefined) return found;
    onStart();
    await startHost({ home, provenance, transport: undefined });
    return HostOperator.connect(home, name);
  }

  get isGone(): boolean {
    return this.gone !== undefined;
  }

  /** UserErrors `host-not-there` where the host is lost, `host-refused` with its reason. */
  ask<T>(what: string, args: object = {}): Promise<T> {
    if (this.gone !== undefined) return Promise.reject(lost(this.gone));
    const id = ++this.lastId;
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.asked.delete(id);
        reject(lost(`it has not answered ${what} within ${ANSWER_MS / 1000} s`));
      }, ANSWER_MS);
      this.asked.set(id, { resolve: (value) => resolve(value as T), reject, timer });
      this.peer!.send({ kind: 'request', id, what, args });
    });
  }

  close(): void {
    this.peer?.end('done');
  }

  private answered(message: unknown): void {
    const parsed = hostMessageSchema.safeParse(message);
    if (!parsed.success || (parsed.data.kind !== 'answer' && parsed.data.kind !== 'failure')) return;
    const { data } = parsed;
    const asked = this.asked.get(data.id);
    if (asked === undefined) return;
    this.asked.delete(data.id);
    clearTimeout(asked.timer);
    if (data.kind === 'answer') asked.resolve(data.value);
    else asked.reject(refused(data.reason));
  }

  private ended(reason: string): void {
    this.gone = reason;
    for (const { reject, timer } of this.asked.values()) {
      clearTimeout(timer);
      reject(lost(reason));
    }
    this.asked.clear();
  }
}

async function connectIfThere(home: string, name: string): Promise<HostOperator | undefined> {
  try {
    return await HostOperator.connect(home, name);
  } catch (error) {
    if (error instanceof UserError && error.code === 'host-not-there') return undefined;
    throw error;
  }
}

function lost(reason: string): UserError {
  return new UserError({
    code: 'host-not-there',
    message: `The host does not answer: ${reason}`,
    fix: 'Look with qt host status, and start it with qt host start; what it had recorded is safe',
  });
}

function refused(reason: string): UserError {
  return new UserError({ code: 'host-refused', message: `The host says no: ${reason}`, fix: 'See qt host status' });
}
