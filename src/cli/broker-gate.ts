// A home and an account in; what the broker was found to allow, or the careful assumption where nobody has looked with this library.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type BrokerCapabilities, readBrokerCapabilities } from '../adapters/machine/broker-capabilities.ts';
import type { MachineSettings } from '../adapters/machine/machine-settings.ts';
import type { LiveGate } from '../runner/live/live-options.ts';

export interface BrokerKnowledge {
  readonly capabilities: Pick<BrokerCapabilities, 'changeStop' | 'bothExitsWorking'>;
  /** Always open: what is not known is not relied on. */
  readonly gate: LiveGate;
}

/** One stop per fill, and the target watched here: it works at every broker. */
const CAREFUL = { changeStop: false, bothExitsWorking: false } as const;

export function dllSha256(dllPath: string): string {
  return createHash('sha256').update(readFileSync(dllPath)).digest('hex');
}

/** @param accounts the account, then those whose examination stands in for its own */
export function brokerKnowledge(home: string, machine: MachineSettings, accounts: readonly string[]): BrokerKnowledge {
  const found = accounts.map((account) => readBrokerCapabilities(home, account)).find((each) => each !== undefined);
  if (found === undefined) return careful('nobody has examined the broker (qt doctor orders)');
  if (found.dllSha256 !== dllSha256(machine.dllPath)) {
    return careful(`the broker was examined with another library on ${found.at.slice(0, 10)} (qt doctor orders)`);
  }
  const { changeStop, bothExitsWorking } = found;
  const says = `${changeStop ? 'stops can be changed' : 'no stop is changed'}, ${bothExitsWorking ? 'stop and target work together' : 'only the stop rests'}`;
  const text = `${says} (account ${found.account}, ${found.at.slice(0, 10)})`;
  return { capabilities: { changeStop, bothExitsWorking }, gate: { id: 'broker', state: 'open', text } };
}

function careful(why: string): BrokerKnowledge {
  const text = `${why}: stops are not changed, and targets are watched here`;
  return { capabilities: CAREFUL, gate: { id: 'broker', state: 'open', text } };
}
