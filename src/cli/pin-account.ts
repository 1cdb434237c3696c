// The account of machine.json and the wish to arm in; what the vendor says of it as conditions of trading out, or why it is not armed.

import type { MachineSettings } from '../adapters/machine/machine-settings.ts';
import { UserError } from '../adapters/user-error.ts';
import type { AccountFacts } from '../runner/host/account-requests.ts';
import type { LiveGate } from '../runner/live/live-options.ts';
import { accountGates } from './account-gates.ts';
import type { CommandContext } from './command-context.ts';
import { confirmTyped } from './confirm-typed.ts';
import type { AccountUse } from './machine-accounts.ts';

export interface PinAccount {
  readonly home: string;
  readonly machine: MachineSettings;
  readonly use: AccountUse;
  /** As the host names it. */
  readonly account: string;
  readonly operator: { ask<T>(what: string): Promise<T> };
  /** Absent: not armed. True: asked for. A text: the account as it would be typed. */
  readonly arm: string | true | undefined;
  /** The option that can hold the account; `arm` where absent. */
  readonly option?: 'arm' | 'yes';
}

/** Trading is armed on the very account that a person has typed, and whose owner the vendor names as machine.json does. UserErrors `arm-refused`, `not-confirmed`. */
export async function pinAccount(context: CommandContext, pinned: PinAccount): Promise<readonly LiveGate[]> {
  const { operator, account, arm, option = 'arm' } = pinned;
  const all = await operator.ask<readonly AccountFacts[]>('accounts');
  const facts = all.find((each) => each.account === account);
  const gates = accountGates({ ...pinned, facts });
  if (arm === undefined) return gates;
  const closed = gates.filter(({ state }) => state !== 'open');
  if (closed.length > 0) {
    throw new UserError({
      code: 'arm-refused',
      message: `Trading on ${account} is not armed: ${closed.map(({ text }) => text).join('; ')}`,
      field: option,
      fix: closed.flatMap(({ fix }) => (fix === undefined ? [] : [fix.replace(/\.$/, '')])).join('. '),
    });
  }
  const owner = facts?.kind === 'known' ? ` of ${facts.ownerName} at ${facts.brokerName}` : '';
  const what = `Orders go to account ${account}${owner} as soon as every gate is open.`;
  await confirmTyped(context, { what, words: account, given: arm === true ? undefined : arm, option });
  return gates;
}
