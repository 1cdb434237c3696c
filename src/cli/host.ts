// `qt host run|start|status|stop`: the process that holds the vendor's connection for every other program of this machine.

import type { Command } from 'commander';
import { Option } from 'commander';
import type { Transport } from '../adapters/host-link/endpoint.ts';
import { UserError } from '../adapters/user-error.ts';
import { HostOperator } from '../runner/capture/host-operator.ts';
import type { BrokerWord } from '../runner/host/guardian/account-orders.ts';
import { hostNotThere, nothingToStop } from '../runner/host/host-errors.ts';
import { lockHolder, provenHolder } from '../runner/host/host-lock.ts';
import { logFolder } from '../runner/host/host-log.ts';
import { runHost } from '../runner/host/run-host.ts';
import { hostEnded, startHost } from '../runner/host/start-host.ts';
import type { VendorStatus } from '../runner/host/vendor/vendor-port.ts';
import { brokerWarning, connectionFault } from './broker-word.ts';
import type { CommandContext } from './command-context.ts';
import { contextOf } from './context-of.ts';
import { counted } from './counted.ts';
import { endByHand } from './end-session-process.ts';
import { refuseNeededHost } from './refuse-needed-host.ts';
import { StopRequest } from './stop-request.ts';

/** The library is finalised, recordings are closed and finished days are stored before the host ends. */
const STOP_MS = 120_000;
const ASKER = 'qt host';

interface StartOptions {
  readonly transport?: Transport;
  readonly simulated?: boolean;
}

interface HostStatus {
  readonly pid: number;
  readonly endpoint: { readonly kind: string };
  readonly upSeconds: number;
  readonly events: number;
  readonly vendor: VendorStatus;
  readonly clients: readonly { readonly role: string; readonly name: string; readonly phase: string }[];
  readonly accounts: readonly {
    readonly account: string;
    readonly trader: string | null;
    readonly guardian: string;
    readonly killed: string | null;
    readonly isFlat: boolean;
    readonly broker: BrokerWord;
  }[];
}

export function hostCommand(program: Command): void {
  const host = program
    .command('host')
    .summary('the process that holds the connection to the vendor for all others')
    .addHelpText('after', '\nExamples:\n  qt host start\n  qt host status\n  qt host stop');
  startable(host.command('run').summary('here, until it is asked to stop (Ctrl+C)')).action(
    async (options: StartOptions, command: Command) => runHere(contextOf(command), options),
  );
  startable(host.command('start').summary('as a process of its own that goes on without this terminal')).action(
    async (options: StartOptions, command: Command) => {
      const context = contextOf(command);
      const { pid } = await startHost({ home: context.home, ...startOf(options) });
      context.result({ started: true, pid, log: logFolder(context.home) }, `The host runs: process ${pid}`);
    },
  );
  host
    .command('status')
    .summary('what it is connected to, and who reads')
    .action(async (_options: object, command: Command) => showStatus(contextOf(command)));
  host
    .command('stop')
    .summary('ends it in order: the library, the recordings, the streams')
    .option(
      '--force',
      'also under a running session, or while something of ours is open: nobody looks after it then; ends a host that hangs',
    )
    .action(async (options: { readonly force?: boolean }, command: Command) =>
      stopHost(contextOf(command), options.force === true),
    );
}

function startable(command: Command): Command {
  return command
    .addOption(new Option('--transport <how>', "in place of the machine's setting").choices(['local', 'tcp']))
    .option('--simulated', 'the library is a stand-in: what is recorded says so');
}

function startOf({
  transport,
  simulated,
}: StartOptions): Pick<Parameters<typeof startHost>[0], 'provenance' | 'transport'> {
  return { provenance: simulated === true ? 'simulated' : 'exchange', transport };
}

async function runHere(context: CommandContext, options: StartOptions): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const stop = new StopRequest((why) => resolve(why));
  try {
    const running = await runHost({
      home: context.home,
      ...startOf(options),
      onStop: () => resolve('asked to stop by an operator'),
    });
    context.say(`The host runs: process ${process.pid}; log in ${logFolder(context.home)}`);
    const why = await promise;
    context.say(`${why}: stopping`);
    await running.close(why);
    context.result({ stopped: true, why }, `The host has ended: ${why}`);
  } finally {
    stop.close();
  }
}

