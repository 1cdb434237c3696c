// Why an alert did not reach a target, without any secret, and whether another attempt can help.

import { redact } from '../secrets/redact.ts';

const TEXT_CHARACTERS_MAX = 300;

export class DeliveryError extends Error {
  /** `never`: the same attempt would fail again, such as with a wrong address. */
  readonly retry: 'later' | 'never';
  /** The receiver asked to wait this long. */
  readonly afterMs: number | undefined;

  constructor(message: string, retry: 'later' | 'never', afterMs?: number) {
    // whoever answered may have put anything into its text
    super(plain(redact(message)));
    this.name = 'DeliveryError';
    this.retry = retry;
    this.afterMs = afterMs;
  }
}

/** Whatever was thrown, as the error of a delivery; what is not known can be tried again. */
export function deliveryErrorOf(error: unknown): DeliveryError {
  return error instanceof DeliveryError ? error : new DeliveryError(reasonOf(error), 'later');
}

/** The deepest cause says most: `fetch failed` alone says nothing. */
function reasonOf(error: unknown): string {
  let at: unknown = error;
  for (let depth = 0; depth < 5 && at instanceof Error && at.cause instanceof Error; depth++) at = at.cause;
  return at instanceof Error ? at.message || at.name : String(at);
}

function plain(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ').slice(0, TEXT_CHARACTERS_MAX);
}
