// `qt doctor`: a guided examination of the installed ProfitDLL, with a report that can be sent for help.

import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { type MachineSettings, machineFile, readMachineSettings } from '../adapters/machine/machine-settings.ts';
import { redact } from '../adapters/secrets/redact.ts';
import { type SecretSource, takeFromEnvironment } from '../adapters/secrets/secret-source.ts';
import { UserError } from '../adapters/user-error.ts';
import { type CheckResult, type DoctorSettings, MEND_FIRST } from '../runner/doctor/check.ts';
import { reportText, withoutSecrets } from '../runner/doctor/report.ts';
import { runDoctor } from '../runner/doctor/run-doctor.ts';
import { lockHolder } from '../runner/host/host-lock.ts';
import { positive } from './arguments.ts';
import type { CommandContext } from './command-context.ts';
import { contextOf } from './context-of.ts';
import { counted } from './counted.ts';
import { doctorOrdersCommand } from './doctor-orders.ts';
import { doctorPcCommand } from './doctor-pc.ts';

export interface DoctorOptions {
  readonly dll?: string;
  readonly ticker: string;
  readonly exchange: string;
  readonly minutes: number;
  readonly marketOnly?: boolean;
  readonly feed?: string;
  readonly report?: string;
  readonly sendTestOrder?: boolean;
}

const MINUTE_MS = 60_000;
const LOGIN_MS = 90_000;
const SIGN_OF_LIFE_MS = 10_000;
/** The end of history is told before the last of its trades. */
const QUIET_MS = 1_500;
const MARKS = { ok: 'ok          ', failed: 'FAILED      ', 'not possible': 'not possible' } as const;

export function doctorCommand(program: Command): void {
  const doctor = program
    .command('doctor')
    .summary('examine the installed ProfitDLL and write a report')
    .description(
      'Loads the library, logs in, subscribes to one ticker, judges trades, book, history, accounts and position, and says what to do ' +
        'about each. Stop every other program that uses the activation key first: there is one session per key.',
    )
    .option('--dll <path>', 'the library (default: dllPath of machine.json)')
    .option('--ticker <ticker>', 'what to subscribe to', 'WDOFUT')
    .option('--exchange <letter>', 'F futures, B equities', 'F')
    .option('--minutes <n>', 'how long trades are watched', positive, 2)
    .option('--market-only', 'log in without routing')
    .option('--feed <kind>', 'auto, native or direct')
    .option('--report <file>', 'where the report goes (default: doctor-<time>.json in the home folder)')
    .option('--send-test-order', 'also send one order far from the market, and cancel it; simulation accounts only')
    .addHelpText('after', '\nExample:\n  qt doctor --dll C:\\Profit\\ProfitDLL64.dll --ticker WDOV26 --minutes 3')
    .action(async (options: DoctorOptions, command: Command) => {
      const context = contextOf(command);
      const settings = await doctorSettings(context, options, takeFromEnvironment());
      if (settings.testOrder !== undefined) await confirm(context, settings);
      await examine(context, settings, options.report);
    });
  doctorPcCommand(doctor);
  doctorOrdersCommand(doctor);
}

async function examine(context: CommandContext, settings: DoctorSettings, file: string | undefined): Promise<void> {
  const screen = new Screen((text) => context.say(withoutSecrets(text, settings, [])));
  const examination = await runDoctor(settings, screen).finally(() => screen.end());
  const report = file ?? join(context.home, `doctor-${new Date().toISOString().replaceAll(/[:.]/g, '-')}.json`);
  const text = reportText(settings, examination, packageJson.version);
  writeFileSync(report, text, { mode: 0o600 });
  const states = examination.results.map(({ state }) => state);
  const failures = states.filter((state) => state === 'failed').length;
  const summary = `${states.filter((state) => state === 'ok').length} ok, ${failures} failed, ${
    states.filter((state) => state === 'not possible').length
  } not possible; the report without secrets is ${report}`;
  context.result({ ...(JSON.parse(text) as object), report }, summary);
  if (failures > 0) process.exitCode = 1;
}

/** Says of a check that goes on that it does, and of those that could not be made only once. */
class Screen {
  private readonly say: (text: string) => void;
  private readonly unmade: string[] = [];
  private timer: NodeJS.Timeout | undefined = undefined;

  constructor(say: (text: string) => void) {
    this.say = say;
  }

