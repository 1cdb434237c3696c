// Takes where the host listens, a secret and a role; gives the authenticated connection, or the reason why there is none.

import { connect, type Socket } from 'node:net';
import type { z } from 'zod';
import { UserError } from '../user-error.ts';
import type { Endpoint } from './endpoint.ts';
import { FrameReader, FrameType, type FrameTypeNumber, frameHead } from './frame.ts';
import {
  type Answer,
  challengeSchema,
  type Exchanged,
  HOME_KEY,
  isProof,
  LINK_VERSION,
  type LinkRole,
  newNonce,
  proofOf,
  verdictSchema,
} from './handshake.ts';
import { LinkPeer } from './link-peer.ts';

const CONNECT_MS = 5000;

export interface LinkOptions {
  readonly endpoint: Endpoint;
  readonly secret: Buffer;
  /** Id of the secret; the token of the home where absent. */
  readonly key?: string;
  readonly role: LinkRole;
  /** Printable ASCII, at most 64 characters; for logs. */
  readonly name: string;
  readonly connectMs?: number;
}

/**
 * `setUp` gives the peer its handler in the same turn in which it is let in, so that nothing is missed. Throws UserError
 * `host-not-there`, `host-refused`, `host-not-genuine` (what listens there does not have the secret).
 */
export function connectLink(options: LinkOptions, setUp: (peer: LinkPeer) => void): Promise<LinkPeer> {
  return new Promise((resolve, reject) => {
    const socket = openSocket(options.endpoint);
    let peer: LinkPeer | undefined;
    const fail = (code: FailureCode, reason: string, cause?: unknown): void => {
      clearTimeout(timer);
      reader.stop();
      socket.destroy();
      reject(failureOf(code, reason, cause));
    };
    const timer = setTimeout(
      () => fail('host-not-there', 'it does not answer in time'),
      options.connectMs ?? CONNECT_MS,
    );
    const steps = new Steps(options);
    const onError = (error: NodeJS.ErrnoException): void => fail('host-not-there', reasonOf(error), error);
    const onClose = (): void => fail('host-refused', 'it closed the connection');
    const onData = (chunk: Buffer): void => {
      const isFollowed = reader.take(chunk);
      if (isFollowed) return;
      if (peer === undefined) fail('host-not-genuine', reader.fault!);
      else peer.destroy(reader.fault!);
    };
    const reader = new FrameReader((type, payload) => {
      if (peer !== undefined) {
        peer.take(type, payload);
        return;
      }
      const step = steps.take(type, payload);
      if (step.kind === 'failed') fail(step.code, step.reason);
      else if (step.kind === 'say') sendFrame(socket, step.answer);
      else {
        clearTimeout(timer);
        socket.off('data', onData).off('error', onError).off('close', onClose);
        const { role, name, key = HOME_KEY } = options;
        peer = new LinkPeer(socket, { role, name, key }, reader);
        setUp(peer);
        resolve(peer);
      }
    });
    socket.on('data', onData).on('error', onError).on('close', onClose);
  });
}

type FailureCode = 'host-not-there' | 'host-refused' | 'host-not-genuine';

type Step =
  | { readonly kind: 'say'; readonly answer: Answer }
  | { readonly kind: 'accepted' }
  | { readonly kind: 'failed'; readonly code: FailureCode; readonly reason: string };

/** The client's side of the handshake: challenge in, answer out; verdict in, done. */
class Steps {
  private readonly options: LinkOptions;
  private exchanged: Exchanged | undefined = undefined;

  constructor(options: LinkOptions) {
    this.options = options;
  }

  take(type: FrameTypeNumber, payload: Buffer): Step {
    if (type !== FrameType.message) return notGenuine('it speaks another language');
    return this.exchanged === undefined ? this.takeChallenge(payload) : this.takeVerdict(payload, this.exchanged);
  }

  private takeChallenge(payload: Buffer): Step {
    const challenge = parsed(challengeSchema, payload);
    if (challenge === undefined) return notGenuine('it speaks another language');
    if (challenge.version !== LINK_VERSION) {
      return failed('host-refused', `it speaks version ${challenge.version} of the link, not ${LINK_VERSION}`);
    }
    const { role, name, key = HOME_KEY, secret } = this.options;
    const clientNonce = newNonce();
    this.exchanged = { serverNonce: challenge.nonce, clientNonce, role, name, key };
    const proof = proofOf('client', secret, this.exchanged);
    return {
      kind: 'say',
      answer: { kind: 'answer', version: LINK_VERSION, role, name, key, nonce: clientNonce, proof },
    };
  }

  private takeVerdict(payload: Buffer, exchanged: Exchanged): Step {
    const verdict = parsed(verdictSchema, payload);
    if (verdict === undefined) return notGenuine('it speaks another language');
    if (verdict.kind === 'refused') return failed('host-refused', verdict.reason);
    const isRight = isProof(verdict.proof, proofOf('server', this.options.secret, exchanged));
    return isRight ? { kind: 'accepted' } : notGenuine('it does not have the token of this home');
  }
}

function openSocket(endpoint: Endpoint): Socket {
  return endpoint.kind === 'tcp'
    ? connect({ port: endpoint.port, host: endpoint.address, noDelay: true })
    : connect({ path: endpoint.path });
}

function parsed<T>(schema: z.ZodType<T>, payload: Buffer): T | undefined {
  try {
    return schema.parse(JSON.parse(payload.toString('utf8')));
  } catch {
    return undefined;
  }
}

function sendFrame(socket: Socket, message: object): void {
  const text = Buffer.from(JSON.stringify(message));
  socket.write(Buffer.concat([frameHead(FrameType.message, text.length), text]));
}

function failed(code: FailureCode, reason: string): Step {
  return { kind: 'failed', code, reason };
}

function notGenuine(reason: string): Step {
  return failed('host-not-genuine', reason);
}

/** A socket without a process is what one leaves that was killed. */
function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  return code === 'ECONNREFUSED' || code === 'ENOENT' ? 'nobody listens there, its process has ended' : message;
}

function failureOf(code: FailureCode, reason: string, cause: unknown): UserError {
  const fixes: Readonly<Record<FailureCode, string>> = {
    'host-not-there': 'Start the host (qt host start), or look at its log (qt host status).',
    'host-refused': 'Use the same version and the same home as the host.',
    'host-not-genuine':
      'Something else listens there: stop it, remove host/endpoint.json of the home, start the host again.',
  };
  const what = code === 'host-not-there' ? 'The host cannot be reached' : 'The host did not let us in';
  return new UserError({ code, message: `${what}: ${reason}`, fix: fixes[code], cause });
}
