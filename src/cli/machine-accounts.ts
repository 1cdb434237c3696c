// The settings of a machine in; the names of its accounts, as the host says them, out.

import { type MachineSettings, readMachineSettings } from '../adapters/machine/machine-settings.ts';
import { UserError } from '../adapters/user-error.ts';
import { accountText } from '../runner/host/host-orders.ts';
import { runningSessions } from '../runner/live/control-file.ts';

export type AccountUse = 'live' | 'demo';

/** Of `account` or `demoAccount`. UserErrors `machine-no-account`, `machine-no-routing`. */
export function accountFor(machine: MachineSettings, use: AccountUse, file: string): string {
  const field = use === 'live' ? 'account' : 'demoAccount';
  const set = machine[field];
  if (set === undefined) {
    const message = `${file}: ${field}: is missing, and ${use} sends orders`;
    const fix = `Write broker and account under ${field}; docs/machine.md has an example`;
    throw new UserError({ code: 'machine-no-account', message, file, field, fix });
  }
  if (machine.login !== 'routing') {
    const message = `${file}: login: is "market", and ${use} sends orders`;
    const fix = 'Set login to "routing", and start the host again: qt host stop, qt host start';
    throw new UserError({ code: 'machine-no-routing', message, file, field: 'login', fix });
  }
  return textOf(set);
}

/** All that are set, live first. */
export function accountsOf({ account, demoAccount }: MachineSettings): readonly string[] {
  const names = [account, demoAccount].filter((each) => each !== undefined).map(textOf);
  return [...new Set(names)];
}

/** Of the settings and of what runs, where no host can be asked. A wrong machine.json is no reason not to go on. */
export function knownAccounts(home: string): readonly string[] {
  const traded = runningSessions(home).flatMap(({ account }) => (account === null ? [] : [account]));
  try {
    return [...new Set([...accountsOf(readMachineSettings(home)), ...traded])];
  } catch {
    return [...new Set(traded)];
  }
}

function textOf({ broker, account, subAccount = '' }: NonNullable<MachineSettings['account']>): string {
  return accountText({ brokerId: broker, accountId: account, subAccountId: subAccount });
}

/** The named one of those that a host sends orders for, or the only one. UserErrors `account-unknown`, `account-ambiguous`. */
export function oneAccount(all: readonly { readonly account: string }[], of: string | undefined): string {
  const names = all.map(({ account }) => account);
  const [only, ...others] = of === undefined ? names : names.filter((name) => name === of);
  if (only !== undefined && others.length === 0) return only;
  const isUnknown = only === undefined;
  throw new UserError({
    code: isUnknown ? 'account-unknown' : 'account-ambiguous',
    message: isUnknown
      ? `The host sends no orders for ${of ?? 'any account'}`
      : 'The host sends orders for several accounts',
    field: 'of',
    fix:
      names.length === 0
        ? 'Write account or demoAccount and login "routing" into machine.json, and start the host again'
        : `Name one: --of ${names.join(' or --of ')}`,
  });
}
