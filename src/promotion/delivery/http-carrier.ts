// The address of a receiving host and its token in; a way to it over https, one connection that is made again after a break, out.

import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Secret } from '../../adapters/secrets/secret.ts';
import type { Carrier } from './carrier.ts';
import { ConnectionLost, deliveryError } from './delivery-error.ts';
import { DELIVERY_PATH } from './delivery-server.ts';
import { decodeFrame, encodeFrame, frameBytesMax } from './frame.ts';
import { type DeliveryAnswer, type DeliveryRequest, parseAnswer } from './message.ts';

export interface HttpCarrierOptions {
  /** `https:`, or `http:` of this machine alone. */
  readonly url: URL;
  readonly token: Secret;
  /** PEM of who signed the certificate of the host, where the system does not know it. */
  readonly ca?: string | undefined;
  /** Silence after which the connection counts as broken, ms. */
  readonly silentMs?: number | undefined;
}

const SILENT_MS = 30_000;
const OK = 200;
const UNAUTHORISED = 401;

export class HttpCarrier implements Carrier {
  private readonly options: HttpCarrierOptions;
  private readonly agent: HttpAgent | HttpsAgent;

  constructor(options: HttpCarrierOptions) {
    this.options = options;
    const kept = { keepAlive: true, maxSockets: 1 };
    // the certificate is always proved
    this.agent = options.url.protocol === 'https:' ? new HttpsAgent({ ...kept, ca: options.ca }) : new HttpAgent(kept);
  }

  async ask(request: DeliveryRequest, bytes?: Uint8Array): Promise<DeliveryAnswer> {
    const { status, body } = await this.post(encodeFrame(request, bytes));
    if (status === UNAUTHORISED) throw deliveryError('delivery-refused', 'The other side does not know this token');
    // a proxy between, or a server of something else
    if (status !== OK) throw new ConnectionLost(`it answered with status ${status}`);
    return parseAnswer(decodeFrame(body, 0).header);
  }

  close(): void {
    this.agent.destroy();
  }

  private post(body: Buffer): Promise<{ readonly status: number; readonly body: Buffer }> {
    const { url, token, silentMs = SILENT_MS } = this.options;
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const lost = (error: Error): void => reject(new ConnectionLost(error.message));
      const sent = send(new URL(DELIVERY_PATH, url), {
        ...{ method: 'POST', agent: this.agent, timeout: silentMs },
        headers: { authorization: `Bearer ${token.reveal()}`, 'content-length': body.length },
      });
      sent.on('timeout', () => sent.destroy(new Error(`it was silent for ${silentMs / 1000} s`)));
      sent.on('error', lost);
      sent.on('response', (response) => {
        readAll(response).then((whole) => resolve({ status: response.statusCode ?? 0, body: whole }), lost);
      });
      sent.end(body);
    });
  }
}

async function readAll(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > frameBytesMax(0)) throw new Error('its answer is longer than any of this program');
    chunks.push(chunk);
  }
  if (!response.complete) throw new Error('its answer broke off');
  return Buffer.concat(chunks);
}
