// The accounts of this machine in; what the vendor says of each, for an operator who wants to be sure of it before trading, out.

import type { AccountDetails } from '../../adapters/profit-dll/calls/answers.ts';
import type { AccountName } from '../../adapters/profit-dll/decode/feed-facts.ts';
import { accountText } from './host-orders.ts';
import type { HostRequest } from './host-requests.ts';
import type { VendorPort } from './vendor/vendor-port.ts';

const CALL_MS = 10_000;

/** The answer to the request `accounts`, one for each account of the machine. */
export type AccountFacts =
  | {
      readonly kind: 'known';
      readonly account: string;
      readonly brokerName: string;
      readonly ownerName: string;
      readonly subOwnerName: string;
      readonly isEnabled: boolean;
      /** The broker's own simulator: no order of it reaches the exchange. */
      readonly isSimulation: boolean;
    }
  | { readonly kind: 'unknown'; readonly account: string; readonly reason: string };

export function accountRequests(accounts: readonly AccountName[]): Readonly<Record<string, HostRequest>> {
  return { accounts: (_args, host) => Promise.all(accounts.map((account) => factsOf(host.vendor, account))) };
}

async function factsOf(vendor: VendorPort, name: AccountName): Promise<AccountFacts> {
  const account = accountText(name);
  const { brokerId, accountId, subAccountId } = name;
  const key = { brokerId, accountId, ...(subAccountId === '' ? {} : { subAccountId }) };
  const answer = await vendor.call('getAccountDetails', [key], CALL_MS);
  if (!answer.ok) return { kind: 'unknown', account, reason: answer.error.message };
  const { brokerName, ownerName, subOwnerName, isEnabled } = answer.value as AccountDetails;
  // only what the vendor itself calls a simulator
  const isSimulation = /simulad/i.test(brokerName);
  return { kind: 'known', account, brokerName, ownerName, subOwnerName, isEnabled, isSimulation };
}
