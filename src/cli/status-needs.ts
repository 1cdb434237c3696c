// Sessions and host as `qt status` finds them in; why a person is needed, a sentence each, and the exit code of it, out.

import { basename } from 'node:path';
import { type RunningSession, sessionText } from '../runner/live/control-file.ts';
import type { ControlStatus } from '../runner/live/control-messages.ts';
import type { DeadSession } from '../runner/live/dead-sessions.ts';
import type { SeenAccount } from './broker-desk.ts';
import type { HostSeen } from './host-seen.ts';
import { leftOf } from './lost-session-text.ts';
import { differenceText } from './net-difference.ts';
import { unprotected } from './protection-text.ts';
import { EXIT_FAILED } from './report-error.ts';

/** Neither a session nor a host is there: nothing answers, and nothing was left open by the last session of each strategy. */
export const EXIT_NOTHING_RUNS = 3;

export interface AskedSession {
  readonly session: RunningSession;
  readonly status: ControlStatus | null;
  /** Whether its release is new at its stage, or broke its probation; null where there is nothing to say. */
  readonly probation?: string | null;
  /** Why there is no status. */
  readonly error: string | null;
}

export interface Seen {
  readonly sessions: readonly AskedSession[];
  readonly dead: readonly DeadSession[];
  /** Ended in order while they held something, and no host answers that would know what became of it. */
  readonly kept: readonly DeadSession[];
  /** Processes that died with no session on. */
  readonly deadAsleep: readonly RunningSession[];
  readonly host: HostSeen;
  /** YYYY-MM-DD, local. */
  readonly today: string;
}

/** Empty where everything that should answer does, and whatever is held is looked after. */
export function needsOf({ sessions, dead, kept, deadAsleep, host, today }: Seen): readonly string[] {
  const needs: string[] = [];
  for (const { session, status } of sessions) {
    const name = sessionText(session);
    if (status === null) needs.push(`${name} does not answer`);
    else needs.push(...sessionNeeds(status).map((need) => `${name} ${need}`));
  }
  for (const each of dead) {
    const { orders, positions } = leftOf(each, host);
    const isLeft = orders.length + positions.length > 0;
    if (isLeft || each.day === today) needs.push(`${each.mode} ${each.strategy} (${basename(each.folder)}) is dead`);
  }
  for (const { mode, strategy, folder } of kept) {
    needs.push(`${mode} ${strategy} (${basename(folder)}) ended while it held something, and no host answers`);
  }
  for (const { mode, strategy, pid } of deadAsleep) needs.push(`${mode} ${strategy} (process ${pid}) is dead`);
  if (host.state === 'silent') needs.push('the host does not answer');
  if (host.state === 'none' && sessions.length > 0) needs.push('there is no host, and sessions need it');
  for (const [account, { by }] of Object.entries(host.killed)) needs.push(`account ${account} is killed by ${by}`);
  needs.push(...host.differences.map(differenceText));
  return [...needs, ...host.accounts.flatMap((account) => unattended(account, sessions))];
}

/** What a session that answers does not get out of by itself. */
function sessionNeeds(status: ControlStatus): readonly string[] {
  const { state, isProtectOnly, journalBroken, positions, orders } = status;
  return [
    ...(state === 'halted' ? ['is halted'] : []),
    ...(isProtectOnly ? ['protects only'] : []),
    ...(journalBroken === null ? [] : ['cannot write its journal']),
    ...positions.flatMap((position) => {
      const fault = unprotected(position, orders);
      return fault === undefined ? [] : [`holds ${position.quantity} ${position.contract}: ${fault}`];
    }),
  ];
}

/** A session that sleeps looks after nothing, and one of another strategy not after this one. */
function unattended(seen: SeenAccount, sessions: readonly AskedSession[]): readonly string[] {
  const { account, orders, positions, broker } = seen;
  const open = [...orders, ...positions.filter(({ net }) => net !== 0)];
  if (open.length === 0) return [];
  if (!broker.isConnected) return [`something is open on ${account}, and nothing can be sent to the broker`];
  const attended = sessions.flatMap(({ status }) => {
    return status?.account === account && status.state !== 'waiting' ? [status.strategy] : [];
  });
  const left = new Set(open.map(({ strategyId }) => strategyId).filter((each) => !attended.includes(each)));
  return [...left].map((strategy) => `something of ${strategy} is open on ${account}, and no session of it answers`);
}

export function exitCodeOf({ sessions, host }: Seen, needs: readonly string[]): number {
  if (needs.length > 0) return EXIT_FAILED;
  return sessions.length === 0 && host.state === 'none' ? EXIT_NOTHING_RUNS : 0;
}
