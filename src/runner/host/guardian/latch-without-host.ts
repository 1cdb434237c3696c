// Accounts to kill while no host runs in; their latches in the file that the next host reads at its start, or why not, out.

import { UserError } from '../../../adapters/user-error.ts';
import { HostLock } from '../host-lock.ts';
import { GuardFile, type KillLatch } from './guard-file.ts';

/**
 * Undefined when all of them are durable. A host that is about to start meanwhile is refused for that moment: it would not know of them.
 * Never throws.
 */
export function latchWithoutHost(home: string, accounts: readonly string[], latch: KillLatch): string | undefined {
  let lock: HostLock | undefined;
  try {
    lock = HostLock.acquire(home);
    const file = new GuardFile(home);
    // written anew it would release the others, of which nobody knows whether they were killed
    if (file.fault !== undefined) return `${file.fault}; a host that starts trades for no account, and closes nothing`;
    for (const account of accounts) file.keep(account, { wish: file.of(account).wish, latch, untold: latch });
    return undefined;
  } catch (error) {
    if (error instanceof UserError && error.code === 'host-running') {
      return `${error.message}. It does not answer: end that process, then qt kill again`;
    }
    return error instanceof Error ? error.message : String(error);
  } finally {
    lock?.release();
  }
}
