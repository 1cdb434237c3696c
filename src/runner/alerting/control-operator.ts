// What a person asked for from far away in; the control socket of the running session, and where it hangs the host, asked for it.

import { HostOperator } from '../capture/host-operator.ts';
import { ControlClient } from '../live/control-client.ts';
import { type RunningSession, runningSessions } from '../live/control-file.ts';
import type { ControlStatus } from '../live/control-messages.ts';
import type { OperatorPort, RemoteCommand } from './operator-port.ts';

const ASKER = 'telegram';

/** Asks beside the thread of the engine, so that a kill reaches the host also while the engine hangs. */
export class ControlOperator implements OperatorPort {
  private readonly home: string;
  private readonly pid: number;

  constructor(home: string, pid: number) {
    this.home = home;
    this.pid = pid;
  }

  async status(): Promise<string> {
    const client = await ControlClient.connect(this.home, this.session(), ASKER);
    try {
      return statusText(await client.status());
    } finally {
      client.close();
    }
  }

  async operate(command: RemoteCommand, by: string, reason: string): Promise<string> {
    const session = this.session();
    const asked = [attempt('the session', () => this.tellSession(session, command, by, reason))];
    const { account } = session;
    // the host enforces a kill by itself, whatever the session does meanwhile
    if (command === 'kill' && account !== null) {
      asked.push(attempt('the host', () => this.askHost('kill', account, `${by}: ${reason}`)));
    }
    const outcomes = await Promise.all(asked);
    if (command === 'flatten' && account !== null && !outcomes.some(({ done }) => done)) {
      outcomes.push(await attempt('the host', () => this.askHost('flatten', account, `${by}: ${reason}`)));
    }
    const text = outcomes.map(({ words }) => words).join('; ');
    if (outcomes.some(({ done }) => done)) return text;
    throw new Error(text);
  }

  private session(): RunningSession {
    const found = runningSessions(this.home).find(({ pid }) => pid === this.pid);
    if (found === undefined) throw new Error('no session runs at the moment');
    return found;
  }

  private async tellSession(
    session: RunningSession,
    command: RemoteCommand,
    by: string,
    reason: string,
  ): Promise<void> {
    const client = await ControlClient.connect(this.home, session, ASKER);
    try {
      await client.operate({ command, by, reason });
    } finally {
      client.close();
    }
  }

  private async askHost(what: 'kill' | 'flatten', account: string, reason: string): Promise<void> {
    const host = await HostOperator.connect(this.home, ASKER);
    try {
      await host.ask(what, { account, reason, scope: 'ours' });
    } finally {
      host.close();
    }
  }
}

async function attempt(
  who: string,
  act: () => Promise<void>,
): Promise<{ readonly done: boolean; readonly words: string }> {
  try {
    await act();
    return { done: true, words: `${who} has taken it` };
  } catch (error) {
    return { done: false, words: `${who}: ${error instanceof Error ? error.message : String(error)}` };
  }
}

export function statusText(status: ControlStatus): string {
  const { mode, strategy, state, why, muted, positions, orders, sessionResultBrl, lastDecision, lastEventAgeMs } =
    status;
  const held = positions.map(
    ({ contract, quantity, averagePrice }) => `${quantity} ${contract} @ ${averagePrice ?? '?'}`,
  );
  const working = orders.map(
    ({ side, quantity, contract, role, price, stopPrice, status: is }) =>
      `${role} ${side} ${quantity} ${contract} @ ${stopPrice ?? price ?? 'market'} ${is}`,
  );
  return [
    `${mode} ${strategy}: ${state}${why === '' ? '' : ` (${why})`}`,
    ...muted.map((cause) => `muted: ${cause}`),
    `position: ${held.join(', ') || 'flat'}`,
    ...working,
    `result: ${sessionResultBrl === null ? 'unknown' : `${sessionResultBrl.toFixed(2)} BRL`}`,
    `last decision: ${lastDecision === null ? 'none' : `${lastDecision.timeUtc} ${lastDecision.outcome} ${lastDecision.why}`}`,
    `last event: ${lastEventAgeMs === null ? 'none' : `${(lastEventAgeMs / 1000).toFixed(1)} s ago`}`,
  ].join('\n');
}
