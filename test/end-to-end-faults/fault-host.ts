// Starts a real host with real vendor processes over the simulated library, with short limits; a market that goes on when they die.

import { appendFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SentOrder } from '../../src/adapters/profit-dll/calls/order-requests.ts';
import { gridOf, type InstrumentTerms } from '../../src/core/market/instrument-terms.ts';
import { Host } from '../../src/runner/host/host.ts';
import { HostClock } from '../../src/runner/host/host-clock.ts';
import type { HostLog } from '../../src/runner/host/host-log.ts';
import { HostOrders } from '../../src/runner/host/host-orders.ts';
import { BACKFILL_LIMITS } from '../../src/runner/host/vendor/backfill-plan.ts';
import { HISTORY_LIMITS } from '../../src/runner/host/vendor/history-request.ts';
import { liveVendor } from '../../src/runner/host/vendor/live-vendor.ts';
import { LOGIN_LIMITS } from '../../src/runner/host/vendor/login-watch.ts';
import { RESTART_LIMITS } from '../../src/runner/host/vendor/restart-policy.ts';
import type { VendorLimits } from '../../src/runner/host/vendor/vendor-options.ts';
import { ignoreVendor } from '../../src/runner/host/vendor/vendor-port.ts';
import { RUN_LIMITS } from '../../src/runner/host/vendor/vendor-run.ts';
import type { VendorService } from '../../src/runner/host/vendor/vendor-service.ts';
import { FAULT_TICKER, type FaultScript } from '../support/fault-script.ts';
import { simulatedDll } from '../support/simulated-dll.ts';
import { FAULT_DAY, FAULT_START_US, readTruth, type TrueTrade, UTC_OFFSET_US, writeFaultTape } from './fault-tape.ts';

/** The simulator's own account. */
export const FAULT_ACCOUNT = { brokerId: 32003, accountId: '10001-7', subAccountId: '' } as const;
export const FAULT_ASSET = { ticker: FAULT_TICKER, exchange: 'F' } as const;
const POLL_MS = 5;
const TICK_MS = 10;
const TAKEN = 'simulated ProfitDLL: ';
const PATIENCE_MS = 30_000;
/** A market goes on while nobody looks: so many trades happen between the death of a process and the next login. */
const MEANWHILE_TRADES = 100;

type Limits = NonNullable<FaultScript['limits']>;

export interface FaultHostOptions {
  readonly login: FaultScript['login'];
  /** Commands of each vendor process, after those that every one gets. */
  readonly simulation: readonly string[];
  /** Played from the first command `go` on; none: no tape. */
  readonly trades: readonly TrueTrade[];
  readonly limits?: Limits;
  readonly positionRestMs?: number;
}

export interface FaultHost {
  readonly home: string;
  readonly host: Host;
  /** What only the host itself says: services, the end of everything, orders of others. Clients write theirs among them. */
  readonly words: string[];
  /** Lines of the log, for whoever asks why. */
  readonly said: string[];
  /** Ids that the vendor gave to orders, in the order in which they were sent. */
  readonly localOrderIds: readonly bigint[];
  /** Reason of the final stop. */
  readonly stopReason: string | undefined;
  /** Resolves when the simulator has taken them. */
  command(...lines: readonly string[]): Promise<void>;
  truth(): Promise<ReadonlyMap<string, readonly TrueTrade[]>>;
  close(): Promise<void>;
}

export async function until(what: string, holds: () => boolean, why: () => string = () => ''): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS;
  while (!holds()) {
    if (performance.now() > endMs) throw new Error(`${what} did not come: ${why()}`);
    await new Promise((done) => setTimeout(done, POLL_MS));
  }
}

/** As in live, but without its patience; with room for a machine that is busy. */
function limitsOf(asked: Limits): VendorLimits {
  const { callMs: _, ...limits } = asked;
  const pick = <T extends object>(base: T, short: Partial<T>): T => {
    const own = Object.entries(limits).filter(([name]) => name in base);
    return { ...base, ...short, ...Object.fromEntries(own) };
  };
  return {
    run: pick(RUN_LIMITS, { heartbeatMs: 6_000, frozenMs: 6_000, stopMs: 8_000 }),
    restart: pick(RESTART_LIMITS, { firstDelayMs: 20, longestDelayMs: 40 }),
    login: pick(LOGIN_LIMITS, { loginMs: 12_000, refusalMs: 300, marketLostMs: 10_000, loginLostMs: 10_000 }),
    history: { ...HISTORY_LIMITS, quietMs: 120, emptyQuietMs: 150, silentMs: 3_000, hardMs: 12_000, callMs: 3_000 },
    backfill: { ...BACKFILL_LIMITS, lagMs: 30, quietMs: 500, firstRetryMs: 60, longestRetryMs: 300, attempts: 40 },
  };
}

const PETR4: InstrumentTerms = {
  ...gridOf('PETR4', 0.01),
  lot: 1,
  pointValue: 1,
  currency: 'BRL',
  timeZone: 'America/Sao_Paulo',
  calendar: 'B3',
  hours: undefined,
  inferred: false,
};

/** The folder of a vendor process: its commands; from the second one on the market so far is history. */
class Simulation {
  readonly folder: string;
  private readonly options: FaultHostOptions;
  private readonly taken: string[] = [];
  private run = 0;

  constructor(home: string, options: FaultHostOptions) {
    this.folder = join(home, 'work');
    this.options = options;
    mkdirSync(this.folder);
  }

