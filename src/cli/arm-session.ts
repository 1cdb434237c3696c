// A running session that is not armed and what its user typed in; the account on which it may be armed out, once it is pinned as by --arm.

import { machineFile, readMachineSettings } from '../adapters/machine/machine-settings.ts';
import { HostOperator } from '../runner/capture/host-operator.ts';
import type { ControlStatus } from '../runner/live/control-messages.ts';
import type { CommandContext } from './command-context.ts';
import { accountFor } from './machine-accounts.ts';
import { operatorName } from './operator-name.ts';
import { pinAccount } from './pin-account.ts';

/** Undefined where nobody has to type it. UserErrors of the machine and the host, `arm-refused`, `not-confirmed`. */
export async function armSession(
  context: CommandContext,
  { armed, state, mode }: Pick<ControlStatus, 'armed' | 'state' | 'mode'>,
  yes: string | undefined,
): Promise<string | undefined> {
  if (armed || state === 'waiting' || (mode !== 'live' && mode !== 'demo')) return yes;
  const { home } = context;
  const machine = readMachineSettings(home);
  // of machine.json, not of the session: the session refuses one that is not its own
  const account = accountFor(machine, mode, machineFile(home));
  const operator = await HostOperator.connect(home, operatorName('qt resume'));
  try {
    const pin = { home, machine, use: mode, account, operator, arm: yes ?? true, option: 'yes' } as const;
    await pinAccount(context, pin);
    return account;
  } finally {
    operator.close();
  }
}
