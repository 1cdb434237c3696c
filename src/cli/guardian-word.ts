// What the guardian of the host does for an account in; the sentence that tells it to a person out.

import type { AccountOrders } from '../runner/host/guardian/account-orders.ts';

const WORDS: Readonly<Record<AccountOrders['guardian'], string>> = {
  watch: 'the guardian watches: it hears the session, and acts only where a stop is missing',
  alone:
    'the guardian protects alone, it hears no session: stops and targets stay, a missing stop is placed, nothing is opened',
  close: 'the guardian closes everything of ours',
  off: 'no guardian: no session has asked for one',
};

export function guardianWord(guardian: AccountOrders['guardian']): string {
  return WORDS[guardian];
}
