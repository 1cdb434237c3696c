// Sessions and host as `qt status` finds them in; why a person is needed, a sentence each, and the exit code of it, out.

import { basename } from 'node:path';
import { type RunningSession, sessionText } from '../runner/live/control-file.ts';
import type { ControlStatus } from '../runner/live/control-messages.ts';
import type { DeadSession } from '../runner/live/dead-sessions.ts';
import type { SeenAccount } from './broker-desk.ts';
import type { HostSeen } from './host-seen.ts';
import { leftOf } from './lost-session-text.ts';
import { EXIT_FAILED } from './report-error.ts';

/** Neither a session nor a host is there: nothing answers, and nothing is known to be open. */
export const EXIT_NOTHING_RUNS = 3;

export interface AskedSession {
  readonly session: RunningSession;
  readonly status: ControlStatus | null;
  /** Why there is no status. */
  readonly error: string | null;
}

export interface Seen {
  readonly sessions: readonly AskedSession[];
  readonly dead: readonly DeadSession[];
  /** Processes that died with no session on. */
  readonly deadAsleep: readonly RunningSession[];
  readonly host: HostSeen;
  /** YYYY-MM-DD, local. */
  readonly today: string;
}

/** Empty where everything that should answer does, and whatever is held is looked after. */
export function needsOf({ sessions, dead, deadAsleep, host, today }: Seen): readonly string[] {
  const needs: string[] = [];
  for (const { session, status } of sessions)
    if (status === null) needs.push(`${sessionText(session)} does not answer`);
  for (const each of dead) {
    const { orders, positions } = leftOf(each, host);
    const isLeft = orders.length + positions.length > 0;
    if (isLeft || each.day === today) needs.push(`${each.mode} ${each.strategy} (${basename(each.folder)}) is dead`);
  }
  for (const { mode, strategy, pid } of deadAsleep) needs.push(`${mode} ${strategy} (process ${pid}) is dead`);
  if (host.state === 'silent') needs.push('the host does not answer');
  if (host.state === 'none' && sessions.length > 0) needs.push('there is no host, and sessions need it');
  return [...needs, ...host.accounts.flatMap((account) => unattended(account, sessions))];
}

/** A session that sleeps looks after nothing. */
function unattended(seen: SeenAccount, sessions: readonly AskedSession[]): readonly string[] {
  const { account, orders, positions, broker } = seen;
  if (orders.length === 0 && positions.every(({ net }) => net === 0)) return [];
  if (!broker.isConnected) return [`something is open on ${account}, and nothing can be sent to the broker`];
  const isAttended = sessions.some(({ status }) => status?.account === account && status.state !== 'waiting');
  return isAttended ? [] : [`something is open on ${account}, and no session answers for it`];
}

export function exitCodeOf({ sessions, host }: Seen, needs: readonly string[]): number {
  if (needs.length > 0) return EXIT_FAILED;
  return sessions.length === 0 && host.state === 'none' ? EXIT_NOTHING_RUNS : 0;
}
