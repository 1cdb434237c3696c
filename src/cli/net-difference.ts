// Accounts as the host shows them in; where our count of contracts and the broker's stay apart on an account that is ours alone, out.

import { setTimeout as sleep } from 'node:timers/promises';
import { readMachineSettings } from '../adapters/machine/machine-settings.ts';
import type { AccountOrders } from '../runner/host/guardian/account-orders.ts';

type Held = Pick<AccountOrders, 'account' | 'positions'>;

export interface NetDifference {
  readonly account: string;
  readonly ticker: string;
  /** Signed contracts, of all our strategies. */
  readonly ours: number;
  /** Signed contracts of the whole account, by the broker. */
  readonly broker: number;
}

/** The broker's word about a position comes after that about the fill that made it: one that agrees in any look is none. */
const LOOKS = 4;
const LOOK_EVERY_MS = 700;

export async function lastingDifferences(
  home: string,
  accounts: readonly Held[],
  again: () => Promise<readonly Held[]>,
): Promise<readonly NetDifference[]> {
  let lasting = differencesOf(accounts);
  if (lasting.length === 0 || isShared(home)) return [];
  for (let look = 1; look < LOOKS && lasting.length > 0; look++) {
    await sleep(LOOK_EVERY_MS);
    const seen = new Set(differencesOf(await again()).map(differenceText));
    lasting = lasting.filter((each) => seen.has(differenceText(each)));
  }
  return lasting;
}

/** Empty where the broker has told no position. */
export function differencesOf(accounts: readonly Held[]): readonly NetDifference[] {
  const found = new Map<string, NetDifference>();
  for (const { account, positions } of accounts) {
    for (const { ticker, net, accountNet } of positions) {
      if (accountNet === undefined) continue;
      const ours = (found.get(`${account} ${ticker}`)?.ours ?? 0) + net;
      found.set(`${account} ${ticker}`, { account, ticker, ours, broker: accountNet });
    }
  }
  return [...found.values()].filter(({ ours, broker }) => ours !== broker);
}

export function differenceText({ account, ticker, ours, broker }: NetDifference): string {
  return `we count ${ours} ${ticker} on ${account}, the broker has ${broker}`;
}

/** Others may trade there. */
function isShared(home: string): boolean {
  try {
    return readMachineSettings(home).accountUse === 'shared';
  } catch {
    return false;
  }
}
