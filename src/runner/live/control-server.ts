// Questions and orders of operators over the socket of a session in; its answers out. Only who has the token of the home is let in.

import type { Transport } from '../../adapters/host-link/endpoint.ts';
import type { LinkPeer } from '../../adapters/host-link/link-peer.ts';
import { LinkServer } from '../../adapters/host-link/link-server.ts';
import { ensureToken } from '../../adapters/host-link/token.ts';
import { type ControlFile, controlEndpoint, removeControlFile, writeControlFile } from './control-file.ts';
import {
  type ControlRequest,
  type ControlRolledBack,
  type ControlStatus,
  type ControlTaken,
  controlRequestSchema,
  type OperateArgs,
  type RollBackArgs,
  type StopArgs,
} from './control-messages.ts';
import { OperatorRefusal } from './operator-refusal.ts';

/** What a session does for operators; an Error that is thrown is told as its message, an OperatorRefusal with its fix. */
export interface ControlledSession {
  status(): ControlStatus;
  /** Why it does not act yet; undefined where it does. What takes risk away is done when this returns. */
  operate(args: OperateArgs): string | undefined | Promise<string | undefined>;
  stop(args: StopArgs): void;
  /** Points the channel that it follows to the release before: what that undoes, a sentence. */
  rollBack(args: RollBackArgs): string;
}

export interface ControlServerOptions {
  readonly home: string;
  readonly folder: string;
  readonly transport: Transport;
  readonly about: Omit<ControlFile, 'endpoint'>;
  readonly session: ControlledSession;
  readonly say: (text: string) => void;
}

export class ControlServer {
  private readonly server: LinkServer;
  private readonly options: ControlServerOptions;

  private constructor(server: LinkServer, options: ControlServerOptions) {
    this.server = server;
    this.options = options;
  }

  /** From now on `control.json` stands in the run folder. Throws UserError `host-not-listening`. */
  static async listen(options: ControlServerOptions): Promise<ControlServer> {
    const { home, folder, transport, about } = options;
    const server = await LinkServer.listen({
      endpoint: controlEndpoint(folder, transport, process.platform),
      token: ensureToken(home),
      onPeer: (peer) => welcome(peer, options),
    });
    writeControlFile(folder, { ...about, endpoint: server.endpoint });
    return new ControlServer(server, options);
  }

  /** Writes the file anew with what has changed. */
  tell(about: ControlServerOptions['about']): void {
    writeControlFile(this.options.folder, { ...about, endpoint: this.server.endpoint });
  }

  async close(): Promise<void> {
    removeControlFile(this.options.folder);
    await this.server.close();
  }
}

function welcome(peer: LinkPeer, { session, say }: ControlServerOptions): void {
  if (peer.facts.role !== 'operator') return peer.destroy('only operators are let in here');
  peer.handle({
    message: (raw) => {
      const parsed = controlRequestSchema.safeParse(raw);
      if (!parsed.success) return peer.destroy('a request is not understood');
      void answer(peer, parsed.data, session, say);
    },
    closed: () => {},
  });
}

async function answer(
  peer: LinkPeer,
  request: ControlRequest,
  session: ControlledSession,
  say: (text: string) => void,
): Promise<void> {
  const { id } = request;
  try {
    peer.send({ kind: 'answer', id, value: await answerOf(request, session) });
    if (request.what !== 'status') say(askedText(request));
  } catch (error) {
    const fix = error instanceof OperatorRefusal ? error.fix : undefined;
    const reason = error instanceof Error ? error.message : String(error);
    peer.send({ kind: 'failure', id, reason, ...(fix === undefined ? {} : { fix }) });
  }
}

/** For the terminal of the session: which command, by whom, why. */
function askedText(request: Exclude<ControlRequest, { readonly what: 'status' }>): string {
  const { by, reason } = request.args;
  return `${wishOf(request)} asked for by ${by}: ${reason}`;
}

function wishOf(request: Exclude<ControlRequest, { readonly what: 'status' }>): string {
  switch (request.what) {
    case 'operate':
      return request.args.command;
    case 'stop':
      return request.args.mode === 'keep' ? 'stop --keep' : 'stop';
    case 'rollback':
      return 'rollback';
  }
}

async function answerOf(
  request: ControlRequest,
  session: ControlledSession,
): Promise<ControlStatus | ControlTaken | ControlRolledBack> {
  switch (request.what) {
    case 'status':
      return session.status();
    case 'operate':
      return { taken: true, waits: (await session.operate(request.args)) ?? null };
    case 'stop':
      session.stop(request.args);
      return { taken: true, waits: null };
    case 'rollback':
      return { said: session.rollBack(request.args) };
  }
}