async function showStatus(context: CommandContext): Promise<void> {
  const { home } = context;
  if (lockHolder(home) === undefined) throw hostNotThere();
  const status = await ask<HostStatus>(home, 'status');
  const { pid, endpoint, upSeconds, events, vendor, clients, accounts } = status;
  const lines = [
    `process ${pid}, ${endpoint.kind}, up ${upSeconds} s, ${counted(events, 'event')}, log in ${logFolder(home)}`,
    `vendor ${vendor.process.kind}, ${vendor.feed ?? 'no'} feed, ${counted(vendor.restarts, 'restart')}; market ${vendor.market.state}, routing ${vendor.routing.state}`,
    ...reasonsOf(vendor),
    ...vendor.subscriptions.map(
      ({ asset, kind, state, reason }) =>
        `  ${asset.ticker} ${kind}: ${state}${reason === undefined ? '' : `, ${reason}`}`,
    ),
    ...clients.map(({ role, name, phase }) => `${role} ${name}: ${phase}`),
    ...accounts.flatMap(({ account, broker }) => {
      const warning = brokerWarning(broker, connectionFault(vendor));
      return warning === undefined ? [] : [`account ${account}: ${warning}`];
    }),
    ...accounts.map(
      ({ account, trader, guardian, killed, isFlat, broker }) =>
        `account ${account}: ${heldText(isFlat, broker)}, trader ${trader ?? 'none'}, guardian ${guardian}${killed === null ? '' : `, KILLED by ${killed}`}`,
    ),
  ];
  context.result({ ...status, log: logFolder(home) }, lines.join('\n'));
}

function heldText(isFlat: boolean, { isCurrent, asOfUs }: BrokerWord): string {
  if (isFlat) return isCurrent ? 'flat' : 'unknown whether flat';
  return isCurrent || asOfUs === null ? 'NOT FLAT' : 'NOT FLAT when it was last known';
}

/** Why there is no connection, and what to do. */
function reasonsOf({ process: state, market, routing }: VendorStatus): readonly string[] {
  const lines: string[] = [];
  if (state.kind === 'stopped' || state.kind === 'waiting') lines.push(`  ${state.kind}: ${state.reason}`);
  if (state.kind === 'stopped' && state.fix !== undefined) lines.push(`  ${state.fix}`);
  for (const { service, state: how, detail } of [market, routing]) {
    if (how !== 'connected' && detail !== undefined) lines.push(`  ${service} ${how}: ${detail}`);
  }
  return lines;
}

async function stopHost(context: CommandContext, force: boolean): Promise<void> {
  const { home } = context;
  const holder = lockHolder(home);
  if (holder === undefined) throw nothingToStop();
  if (!force) refuseNeededHost(home, (await ask<HostStatus>(home, 'status')).accounts);
  try {
    await ask(home, 'stop', { force });
  } catch (error) {
    const isHung = error instanceof UserError && error.code === 'host-not-there' && lockHolder(home) !== undefined;
    if (!force || !isHung) throw error;
    context.say(`${error.message}: it is ended`);
    endHost(home, holder.pid);
  }
  if (await hostEnded(home, holder.pid, STOP_MS)) {
    context.result({ stopped: true, pid: holder.pid }, `The host has ended: process ${holder.pid}`);
    return;
  }
  throw new UserError({
    code: 'host-not-stopped',
    message: `The host, process ${holder.pid}, was asked to stop and has not ended after ${STOP_MS / 1000} s`,
    fix: `Look at its log in ${logFolder(home)}; end the process if nothing happens there.`,
  });
}

/** UserError `process-not-proven`: a number alone may be that of another process by now. */
function endHost(home: string, pid: number): void {
  if (provenHolder(home)?.pid !== pid) {
    throw new UserError({
      code: 'process-not-proven',
      message: `Nothing proves that process ${pid} is the host; it was not ended`,
      fix: `Look at what process ${pid} is; where it is the host: ${endByHand(pid)}`,
    });
  }
  process.kill(pid, 'SIGKILL');
}

async function ask<T>(home: string, what: string, args: object = {}): Promise<T> {
  const operator = await HostOperator.connect(home, ASKER);
  try {
    return await operator.ask<T>(what, args);
  } finally {
    operator.close();
  }
}
