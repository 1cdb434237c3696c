// `qt doctor orders`: what the broker allows of orders, found out on an account of its simulator and kept for live runs.

import type { Command } from 'commander';
import { writeBrokerCapabilities } from '../adapters/machine/broker-capabilities.ts';
import { type MachineSettings, machineFile, readMachineSettings } from '../adapters/machine/machine-settings.ts';
import { libraryFileFacts } from '../adapters/profit-dll/abi/library-file.ts';
import { UserError } from '../adapters/user-error.ts';
import { capabilitiesOf, type ExaminedOrders, examineOrders } from '../runner/doctor/orders/examine-orders.ts';
import type { Probed } from '../runner/doctor/orders/order-probes.ts';
import type { AccountFacts } from '../runner/host/account-requests.ts';
import { BrokerDesk } from './broker-desk.ts';
import { dllSha256 } from './broker-gate.ts';
import type { CommandContext } from './command-context.ts';
import { confirmTyped } from './confirm-typed.ts';
import { contextOf } from './context-of.ts';
import { accountFor } from './machine-accounts.ts';
import { EXIT_FAILED } from './report-error.ts';

interface Options {
  readonly yes?: string;
}

export function doctorOrdersCommand(doctor: Command): void {
  doctor
    .command('orders')
    .summary('what the broker allows: changing stops, stop and target together')
    .description(
      'Sends orders to demoAccount of machine.json, which must be an account of the simulator of a broker: a stop far from the market, ' +
        'changed and cancelled; one contract bought, with stop and target, and sold again. Needs a running host and an open market.',
    )
    .argument('<contract>', 'the dated contract of the day, such as WDOF27')
    .option('--yes <text>', 'the words that would be asked for')
    .addHelpText('after', '\nExample:\n  qt doctor orders WDOF27')
    .action(async (contract: string, options: Options, command: Command) =>
      examine(contextOf(command), contract.toUpperCase(), options),
    );
}

async function examine(context: CommandContext, ticker: string, { yes }: Options): Promise<void> {
  const { home } = context;
  const machine = readMachineSettings(home);
  const account = accountFor(machine, 'demo', machineFile(home));
  const desk = await BrokerDesk.connect(home, 'qt doctor orders');
  try {
    const facts = (await desk.accounts()).find((each) => each.account === account);
    requireSimulation(account, facts);
    const what = `One contract of ${ticker} is bought and sold on account ${account}, and a stop is sent, changed and cancelled.`;
    await confirmTyped(context, { what, words: account, given: yes, option: 'yes' });
    const { routingMs } = await desk.loginTimes();
    const told = (title: string, { found, detail }: Probed): void =>
      context.say(`${found === undefined ? 'unknown' : found ? 'yes    ' : 'no     '}  ${title}: ${detail}`);
    const examined = await examineOrders({ home, host: desk, account, ticker, told });
    report(context, machine, account, examined, routingMs ?? undefined);
  } finally {
    desk.close();
  }
}

function report(
  context: CommandContext,
  machine: MachineSettings,
  account: string,
  examined: ExaminedOrders,
  routingLoginMs: number | undefined,
): void {
  const found = capabilitiesOf(examined);
  const login =
    routingLoginMs === undefined ? 'the time of the login is not known' : `the login took ${routingLoginMs} ms`;
  let file: string | null = null;
  if (found !== undefined) {
    const { version } = libraryFileFacts(machine.dllPath);
    file = writeBrokerCapabilities(context.home, {
      ...{ schemaVersion: 1, account, at: new Date().toISOString(), dllSha256: dllSha256(machine.dllPath), ...found },
      ...(version === undefined ? {} : { dllVersion: version }),
      ...(routingLoginMs === undefined ? {} : { routingLoginMs }),
    });
  }
  const kept = file === null ? 'NOTHING WAS KEPT: one of the two could not be found out' : `kept in ${file}`;
  const flat = examined.isFlat ? 'the account is flat' : 'THE ACCOUNT IS NOT FLAT: see qt status';
  context.result({ account, ...examined, routingLoginMs: routingLoginMs ?? null, file }, `${login}; ${flat}; ${kept}`);
  if (file === null || !examined.isFlat) process.exitCode = EXIT_FAILED;
}

function requireSimulation(account: string, facts: AccountFacts | undefined): void {
  if (facts?.kind === 'known' && facts.isSimulation) return;
  const why =
    facts?.kind === 'known' ? `${facts.brokerName} is no simulator` : (facts?.reason ?? 'the host does not have it');
  throw new UserError({
    code: 'account-not-simulated',
    message: `Account ${account} is not examined: ${why}; nothing was sent`,
    fix: 'Name an account of the simulator as demoAccount in machine.json; see qt host status',
  });
}
