// An address and a state in; one request that tells another machine that trading is alive out.

import type { Secret } from '../secrets/secret.ts';
import { expectTaken, httpCall } from './http-call.ts';

/** The state is the body, as services such as healthchecks take it. Throws DeliveryError. */
export async function pingHeartbeat(url: Secret, state: string, timeoutMs = 10_000): Promise<void> {
  const headers = { 'content-type': 'text/plain; charset=utf-8' };
  expectTaken(await httpCall({ url: url.reveal(), method: 'POST', headers, body: state, timeoutMs }));
}
