// Where to listen, a certificate and a token in; a server that hands what authorised senders bring to the receiver of its home, out.

import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Secret } from '../../adapters/secrets/secret.ts';
import { UserError } from '../../adapters/user-error.ts';
import { deliveryError } from './delivery-error.ts';
import { decodeFrame, encodeFrame, frameBytesMax } from './frame.ts';
import { isLoopback } from './loopback.ts';
import { REQUEST_BYTES_MAX, type Receiver } from './receiver.ts';

export const DELIVERY_PATH = '/qt/delivery';

export interface ServeOptions {
  readonly receiver: Receiver;
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** PEM; without it only this machine itself may be listened to. */
  readonly tls?: { readonly cert: string; readonly key: string } | undefined;
  readonly token: Secret;
  /** One line for a person; never holds the token. */
  readonly say: (text: string) => void;
}

export interface DeliveryServer {
  readonly port: number;
  close(): Promise<void>;
}

const BODY_BYTES_MAX = frameBytesMax(REQUEST_BYTES_MAX);
const TOKEN_LENGTH_MIN = 20;
const CONNECTIONS_MAX = 16;
const HEADERS_MS = 10_000;
const REQUEST_MS = 60_000;
const STATUS = { ok: 200, unauthorised: 401, unknown: 404 } as const;

/** Throws UserError `delivery-target` for http beyond this machine, `bad-option` for a short token, `delivery-failed` where it cannot listen. */
export async function serveDeliveries(options: ServeOptions): Promise<DeliveryServer> {
  const { host, port, tls, token } = options;
  if (tls === undefined && !isLoopback(host)) {
    throw deliveryError(
      'delivery-target',
      `${host} is reached by other machines`,
      'Give --cert and --key, or listen at 127.0.0.1',
    );
  }
  if (token.reveal().length < TOKEN_LENGTH_MIN) {
    throw new UserError({
      code: 'bad-option',
      message: `The token has fewer than ${TOKEN_LENGTH_MIN} characters`,
      field: 'deliveryToken',
      fix: 'Make a random one, such as by openssl rand -hex 32, and store it on both sides: qt secrets set deliveryToken',
    });
  }
  const listener = listenerOf(options);
  const limits = { headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS };
  const server: Server =
    tls === undefined
      ? createServer(limits, listener)
      : createTlsServer({ ...limits, cert: tls.cert, key: tls.key }, listener);
  server.maxConnections = CONNECTIONS_MAX;
  await listening(server, host, port);
  const close = (): Promise<void> => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return { port: (server.address() as AddressInfo).port, close };
}

function listenerOf({ receiver, token, say }: ServeOptions): RequestListener {
  const expected = digestOf(`Bearer ${token.reveal()}`);
  return (request, response) => {
    const end = (status: number, body: Buffer = Buffer.alloc(0)): void => answerWith(request, response, status, body);
    // digests have one length, so the comparison takes as long for every text
    if (!timingSafeEqual(digestOf(request.headers.authorization ?? ''), expected)) {
      say(`refused: no or another token, from ${request.socket.remoteAddress ?? 'nobody'}`);
      end(STATUS.unauthorised);
      return;
    }
    if (request.method !== 'POST' || request.url !== DELIVERY_PATH) {
      end(STATUS.unknown);
      return;
    }
    readBody(request).then(
      (body) => (body === undefined ? response.destroy() : end(STATUS.ok, performed(receiver, body, say))),
      // the sender has gone: it comes again and goes on where it stopped
      () => response.destroy(),
    );
  };
}

function performed(receiver: Receiver, body: Buffer, say: (text: string) => void): Buffer {
  try {
    const { header, bytes } = decodeFrame(body, REQUEST_BYTES_MAX);
    const answer = receiver.answer(header, bytes);
    if (answer.kind === 'refused') say(`refused: ${answer.error.code}: ${answer.error.message}`);
    if (answer.kind === 'finished' || answer.kind === 'pointed') say(`${answer.kind}: ${header}`);
    return encodeFrame(answer);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { code, message, fix } = error;
    return encodeFrame({ kind: 'refused', error: { code, message, fix } });
  }
}

function answerWith(request: IncomingMessage, response: ServerResponse, status: number, body: Buffer): void {
  if (status !== STATUS.ok) {
    response.setHeader('connection', 'close');
    // what it still sends is not read
    response.on('finish', () => request.destroy());
  }
  response.writeHead(status, { 'content-type': 'application/octet-stream', 'content-length': body.length });
  response.end(body);
}

/** Undefined when it is longer than any request. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > BODY_BYTES_MAX) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(deliveryError('delivery-failed', `Cannot listen at ${host}:${port}: ${error.message}`)),
    );
    server.listen(port, host, resolve);
  });
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
