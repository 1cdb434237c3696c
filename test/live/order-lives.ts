// A seed and a number of lives in; traders behind a real host and the simulated library live them under faults, and what the broker says of it out.
import { join } from 'node:path';
import type { AccountName } from '../../src/adapters/profit-dll/decode/feed-facts.ts';
import { accountText } from '../../src/runner/host/host-orders.ts';
import { HostStage, until } from '../end-to-end/host-stage.ts';
import { simulatedDll } from '../support/simulated-dll.ts';
import { type BrokerLimits, type BrokerReport, checkBroker } from './broker-check.ts';
import { type BrokerLine, readBrokerLog } from './broker-log.ts';
import { BROKER, START_CLOCK, START_US, TICKER } from './session-day.ts';
import { newSessionHome } from './session-home.ts';
import { mergeStalls, StarvedTime, withChildren } from './starved-time.ts';
import type { TraderState } from './trader.ts';
import { Traders } from './traders.ts';

/** Seconds of the local day at that moment: the first epoch of a process. */
const FIRST_EPOCH = 10 * 3600;
const TRADES_A_SECOND = 40;
const TICKS_A_STEP = 3;
const POLL_MS = 500;

export interface LivesPlan {
  readonly seed: number;
  readonly traders: number;
  readonly lives: number;
  /** One fault in so many requests and answers; 0: none. */
  readonly everyFault: number;
  /** Bits of `order-chaos`. */
  readonly faults: number;
  /** Further commands of the simulated library. */
  readonly simulation?: readonly string[];
  readonly limits?: Partial<BrokerLimits>;
  readonly patienceMs?: number;
  readonly say?: (text: string) => void;
}

export interface LivesResult {
  readonly lines: readonly BrokerLine[];
  readonly report: BrokerReport;
  readonly states: readonly TraderState[];
  readonly seconds: number;
  /** How often a trader had halted and was told to go on. */
  readonly resumed: number;
}

/** Contracts of an entry of the n-th trader. */
export function contractsOf(trader: number): number {
  return 1 + (trader % 3);
}

export function accountsOf(count: number): readonly AccountName[] {
  return Array.from({ length: count }, (_, n) => ({
    brokerId: BROKER,
    accountId: `L-${String(n + 1).padStart(3, '0')}`,
    subAccountId: '',
  }));
}

/** What makes the market and the venue of a run. */
export function marketCommands(seed: number, accounts: readonly AccountName[], home: string): readonly string[] {
  return [
    'accounts none',
    ...accounts.map(({ accountId }) => `broker-account ${BROKER} Simulador ${accountId} 0 Conta`),
    `order-log ${join(home, 'broker.log')}`,
    `walk ${TICKER} ${seed} ${TRADES_A_SECOND} ${TICKS_A_STEP}`,
  ];
}

export function machineOf(account: AccountName): object {
  return { login: 'routing', account: { broker: account.brokerId, account: account.accountId } };
}

export async function runLives(plan: LivesPlan): Promise<LivesResult> {
  const { seed, everyFault, faults, say = () => {} } = plan;
  const accounts = accountsOf(plan.traders);
  const dllPath = await simulatedDll();
  const startMs = performance.now();
  const home = newSessionHome();
  const stage = await HostStage.start({
    home,
    dllPath,
    startUs: START_US,
    accounts,
    machine: machineOf(accounts[0]!),
    commands: [START_CLOCK, ...marketCommands(seed, accounts, home), ...(plan.simulation ?? [])],
  });
  let traders: Traders | undefined;
  try {
    const log = join(stage.home, 'broker.log');
    await until('routing', async () => (await stage.status()).vendor.routing.state === 'connected');
    traders = await Traders.start(
      accounts.map((account, n) => ({
        home: stage.home,
        account: accountText(account),
        seed: seed * 1000 + n,
        contracts: contractsOf(n),
        epoch: FIRST_EPOCH,
        guard: { stopDeadlineMs: 500, silentMs: 2000, accountUse: 'exclusive' },
      })),
    );
    const starved = new StarvedTime([traders.pid, ...withChildren(stage.pid)]);
    if (everyFault > 0) stage.command(`order-chaos ${seed} ${everyFault} ${faults}`);
    const endMs = performance.now() + (plan.patienceMs ?? 120_000);
    let resumed = 0;
    for (;;) {
      await new Promise((done) => setTimeout(done, POLL_MS));
      const { lives } = checkBroker(readBrokerLog(log));
      const states = await traders.states();
      const failed = states.find(({ failure }) => failure !== undefined);
      if (failed !== undefined) throw new Error(`seed ${seed}: ${failed.account}: ${failed.failure}`);
      const halted = states.filter((state) => state.halted !== undefined);
      resumed += halted.length;
      if (halted.length > 0) await traders.ask({ kind: 'resume' });
      say(
        `seed ${seed}: ${lives} lives, ${halted.length} halted ${halted[0]?.halted ?? ''} ${JSON.stringify(states[0]?.decisions)}`,
      );
      if (lives >= plan.lives) break;
      if (performance.now() > endMs) throw new Error(`seed ${seed}: only ${lives} lives: ${JSON.stringify(states[0])}`);
    }
    stage.command('order-chaos 0 0', 'order-delay 2000');
    const states = await comeToRest(traders, seed, log);
    const lines = readBrokerLog(log);
    const { stalls: paused } = await traders.end();
    const stalls = mergeStalls([...paused, ...starved.end()]);
    const report = checkBroker(lines, { contracts: (name) => contractsOfAccount(name), stalls, ...plan.limits });
    return { lines, report, states, seconds: (performance.now() - startMs) / 1000, resumed };
  } finally {
    traders?.kill();
    if (process.env.QT_LIVES_KEEP === undefined) await stage.remove();
    else stage.kill();
  }
}

function contractsOfAccount(name: string): number {
  return contractsOf(Number(/L-(\d+)/.exec(name)![1]) - 1);
}

/** Nothing is held and nothing works, by the broker; and the traders hold what the broker says. */
async function comeToRest(traders: Traders, seed: number, log: string): Promise<readonly TraderState[]> {
  await traders.ask({ kind: 'retire' });
  let states: readonly TraderState[] = [];
  let retries = 0;
  await until(
    `rest of seed ${seed}`,
    async () => {
      states = await traders.states();
      // who has halted meanwhile closes nothing by itself
      if (++retries % 20 === 0) await traders.ask({ kind: 'retire' });
      const { positions, working } = checkBroker(readBrokerLog(log));
      const isFlat = [...positions.values()].every((position) => position === 0);
      return isFlat && working.length === 0 && states.every(({ position }) => position === 0);
    },
    30_000,
  ).catch((error: unknown) => {
    const left = states.filter(({ position, working }) => position !== 0 || working.length > 0);
    throw new Error(`${String(error)}: ${JSON.stringify(left)}`);
  });
  // what is on its way to the log is there a moment later
  await new Promise((done) => setTimeout(done, 300));
  return states;
}
