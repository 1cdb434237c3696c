// A home in; its host as `qt status` finds it, whether it answers, is silent or is not there, and the words for it, out.

import { GuardFile, type KillLatch } from '../runner/host/guardian/guard-file.ts';
import { lockHolder } from '../runner/host/host-lock.ts';
import type { VendorStatus } from '../runner/host/vendor/vendor-port.ts';
import { BrokerDesk, type SeenAccount } from './broker-desk.ts';
import { knownAccounts } from './machine-accounts.ts';
import { lastingDifferences, type NetDifference } from './net-difference.ts';

export interface HostSeen {
  /** `silent`: its process lives and does not answer. `none`: there is no process. */
  readonly state: 'answers' | 'silent' | 'none';
  /** Of its process. */
  readonly pid: number | null;
  readonly accounts: readonly SeenAccount[];
  /** Null where it does not answer. */
  readonly vendor: Pick<VendorStatus, 'process' | 'market' | 'routing'> | null;
  /** Why it does not answer. */
  readonly error: string | null;
  /** By account, the kill that holds; from the disk where the host does not answer. */
  readonly killed: Readonly<Record<string, KillLatch>>;
  /** What we count and what the broker has, where they stay apart. */
  readonly differences: readonly NetDifference[];
}

/** Never rejects. @param asker for the host's log */
export async function seeHost(home: string, asker: string): Promise<HostSeen> {
  let desk: BrokerDesk | undefined;
  try {
    desk = await BrokerDesk.connect(home, asker);
    const asked = desk;
    const accounts = await asked.all();
    const differences = await lastingDifferences(home, accounts, () => asked.all());
    const { process, market, routing } = await asked.vendor();
    const vendor = { process, market, routing };
    const pid = lockHolder(home)?.pid ?? null;
    const killed = Object.fromEntries(
      accounts.flatMap(({ account, killed: latch }) => (latch === undefined ? [] : [[account, latch]])),
    );
    return { state: 'answers', pid, accounts, vendor, error: null, killed, differences };
  } catch (error) {
    const pid = lockHolder(home)?.pid ?? null;
    const state = pid === null ? 'none' : 'silent';
    const why = (error as Error).message;
    return { state, pid, accounts: [], vendor: null, error: why, killed: latchesOf(home), differences: [] };
  } finally {
    desk?.close();
  }
}

/** As the next host reads them at its start. */
function latchesOf(home: string): HostSeen['killed'] {
  const file = new GuardFile(home);
  const latches = knownAccounts(home).map((account) => [account, file.of(account).latch] as const);
  return Object.fromEntries(latches.flatMap(([account, latch]) => (latch === undefined ? [] : [[account, latch]])));
}

/** For the headline of a session; empty where the host answers. */
export function hostFlag({ state }: HostSeen): string {
  return { answers: '', silent: ', THE HOST DOES NOT ANSWER', none: ', NO HOST' }[state];
}

/** What the host itself lacks while a session is on, for its headline. @param account null where it sends no orders to a broker */
export function linkFlag({ vendor }: HostSeen, account: string | null): string {
  if (vendor === null) return '';
  const orders = account === null || vendor.routing.state === 'connected' ? '' : ', NO CONNECTION TO THE BROKER';
  return vendor.market.state === 'connected' ? orders : `${orders}, NO MARKET`;
}

/** One line: who holds the connection to the broker, and whether it holds. */
export function hostLine({ state, pid, vendor, error }: HostSeen): string {
  switch (state) {
    case 'none':
      return 'host: NO HOST: nothing can be sent to the broker, and nobody but it protects what is held. qt host start';
    case 'silent':
      return `host: DOES NOT ANSWER (${error}): nothing can be sent. It may hang: end the process ${pid}, then qt host start`;
    case 'answers': {
      const who = pid === null ? '' : ` (process ${pid})`;
      if (vendor === null) return `host: runs${who}`;
      const { process, market, routing } = vendor;
      return `host: runs${who}; the library is ${process.kind}, the market ${market.state}, orders ${routing.state}`;
    }
  }
}
