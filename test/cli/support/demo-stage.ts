// A copy of the repository with strategies promoted in it, and a host over the simulated library; sessions of the command line on its day.
import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HostStage, type StageOptions, until } from '../../end-to-end/host-stage.ts';
import { type BrokerReport, checkBroker } from '../../live/broker-check.ts';
import { readBrokerLog } from '../../live/broker-log.ts';
import { BROKER, MADE_SESSION, START_CLOCK, START_US, TICKER } from '../../live/session-day.ts';
import { newSessionHome, storeDayBefore } from '../../live/session-home.ts';
import { simulatedDll } from '../../support/simulated-dll.ts';
import { EAGER, eagerSource } from './eager-strategy.ts';
import { type Outcome, outcomeOf, qt, startNode } from './qt.ts';
import { repositoryCopy } from './repository-copy.ts';

export const DEMO_ACCOUNT = `${BROKER}:10001-7`;

const MACHINE = {
  login: 'routing',
  demoAccount: { broker: BROKER, account: '10001-7', ownerName: 'Conta do Simulador' },
  dayTrade: true,
  capitalBrl: 50_000,
  watch: { diskFreeGib: 0, clockDriftMs: 60_000 },
  alerts: { desktop: false },
};

const FEES = { fees: { WDO: { exchangeFeeBrl: 0.6, brokerageBrl: 0.2 } } };

interface StagedRelease {
  readonly strategy: string;
  readonly source: string;
  readonly stage: 'paper' | 'demo';
}

export interface DemoStageOptions {
  /** The eager strategy in demo where it is left out. */
  readonly releases?: readonly StagedRelease[];
  /** Further entries of machine.json; fees where it is left out. */
  readonly machine?: object;
}

export class DemoSession {
  readonly child: ChildProcess;
  readonly ended: Promise<Outcome>;
  private text = '';

  constructor(child: ChildProcess) {
    this.child = child;
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.on('data', (chunk: Buffer | string) => {
        this.text += chunk.toString();
      });
    }
    this.ended = outcomeOf(child);
  }

  /** What stands on its terminal so far. */
  said(): string {
    return this.text;
  }

  /** Throws what it said where it ends instead, or takes too long. */
  async until<T>(
    what: string,
    look: () => T | undefined | false | Promise<T | undefined | false>,
    patienceMs?: number,
  ): Promise<T> {
    const lookWhileItRuns = (): ReturnType<typeof look> => {
      if (this.child.exitCode !== null) throw new Error(`the session has ended before ${what}`);
      return look();
    };
    return await until(what, lookWhileItRuns, patienceMs).catch((error: unknown) => {
      throw new Error(`${error}: ${this.text}`);
    });
  }
}

/** Made while a test file is collected: the copy is gone when its tests have run. */
export class DemoStage {
  readonly home = newSessionHome();
  /** Of the copy. */
  readonly root: string;
  private readonly releases: readonly StagedRelease[];
  private readonly machine: object;
  private readonly log = join(this.home, 'broker.log');
  private readonly sessions: DemoSession[] = [];
  private running: HostStage | undefined = undefined;
  private options: StageOptions | undefined = undefined;

  constructor({
    releases = [{ strategy: EAGER, source: eagerSource, stage: 'demo' }],
    machine = FEES,
  }: DemoStageOptions = {}) {
    this.releases = releases;
    this.machine = machine;
    const files = releases.map(({ strategy, source }) => [join('strategies', `${strategy}.ts`), source]);
    this.root = repositoryCopy({ files: Object.fromEntries(files), committed: true });
  }

  async start(): Promise<void> {
    await storeDayBefore(this.home, MADE_SESSION);
    const days = ['--from', MADE_SESSION.dayBefore, '--to', MADE_SESSION.dayBefore, '--instrument', TICKER];
    for (const { strategy, stage } of this.releases) {
      // a stage that is new has no sessions behind it
      const waived = stage === 'demo' ? ['--waive', 'paperSessions=a test', '--waived-by', 'A tester'] : [];
      const args = ['promote', strategy, stage, ...days, ...waived, '--home', this.home];
      const { code, stderr } = await qt(args, this.root);
      if (code !== 0) throw new Error(`${strategy} is not promoted: ${stderr}`);
    }
    const zeroNs = process.hrtime.bigint();
    this.options = {
      ...{ dllPath: await simulatedDll(), home: this.home, startUs: START_US, zeroNs },
      machine: { ...MACHINE, ...this.machine },
      commands: [`${START_CLOCK} ${zeroNs}`, `order-log ${this.log}`, `walk ${TICKER} 7 40 3`, 'order-delay 2000'],
    };
    this.running = await HostStage.start(this.options);
  }

  /** Resolves when orders can be sent again. */
  async restartHost(): Promise<void> {
    await this.host.stop();
    this.running = await HostStage.start(this.options!);
    await until('routing', async () => (await this.host.status()).vendor.routing.state === 'connected');
  }

  async close(): Promise<void> {
    for (const { child } of this.sessions) child.kill('SIGKILL');
    await Promise.all(this.sessions.map(({ ended }) => ended));
    await this.running?.remove();
    rmSync(this.home, { recursive: true, force: true });
  }

  get host(): HostStage {
    return this.running!;
  }

  get held(): number {
    return this.broker().positions.get(`${DEMO_ACCOUNT} ${TICKER}`) ?? 0;
  }

  broker(): BrokerReport {
    return checkBroker(readBrokerLog(this.log));
  }

  /** A command line in a process of its own, whose clock is that of the day. */
  run(...args: readonly string[]): Promise<Outcome> {
    return this.begin(...args).ended;
  }

  /** The same, while it runs: for a session. */
  begin(...args: readonly string[]): DemoSession {
    const clock = pathToFileURL(join(import.meta.dirname, 'shifted-clock.ts')).href;
    const environment = { QT_TEST_CLOCK: `${START_US}:${this.host.zeroNs}` };
    const main = join(this.root, 'src', 'cli', 'main.ts');
    const options = { flags: [`--import=${clock}`], environment };
    const session = new DemoSession(startNode(main, [...args, '--home', this.home], this.root, options));
    this.sessions.push(session);
    return session;
  }

  /** An armed session; resolves when it holds something that a stop protects. */
  async trading(patienceMs: number): Promise<DemoSession> {
    const session = this.begin('demo', '--release', `${EAGER}@demo`, `--arm=${DEMO_ACCOUNT}`);
    await session.until('a position', () => this.held !== 0 && this.broker().working.length > 0, patienceMs);
    return session;
  }
}
