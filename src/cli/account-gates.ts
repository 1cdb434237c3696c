// What the vendor says of an account and what machine.json says of it in; the conditions of trading on it out, each with its fix.

import { type MachineSettings, machineFile } from '../adapters/machine/machine-settings.ts';
import type { AccountFacts } from '../runner/host/account-requests.ts';
import type { LiveGate } from '../runner/live/live-options.ts';
import type { AccountUse } from './machine-accounts.ts';

export interface JudgedAccount {
  readonly home: string;
  readonly machine: MachineSettings;
  readonly use: AccountUse;
  /** As the host names it. */
  readonly account: string;
  /** Undefined where the host does not have the account. */
  readonly facts: AccountFacts | undefined;
}

/** All of them must be open before trading is armed. */
export function accountGates(judged: JudgedAccount): readonly LiveGate[] {
  const { facts, account } = judged;
  if (facts?.kind !== 'known') {
    const why = facts === undefined ? 'the host does not send orders for it' : facts.reason;
    const fix = 'See qt host status; after a change of machine.json: qt host stop, qt host start';
    return [shut('account', `the vendor says nothing of account ${account}: ${why}`, fix)];
  }
  return [enabledGate(facts), ownerGate(judged, facts), kindGate(judged, facts), dayTradeGate(judged)];
}

type Known = Extract<AccountFacts, { kind: 'known' }>;

function enabledGate({ account, brokerName, isEnabled }: Known): LiveGate {
  if (isEnabled) return open('account', `account ${account} at ${brokerName} is enabled`);
  return shut(
    'account',
    `account ${account} at ${brokerName} is not enabled`,
    'Ask the broker to enable it for ProfitDLL',
  );
}

/** Written down by a person once: a number that was mistyped is another person's account. */
function ownerGate({ home, machine, use }: JudgedAccount, { ownerName, subOwnerName }: Known): LiveGate {
  const field = use === 'live' ? 'account' : 'demoAccount';
  const set = machine[field];
  // of a sub-account its own owner counts
  const told = set?.subAccount === undefined || subOwnerName === '' ? ownerName : subOwnerName;
  if (set?.ownerName === undefined) {
    const fix = `If that is you, write "ownerName": ${JSON.stringify(told)} under ${field} in ${machineFile(home)}`;
    return shut('owner', `the vendor says that the account is of ${told}, and machine.json names no owner`, fix);
  }
  if (plain(set.ownerName) === plain(told)) return open('owner', `the account is of ${told}, as machine.json says`);
  const fix = `Correct broker, account and ownerName under ${field} in ${machineFile(home)}`;
  return shut('owner', `the vendor says that the account is of ${told}, machine.json says ${set.ownerName}`, fix);
}

function kindGate({ use }: JudgedAccount, { brokerName, isSimulation }: Known): LiveGate {
  if (isSimulation === (use === 'demo')) return open('accountKind', `the broker is ${brokerName}`);
  if (use === 'demo') {
    return shut(
      'accountKind',
      `${brokerName} is no simulator of a broker`,
      'Name an account of the simulator as demoAccount',
    );
  }
  return shut('accountKind', `${brokerName} is a simulator`, 'Trade there with qt demo, or name another account');
}

function dayTradeGate({ home, machine: { dayTrade } }: JudgedAccount): LiveGate {
  if (dayTrade !== undefined) return open('dayTrade', `orders are${dayTrade ? '' : ' not'} marked as day trades`);
  const fix = `Write "dayTrade": true or false into ${machineFile(home)}, as your broker wants it, and start the host again`;
  return shut('dayTrade', 'machine.json does not say whether orders are day trades', fix);
}

/** Spaces and letters in upper case are written by each system as it likes. */
function plain(name: string): string {
  return name.trim().replaceAll(/\s+/g, ' ').toLocaleLowerCase('pt-BR');
}

function open(id: string, text: string): LiveGate {
  return { id, state: 'open', text };
}

function shut(id: string, text: string, fix: string): LiveGate {
  return { id, state: 'shut', text, fix };
}
