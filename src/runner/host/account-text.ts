// An account by the vendor's names in; the one text that stands for it in messages, logs and files out.

import type { AccountName } from '../../adapters/profit-dll/decode/feed-facts.ts';

export function accountText({ brokerId, accountId, subAccountId }: AccountName): string {
  return subAccountId === '' ? `${brokerId}:${accountId}` : `${brokerId}:${accountId}:${subAccountId}`;
}
