// Listens where the home says; lets in who proves to have its token, and gives each as a peer with its role.

import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { UserError } from '../user-error.ts';
import { type Endpoint, prepareSocketFolder } from './endpoint.ts';
import { FrameReader, FrameType, type FrameTypeNumber, frameHead } from './frame.ts';
import {
  answerSchema,
  type Challenge,
  HOME_KEY,
  isProof,
  LINK_VERSION,
  newNonce,
  proofOf,
  type Verdict,
} from './handshake.ts';
import { LinkPeer } from './link-peer.ts';
import { leaveSocketFolder } from './socket-folders.ts';
import { newToken } from './token.ts';

/** Connections at a time, those that have not yet said who they are included. */
const CONNECTIONS_MAX = 128;
export const STRANGERS_MAX = 32;
const HANDSHAKE_MS = 5000;

/** A secret for one process that is let in once, under a role that the home's token does not open. */
export interface OneTimeKey {
  readonly id: string;
  readonly secret: Buffer;
}

export interface LinkServerOptions {
  readonly endpoint: Endpoint;
  readonly token: Buffer;
  /** Give the peer its handler before returning. */
  readonly onPeer: (peer: LinkPeer) => void;
  /** Who was not let in and why; never a secret. */
  readonly onRefused?: (reason: string) => void;
  readonly handshakeMs?: number;
  readonly queueBytesMax?: number;
}

export class LinkServer {
  /** Where it really listens: with TCP the system chose the port. */
  readonly endpoint: Endpoint;
  private readonly server: Server;
  private readonly options: LinkServerOptions;
  private readonly sockets = new Set<Socket>();
  private readonly keys = new Map<string, Buffer>();
  private strangers = 0;
  private nextKey = 1;

  private constructor(server: Server, options: LinkServerOptions, endpoint: Endpoint) {
    this.server = server;
    this.options = options;
    this.endpoint = endpoint;
    server.maxConnections = CONNECTIONS_MAX;
    server.on('connection', (socket) => this.welcome(socket));
  }