  begin(title: string): void {
    this.say(`...           ${title}`);
    const beganMs = performance.now();
    clearInterval(this.timer);
    this.timer = setInterval(
      () => this.say(`...           goes on: ${Math.round((performance.now() - beganMs) / 1000)} s`),
      SIGN_OF_LIFE_MS,
    );
  }

  result(result: CheckResult): void {
    clearInterval(this.timer);
    if (result.state === 'not possible' && result.fix === MEND_FIRST) this.unmade.push(result.title);
    else this.say(lineOf(result));
  }

  end(): void {
    clearInterval(this.timer);
    if (this.unmade.length === 0) return;
    this.say(`not possible  ${counted(this.unmade.length, 'check')} whose ground is missing; mend that first`);
  }
}

function lineOf({ title, state, detail, fix }: CheckResult): string {
  const advice = state === 'ok' || fix === undefined ? '' : `\n              ${fix}`;
  return redact(`${MARKS[state]}  ${title}: ${detail}${advice}`);
}

export async function doctorSettings(
  context: CommandContext,
  options: DoctorOptions,
  secrets: SecretSource,
): Promise<DoctorSettings> {
  refuseBesideHost(context.home);
  const machine = existsSync(machineFile(context.home)) ? readMachineSettings(context.home) : undefined;
  const dllPath = options.dll ?? machine?.dllPath;
  if (dllPath === undefined) {
    throw badOption('dll', 'No library is named', 'Use --dll PATH, or write machine.json (docs/machine.md)');
  }
  const mode = (options.marketOnly ?? machine?.login === 'market') ? 'market' : 'routing';
  const [activationKey, user, password] = [
    (await secrets.need('activationKey')).reveal(),
    (await secrets.need('user')).reveal(),
    (await secrets.need('password')).reveal(),
  ];
  return {
    dllPath,
    workingFolder: options.dll === undefined ? machine?.workingFolder : undefined,
    feed: feedOf(options.feed ?? machine?.feed ?? 'auto'),
    versionBytes: machine?.versionBytes ?? {},
    login: { mode, activationKey, user, password },
    asset: { ticker: options.ticker, exchange: options.exchange },
    watchMs: options.minutes * MINUTE_MS,
    loginMs: LOGIN_MS,
    quietMs: QUIET_MS,
    testOrder: options.sendTestOrder === true ? await testOrderOf(machine, mode, secrets) : undefined,
  };
}

/** There is one session per key: two of them throw each other out. */
function refuseBesideHost(home: string): void {
  const host = lockHolder(home);
  if (host === undefined) return;
  throw new UserError({
    code: 'host-running',
    message: `The host of this home (process ${host.pid}) uses the key; nothing was loaded`,
    fix: 'Stop it first: qt host stop. It goes on with its recordings when it is started again',
  });
}

function feedOf(text: string): DoctorSettings['feed'] {
  if (text === 'auto' || text === 'native' || text === 'direct') return text;
  throw badOption('feed', `${text} is no feed`, 'Use auto, native or direct');
}

async function testOrderOf(
  machine: MachineSettings | undefined,
  mode: 'market' | 'routing',
  secrets: SecretSource,
): Promise<DoctorSettings['testOrder']> {
  if (mode === 'market' || machine?.account === undefined) {
    const fix = 'Set account in machine.json to a simulation account, login to routing, and leave --market-only out';
    throw badOption('send-test-order', 'There is no account for a test order', fix);
  }
  const { broker: brokerId, account: accountId, subAccount: subAccountId } = machine.account;
  // some simulation accounts want none
  const password = (await secrets.find('routingPassword'))?.reveal() ?? '';
  return { account: { brokerId, accountId, ...(subAccountId === undefined ? {} : { subAccountId }) }, password };
}

async function confirm(context: CommandContext, { testOrder, asset }: DoctorSettings): Promise<void> {
  const { brokerId, accountId } = testOrder!.account;
  const wanted = `send to ${accountId}`;
  context.say(`One order to buy 1 ${asset.ticker} far from the market goes to broker ${brokerId}, and is cancelled.`);
  context.say(`Type "${wanted}" to agree:`);
  const lines = createInterface({ input: process.stdin });
  for await (const line of lines) {
    lines.close();
    if (line.trim() === wanted) return;
    break;
  }
  throw new UserError({
    code: 'not-confirmed',
    message: 'The test order was not confirmed; nothing was done',
    fix: 'Type the words as they stand there, or leave --send-test-order out',
  });
}

function badOption(field: string, message: string, fix: string): UserError {
  return new UserError({ code: 'bad-option', message, field, fix });
}