  /** `known`: the last trade that the host has. */
  prepare(known: number): void {
    const { trades, simulation } = this.options;
    const { folder } = this;
    this.run += 1;
    rmSync(join(folder, 'simulation-commands.txt'), { force: true });
    // it then says which commands it takes
    const lines = ['set verbose 1', `clock ${FAULT_DAY}T10:00:00`];
    const past = Math.min(trades.length, known + MEANWHILE_TRADES);
    if (trades.length > 0 && this.run === 1) {
      writeFaultTape(join(folder, 'day.tape'), trades);
      lines.push(`tape ${join(folder, 'day.tape')}`, 'start command');
    } else if (trades.length > 0) {
      writeFaultTape(join(folder, 'past.tape'), trades.slice(0, past));
      writeFaultTape(join(folder, 'rest.tape'), trades.slice(past));
      lines.push(`history ${join(folder, 'past.tape')}`, `tape ${join(folder, 'rest.tape')}`);
    }
    writeFileSync(join(folder, 'simulation.txt'), `${[...lines, ...simulation].join('\n')}\n`);
  }

  /** Each line that the library has printed. */
  printed(line: string): void {
    if (line.startsWith(TAKEN)) this.taken.push(line.slice(TAKEN.length));
  }

  async command(lines: readonly string[], why: () => string): Promise<void> {
    const before = this.taken.length;
    const last = lines.at(-1);
    appendFileSync(join(this.folder, 'simulation-commands.txt'), `${lines.join('\n')}\n`);
    await until(`"${last}" in the simulator`, () => last === undefined || this.taken.indexOf(last, before) >= 0, why);
  }

  async truth(why: () => string): Promise<ReadonlyMap<string, readonly TrueTrade[]>> {
    const path = join(this.folder, 'truth.txt');
    rmSync(path, { force: true });
    await this.command([`truth ${path}`], why);
    await until('the truth', () => existsSync(path), why);
    return readTruth(path);
  }
}

function wordLog(words: string[], said: string[]): HostLog {
  const say = (what: string, facts: Readonly<Record<string, unknown>> = {}): void => {
    said.push(`${what} ${JSON.stringify(facts)}`);
    if (what === 'foreignOrder') words.push('foreign');
    if (what === 'orderNote' && facts.code === 'contradiction') words.push('contradiction');
  };
  return { info: say, warning: say, error: say };
}

export async function startFaultHost(options: FaultHostOptions): Promise<FaultHost> {
  const words: string[] = [];
  const home = mkdtempSync(join(tmpdir(), 'qt-faults-'));
  const dllPath = await simulatedDll();
  const simulation = new Simulation(home, options);
  simulation.prepare(0);
  const zeroMs = performance.now();
  const nowUs = (): number => FAULT_START_US + Math.floor((performance.now() - zeroMs) * 1000);
  const said: string[] = [];
  const log = wordLog(words, said);
  const printed = (line: string): void => {
    simulation.printed(line);
    log.info('vendorSays', { line });
  };
  const why = (): string => said.slice(-10).join('\n');
  const { callMs } = options.limits ?? {};
  const localOrderIds: bigint[] = [];
  let vendor: VendorService | undefined;
  let stopReason: string | undefined;
  const host = await Host.start({
    home,
    log,
    clock: new HostClock({ monotonicNs: () => process.hrtime.bigint(), utcUs: nowUs }),
    termsOf: (ticker) => (ticker === 'PETR4' ? PETR4 : undefined),
    vendor: (door) => {
      vendor = liveVendor({
        door,
        mode: options.login,
        settings: { dllPath, feed: 'native', ringRecords: 2 ** 17, depthLevels: 10, versionBytes: {} },
        spawn: { workingFolder: simulation.folder, output: printed },
        limits: limitsOf(options.limits ?? {}),
        tickMs: TICK_MS,
        clock: { nowMs: () => performance.now(), localMs: () => (nowUs() - UTC_OFFSET_US) / 1000 },
      });
      vendor.listen({
        ...ignoreVendor,
        service: ({ service, state }) => words.push(`${service} ${state} (host)`),
        process: (state) => {
          if (state.kind === 'waiting') simulation.prepare(vendor?.tape(FAULT_ASSET)?.rows.lastNumber() ?? 0);
          if (state.kind !== 'stopped') return;
          stopReason = state.reason;
          words.push('stopped');
        },
      });
      return vendor;
    },
    acceptVendor: (peer) => vendor?.accept(peer),
    ...(options.login === 'market' ? {} : { orders: ordersOf }),
  });
  function ordersOf(
    ...[port, answers, instruments]: Parameters<NonNullable<Parameters<typeof Host.start>[0]['orders']>>
  ) {
    // the ids of sent orders are needed to ask the venue for its own view of them
    const noted: typeof port = Object.create(port);
    noted.call = async (...call) => {
      const answer = await port.call(...call);
      if (call[0] === 'sendOrder' && answer.ok) localOrderIds.push((answer.value as SentOrder).localOrderId ?? 0n);
      return answer;
    };
    return new HostOrders({
      accounts: [FAULT_ACCOUNT],
      storePath: join(home, 'orders.sqlite'),
      runPrefix: 'faults',
      vendor: noted,
      instruments,
      answers,
      log,
      nowUs,
      costsE4: () => 0,
      ...(callMs === undefined ? {} : { callMs }),
      ...(options.positionRestMs === undefined ? {} : { positionRestMs: options.positionRestMs }),
    });
  }
  host.vendor.start({
    mode: options.login,
    activationKey: 'KEY',
    user: 'user',
    password: 'password',
    routingPassword: 'orders',
  });
  return {
    home,
    host,
    words,
    said,
    localOrderIds,
    get stopReason() {
      return stopReason;
    },
    command: (...lines) => simulation.command(lines, why),
    truth: () => simulation.truth(why),
    close: async () => {
      await host.stop('the run is over');
      rmSync(home, { recursive: true, force: true });
    },
  };
}