  /** Throws UserError `host-not-listening` and `host-folder-shared`. The caller holds the lock of the home: an old socket is nobody's. */
  static async listen(options: LinkServerOptions): Promise<LinkServer> {
    const { endpoint } = options;
    prepareSocketFolder(endpoint);
    if (endpoint.kind === 'unix') rmSync(endpoint.path, { force: true });
    const server = createServer({ noDelay: true });
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error) => reject(notListening(endpoint, error)));
      if (endpoint.kind === 'tcp') server.listen(endpoint.port, endpoint.address, resolve);
      else server.listen(endpoint.path, resolve);
    });
    server.removeAllListeners('error');
    if (endpoint.kind === 'unix') chmodSync(endpoint.path, 0o600);
    const address = server.address();
    const isPort = endpoint.kind === 'tcp' && typeof address === 'object' && address !== null;
    return new LinkServer(server, options, isPort ? { ...endpoint, port: address.port } : endpoint);
  }

  /** For the vendor process: give it to that process alone, through a pipe. */
  issueKey(): OneTimeKey {
    const key: OneTimeKey = { id: `once-${this.nextKey++}`, secret: newToken() };
    this.keys.set(key.id, key.secret);
    return key;
  }

  /** A key that was not used is worth nothing any more. */
  withdrawKey(key: OneTimeKey): void {
    this.keys.delete(key.id);
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((done) => this.server.close(() => done()));
    for (const socket of this.sockets) socket.destroy();
    await closed;
    if (this.endpoint.kind !== 'unix') return;
    rmSync(this.endpoint.path, { force: true });
    leaveSocketFolder(dirname(this.endpoint.path));
  }

  private welcome(socket: Socket): void {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    // a socket without a listener would end the process with its error
    socket.on('error', () => socket.destroy());
    if (this.strangers >= STRANGERS_MAX) {
      socket.destroy();
      this.options.onRefused?.(`${STRANGERS_MAX} connections that have not said who they are`);
      return;
    }
    this.strangers += 1;
    const nonce = newNonce();
    let peer: LinkPeer | undefined;
    const settle = (): void => {
      clearTimeout(timer);
      this.strangers -= 1;
      socket.off('data', onData).off('close', onClose);
    };
    const refuse = (reason: string, tell: boolean): void => {
      settle();
      reader.stop();
      this.options.onRefused?.(reason);
      if (!tell) {
        socket.destroy();
        return;
      }
      sendVerdict(socket, { kind: 'refused', reason });
      socket.end();
      socket.resume();
      // who does not read the answer is not waited for
      setTimeout(() => socket.destroy(), this.handshakeMs).unref();
    };
    const reader = new FrameReader((type, payload) => {
      if (peer !== undefined) {
        peer.take(type, payload);
        return;
      }
      const judged = this.judge(type, payload, nonce);
      if (typeof judged === 'string') {
        refuse(judged, true);
        return;
      }
      settle();
      sendVerdict(socket, { kind: 'accepted', proof: judged.proof });
      peer = new LinkPeer(socket, judged.facts, reader, this.options.queueBytesMax);
      this.options.onPeer(peer);
    });
    const onData = (chunk: Buffer): void => {
      if (!reader.take(chunk) && peer === undefined) refuse(reader.fault!, false);
      else if (reader.fault !== undefined) peer?.destroy(reader.fault);
    };
    const onClose = (): void => {
      settle();
      this.options.onRefused?.('a connection ended before it said who it is');
    };
    const timer = setTimeout(() => refuse('nothing was said in time', false), this.handshakeMs);
    socket.on('data', onData).on('close', onClose);
    const challenge: Challenge = { kind: 'challenge', version: LINK_VERSION, nonce };
    sendFrame(socket, challenge);
  }

  private get handshakeMs(): number {
    return this.options.handshakeMs ?? HANDSHAKE_MS;
  }

  /** Who it is with our proof, or why it is not let in. The reasons tell a stranger nothing about keys. */
  private judge(type: FrameTypeNumber, payload: Buffer, serverNonce: string): Judged | string {
    const parsed = type === FrameType.message ? answerSchema.safeParse(parseJson(payload)) : undefined;
    if (parsed === undefined || !parsed.success) return 'the answer to the challenge has another form';
    const { version, role, name, key, nonce: clientNonce, proof } = parsed.data;
    if (version !== LINK_VERSION) return `the host speaks version ${LINK_VERSION} of the link, not ${version}`;
    const isVendor = role === 'vendor';
    const secret = key === HOME_KEY ? this.options.token : this.keys.get(key);
    // compared also where there is no such key, so that both take as long
    const exchanged = { serverNonce, clientNonce, role, name, key };
    const isRight = isProof(proof, proofOf('client', secret ?? newToken(), exchanged));
    if (secret === undefined || !isRight || isVendor === (key === HOME_KEY)) return 'the proof does not fit';
    this.keys.delete(key);
    return { facts: { role, name, key }, proof: proofOf('server', secret, exchanged) };
  }
}

interface Judged {
  readonly facts: LinkPeer['facts'];
  readonly proof: string;
}

function parseJson(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString('utf8'));
  } catch {
    return undefined;
  }
}

function sendVerdict(socket: Socket, verdict: Verdict): void {
  sendFrame(socket, verdict);
}

function sendFrame(socket: Socket, message: object): void {
  const text = Buffer.from(JSON.stringify(message));
  socket.write(Buffer.concat([frameHead(FrameType.message, text.length), text]));
}

function notListening(endpoint: Endpoint, error: Error): UserError {
  const where = endpoint.kind === 'tcp' ? `${endpoint.address}:${endpoint.port}` : endpoint.path;
  return new UserError({
    code: 'host-not-listening',
    message: `The host cannot listen at ${where}: ${error.message}`,
    fix:
      endpoint.kind === 'tcp'
        ? 'Start it again.'
        : 'Start it with --transport tcp where the system has no local sockets.',
    cause: error,
  });
}
