// Trading accounts of the login: masters, those of a broker, sub-accounts, and their details.

import { UserError } from '../../user-error.ts';
import type { ExportName } from '../abi/exports.ts';
import { LAYOUTS } from '../abi/layouts.ts';
import { readRecord } from '../abi/record.ts';
import { checked } from '../vendor-error.ts';
import type { AccountDetails } from './answers.ts';
import type { AccountKey } from './order-requests.ts';
import { fillTwice } from './two-calls.ts';
import type { CallArgument, VendorCalls } from './vendor-calls.ts';
import { accountFields, accountKeyOf, accountRecord } from './vendor-records.ts';
import type { VersionMemory } from './version-memory.ts';

/** More accounts than any login has: above it the answer is no count. */
const ACCOUNTS_MAX = 10_000;

const SUB_ACCOUNT = 1;
const ENABLED = 2;

/** Master accounts. Complete only after the broker is connected. */
export function getAccounts(calls: VendorCalls): Promise<readonly AccountKey[]> {
  return listed(calls, 'GetAccountCount', 'GetAccounts', []);
}

export function getAccountsByBroker(calls: VendorCalls, brokerId: number): Promise<readonly AccountKey[]> {
  return listed(calls, 'GetAccountCountByBroker', 'GetAccountsByBroker', [brokerId]);
}

/** @throws VendorError NL_LICENSE_NOT_ALLOWED without a licence for sub-accounts. */
export function getSubAccounts(calls: VendorCalls, master: AccountKey): Promise<readonly AccountKey[]> {
  return listed(calls, 'GetSubAccountCount', 'GetSubAccounts', [accountRecord(master)]);
}

async function listed(
  calls: VendorCalls,
  counting: ExportName,
  listing: ExportName,
  key: readonly CallArgument[],
): Promise<readonly AccountKey[]> {
  const count = checked(counting, await calls.call32('read', counting, ...key));
  if (count === 0) return [];
  if (count > ACCOUNTS_MAX) throw tooMany(counting, count);
  const size = LAYOUTS.TConnectorAccountIdentifierOut.size;
  const list = Buffer.alloc(count * size);
  const given = checked(listing, await calls.call32('read', listing, ...key, 0, 0, count, list));
  const accounts: AccountKey[] = [];
  for (let index = 0; index < Math.min(given, count); index += 1) {
    accounts.push(accountKeyOf(readRecord('TConnectorAccountIdentifierOut', list, index * size)));
  }
  return accounts;
}

function tooMany(call: string, count: number): UserError {
  return new UserError({
    code: 'too-many-accounts',
    message: `${call} counts ${count} accounts, more than the ${ACCOUNTS_MAX} that can be`,
    fix: 'Run qt doctor: the interface of this build may have changed',
  });
}

export async function getAccountDetails(
  calls: VendorCalls,
  versions: VersionMemory,
  account: AccountKey,
): Promise<AccountDetails> {
  const { values, version } = await fillTwice(calls, versions, {
    record: 'TConnectorTradingAccountOut',
    versioned: 'TConnectorTradingAccountOut',
    call: 'GetAccountDetails',
    input: (byte) => ({ version: byte, account: accountFields(account) }),
    texts: [
      { text: 40, length: 48 },
      { text: 56, length: 64 },
      { text: 72, length: 80 },
    ],
  });
  const { brokerName, ownerName, subOwnerName, flags, accountType } = values;
  return {
    account,
    ...{ brokerName, ownerName, subOwnerName },
    isSubAccount: (flags & SUB_ACCOUNT) !== 0,
    isEnabled: (flags & ENABLED) !== 0,
    accountType: version >= 1 ? accountType : undefined,
  };
}

/** Has the accounts told once more through the feed; partial if the broker is not connected yet. */
export async function replayAccounts(calls: VendorCalls): Promise<void> {
  checked('GetAccount', await calls.call32('read', 'GetAccount'));
}
