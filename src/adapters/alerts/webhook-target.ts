// An alert in; one JSON object posted to an address out, with a header that shows who sends.

import type { Secret } from '../secrets/secret.ts';
import { expectTaken, httpCall } from './http-call.ts';
import { type AlertTarget, bodyOf, headlineOf, type OutgoingAlert } from './outgoing-alert.ts';

/** Header that carries the secret of the webhook. */
export const WEBHOOK_HEADER = 'x-quantumtrader-secret';

export interface WebhookOptions {
  readonly url: Secret;
  readonly secret?: Secret | undefined;
  readonly timeoutMs?: number;
}

export class WebhookTarget implements AlertTarget {
  readonly name = 'webhook';
  private readonly options: WebhookOptions;

  constructor(options: WebhookOptions) {
    this.options = options;
  }

  async send(alert: OutgoingAlert): Promise<void> {
    const { url, secret, timeoutMs } = this.options;
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': alert.id,
      ...(secret === undefined ? {} : { [WEBHOOK_HEADER]: secret.reveal() }),
    };
    const body = JSON.stringify(webhookBody(alert));
    const call = { url: url.reveal(), method: 'POST', headers, body } as const;
    expectTaken(await httpCall(timeoutMs === undefined ? call : { ...call, timeoutMs }));
  }
}

/** `text` and `content` hold the whole of it, for receivers that show one of them and nothing else. */
function webhookBody(alert: OutgoingAlert): object {
  const text = `${headlineOf(alert)}\n${bodyOf(alert)}`;
  return { version: 1, ...alert, text, content: text };
}
