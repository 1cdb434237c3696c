// One request to an address of outside; its status and the beginning of its answer out, within a time and a size.

import { DeliveryError, deliveryErrorOf } from './delivery-error.ts';

export const HTTP_MS = 10_000;
const ANSWER_BYTES_MAX = 1024 * 1024;
const WAIT_MS_MAX = 600_000;

export interface HttpCall {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs?: number;
  /** Ends the request from outside. */
  readonly signal?: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  /** As far as it was read. */
  readonly text: string;
  readonly retryAfterMs: number | undefined;
}

/** A redirection is not followed: what is sent is for this address alone. Throws DeliveryError without the address. */
export async function httpCall(call: HttpCall): Promise<HttpAnswer> {
  const limit = AbortSignal.timeout(call.timeoutMs ?? HTTP_MS);
  const signal = call.signal === undefined ? limit : AbortSignal.any([limit, call.signal]);
  try {
    const { url, method, headers = {}, body = null } = call;
    const response = await fetch(url, { method, headers, body, signal, redirect: 'manual' });
    const text = await beginningOf(response);
    return { status: response.status, text, retryAfterMs: waitOf(response.headers.get('retry-after')) };
  } catch (error) {
    if (limit.aborted) throw new DeliveryError('no answer in time', 'later');
    throw deliveryErrorOf(error);
  }
}

/** Whether the receiver took it; where it did not, a DeliveryError that says if another attempt can help. */
export function expectTaken({ status, text, retryAfterMs }: HttpAnswer): void {
  if (status >= 200 && status < 300) return;
  const said = text.trim() === '' ? '' : `: ${text.trim()}`;
  // too many, too slow, or its own trouble: later; everything else of 4xx and a redirection is about us
  const isPassing = status >= 500 || status === 408 || status === 425 || status === 429;
  throw new DeliveryError(`the receiver answered ${status}${said}`, isPassing ? 'later' : 'never', retryAfterMs);
}

async function beginningOf(response: Response): Promise<string> {
  if (response.body === null) return '';
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
    parts.push(part);
    bytes += part.length;
    if (bytes >= ANSWER_BYTES_MAX) break;
  }
  return Buffer.concat(parts).subarray(0, ANSWER_BYTES_MAX).toString('utf8');
}

function waitOf(header: string | null): number | undefined {
  if (header === null || !/^\d{1,6}$/.test(header.trim())) return undefined;
  return Math.min(Number(header.trim()) * 1000, WAIT_MS_MAX);
}
