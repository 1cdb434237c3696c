// `qt status`: every running session of this home as it stands, and what is open at the broker, whatever state either is in.

import type { Command } from 'commander';
import { ControlClient } from '../runner/live/control-client.ts';
import { type RunningSession, runningSessions, sessionText } from '../runner/live/control-file.ts';
import type { ControlStatus } from '../runner/live/control-messages.ts';
import { gateText } from '../runner/live/live-gates.ts';
import { accountText, BrokerDesk, type SeenAccount } from './broker-desk.ts';
import type { CommandContext } from './command-context.ts';
import { contextOf } from './context-of.ts';

const ASKER = 'qt status';

interface Asked {
  readonly session: RunningSession;
  readonly status: ControlStatus | null;
  /** Why there is no status. */
  readonly error: string | null;
}

interface AtBroker {
  readonly accounts: readonly SeenAccount[];
  readonly error: string | null;
}

export function statusCommand(program: Command): void {
  program
    .command('status')
    .summary('what runs, what it holds, and what is open at the broker')
    .addHelpText('after', '\nExamples:\n  qt status\n  qt status --json')
    .action(async (_options: object, command: Command) => showStatus(contextOf(command)));
}

async function showStatus(context: CommandContext): Promise<void> {
  const { home } = context;
  const sessions = await Promise.all(runningSessions(home).map((session) => ask(home, session)));
  const host = await atBroker(home);
  const lines = [
    ...(sessions.length === 0 ? ['no session runs in this home'] : sessions.flatMap(sessionLines)),
    ...(host.error === null ? host.accounts.flatMap(accountText) : [`host: ${host.error}`]),
  ];
  context.result({ sessions, host }, lines.join('\n'));
}

async function ask(home: string, session: RunningSession): Promise<Asked> {
  let client: ControlClient | undefined;
  try {
    client = await ControlClient.connect(home, session, ASKER);
    return { session, status: await client.status(), error: null };
  } catch (error) {
    return { session, status: null, error: (error as Error).message };
  } finally {
    client?.close();
  }
}

async function atBroker(home: string): Promise<AtBroker> {
  let desk: BrokerDesk | undefined;
  try {
    desk = await BrokerDesk.connect(home, ASKER);
    const accounts = await desk.all();
    return { accounts, error: null };
  } catch (error) {
    return { accounts: [], error: (error as Error).message };
  } finally {
    desk?.close();
  }
}

function sessionLines({ session, status, error }: Asked): readonly string[] {
  const head = sessionText(session);
  if (status === null) {
    return [`${head}: does not answer (${error})`, '  it may hang: qt kill asks the host, which closes what it holds'];
  }
  if (status.state === 'waiting') {
    return [`${head}: ${status.why}`, `  account ${status.account ?? 'none'}, ${armedText(status)}; qt stop ends it`];
  }
  return [
    `${head}: ${status.state}${status.why === '' ? '' : `, ${status.why}`}${status.isProtectOnly ? ', protects only' : ''}`,
    `  day ${status.sessionDay}, account ${status.account ?? 'none'}, ${armedText(status)}, result ${resultText(status.sessionResultBrl)}`,
    ...(status.muted.length === 0 ? [] : [`  no decisions: ${status.muted.join('; ')}`]),
    ...status.positions.map(
      ({ contract, quantity, averagePrice }) =>
        `  holds ${quantity} ${contract} at ${averagePrice ?? 'an unknown price'}`,
    ),
    ...status.orders.map(orderLine),
    ...(status.lastDecision === null
      ? []
      : [`  last decision ${status.lastDecision.timeUtc}: ${status.lastDecision.outcome}, ${status.lastDecision.why}`]),
    ...(status.journalBroken === null ? [] : [`  THE JOURNAL CANNOT BE WRITTEN: ${status.journalBroken}`]),
    ...status.gates.filter(({ state }) => state !== 'open').map((gate) => `  ${gateText(gate)}`),
    ...status.lastAlerts.map(({ timeUtc, severity, code, text }) => `  ${severity} ${timeUtc} ${code}: ${text}`),
    `  newest event ${status.lastEventAgeMs === null ? 'none yet' : `${Math.round(status.lastEventAgeMs)} ms old`}; slowest: queue ${Math.round(status.slowest.queueMs)} ms, prediction ${Math.round(status.slowest.predictionMs)} ms, commit ${Math.round(status.slowest.commitMs)} ms`,
  ];
}

function orderLine({
  clientOrderId,
  role,
  side,
  quantity,
  filledQuantity,
  contract,
  type,
  price,
  stopPrice,
  status,
}: ControlStatus['orders'][number]): string {
  const at = `${stopPrice === null ? '' : ` stop ${stopPrice}`}${price === null ? '' : ` at ${price}`}`;
  return `  ${clientOrderId} ${role} ${side} ${quantity} ${contract} ${type}${at}: ${status}, ${filledQuantity} filled`;
}

function armedText({ armed, arming }: ControlStatus): string {
  if (!armed) return 'not armed';
  return arming === null ? 'armed' : `armed since ${arming.timeUtc} by ${arming.by}`;
}

function resultText(brl: number | null): string {
  return brl === null ? 'not known yet' : `${brl.toFixed(2)} BRL`;
}
