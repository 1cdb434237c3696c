// A host over the simulated library whose orders and market outlive it, and a live runner: started, killed, restarted, and judged by the broker's log.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { accountText } from '../../src/runner/host/host-orders.ts';
import { ControlClient } from '../../src/runner/live/control-client.ts';
import { readControlFile } from '../../src/runner/live/control-file.ts';
import { HostStage, until } from '../end-to-end/host-stage.ts';
import { simulatedDll } from '../support/simulated-dll.ts';
import { type BrokerLimits, type BrokerReport, checkBroker } from './broker-check.ts';
import { type BrokerLine, readBrokerLog } from './broker-log.ts';
import { explainViolation } from './explain-violation.ts';
import { LiveRunner } from './live-runner.ts';
import type { RunnerPlan } from './runner-process.ts';
import { BROKER, MADE_SESSION, type SessionFacts, START_CLOCK, TICKER } from './session-day.ts';
import { newSessionHome, storeDayBefore } from './session-home.ts';

export const ACCOUNT = { brokerId: BROKER, accountId: '10001-7', subAccountId: '' } as const;
const GUARD = { stopDeadlineMs: 500, silentMs: 2000, accountUse: 'exclusive' } as const;

const START_MS = 30_000;
/** That an order sent at the moment of a kill never arrived is proven by two logins; until then the session halts and calls a person. */
const UNKNOWN_ORDER_MS = 150_000;
const UNKNOWN_ORDER = /has no answer|nobody knows what became of it/;
const CALL_MS = 5_000;

export interface SessionPlan {
  readonly seed: number;
  readonly contracts: number;
  /** Until an answer of the library is told, microseconds. */
  readonly orderDelayUs?: number;
  readonly simulation?: readonly string[];
  readonly tradesASecond?: number;
  readonly dailyLossLimit?: number;
  readonly isPatient?: boolean;
  readonly capitalBrl?: number;
  readonly session?: SessionFacts;
  /** Commands that make its market; a walk when left out. */
  readonly market?: (home: string) => readonly string[];
}

export class LiveSessionStage {
  readonly plan: SessionPlan;
  readonly home: string;
  readonly log: string;
  readonly zeroNs: bigint = process.hrtime.bigint();
  readonly session: SessionFacts;
  host!: HostStage;
  runner!: LiveRunner;
  private dllPath = '';

  static async start(plan: SessionPlan): Promise<LiveSessionStage> {
    const stage = new LiveSessionStage(plan);
    stage.dllPath = await simulatedDll();
    await storeDayBefore(stage.home, stage.session);
    await stage.startHost();
    return stage;
  }

  private constructor(plan: SessionPlan) {
    this.plan = plan;
    this.session = plan.session ?? MADE_SESSION;
    this.home = newSessionHome();
    this.log = join(this.home, 'broker.log');
  }

  async startHost(): Promise<void> {
    const { seed, orderDelayUs = 2000, simulation = [], tradesASecond = 40, market } = this.plan;
    const account = { broker: BROKER, account: ACCOUNT.accountId };
    this.host = await HostStage.start({
      ...{
        dllPath: this.dllPath,
        home: this.home,
        startUs: this.session.startUs,
        zeroNs: this.zeroNs,
        accounts: [ACCOUNT],
      },
      machine: { login: 'routing', account },
      commands: [
        ...(market === undefined ? [`${START_CLOCK} ${this.zeroNs}`] : []),
        `order-log ${this.log}`,
        ...(market?.(this.home) ?? [`walk ${TICKER} ${seed} ${tradesASecond} 3`]),
        `keep-orders ${join(this.home, 'venue.orders')}`,
        `order-delay ${orderDelayUs}`,
        ...simulation,
      ],
    });
  }

  startRunner(): void {
    this.runner = new LiveRunner(this.runnerPlan);
  }

  get runnerPlan(): RunnerPlan {
    const { plan, home, session } = this;
    const { seed, contracts, dailyLossLimit, isPatient, capitalBrl } = plan;
    return {
      ...{ home, account: accountText(ACCOUNT), seed, contracts, guard: GUARD, session },
      ...{ zeroNs: `${this.zeroNs}`, dailyLossLimit, isPatient, capitalBrl },
    };
  }

  /** As a person would through the control of the session. Gives why it had not been active; undefined where it was. */
  async resume(): Promise<string | undefined> {
    const session = readControlFile(this.runFolders().at(-1)!);
    if (session === undefined) return undefined;
    const control = await ControlClient.connect(this.home, session, 'test');
    try {
      const { state, why } = await control.status();
      if (state === 'active' || state === 'starting') return undefined;
      await control.operate({ command: 'resume', by: 'test', reason: 'a person looked into it' });
      return why;
    } catch (error) {
      // a gate is shut, or the host is away: it is asked again later
      return error instanceof Error ? error.message : String(error);
    } finally {
      control.close();
    }
  }

  /** A person looks at the broker now and then, and resumes. */
  private async untilKnown(): Promise<void> {
    const endMs = performance.now() + UNKNOWN_ORDER_MS;
    while (!this.runner.isOpen && !this.runner.isOver) {
      if (performance.now() > endMs) throw new Error(`the order is not known: ${await this.shutGates()}`);
      await this.resume();
      await new Promise((done) => setTimeout(done, CALL_MS));
    }
  }

  /** What keeps the session from trading, in its own words. */
  private async shutGates(): Promise<string> {
    const session = readControlFile(this.runFolders().at(-1)!);
    if (session === undefined) return 'the session has no control yet';
    const control = await ControlClient.connect(this.home, session, 'test');
    try {
      const { state, why, gates } = await control.status();
      const shut = gates.filter((gate) => gate.state !== 'open').map(({ id, text }) => `${id}: ${text}`);
      return [`${state} ${why ?? ''}`, ...shut].join('; ');
    } catch (error) {
      return String(error);
    } finally {
      control.close();
    }
  }

  /** Throws what the runner said where it ended instead. */
  async untilTrading(): Promise<void> {
    const { runner } = this;
    const isDone = (): boolean => runner.isOpen || runner.isOver;
    await until('trading', isDone, START_MS).catch(async (error: unknown) => {
      const shut = await this.shutGates();
      if (!UNKNOWN_ORDER.test(shut)) throw new Error(`${String(error)}: ${runner.said.slice(-10).join('; ')}; ${shut}`);
      await this.untilKnown();
    });
    if (runner.isOver)
      throw new Error(`the runner has ended: ${JSON.stringify(await runner.ended)} ${runner.said.join('; ')}`);
  }

  lines(): readonly BrokerLine[] {
    return readBrokerLog(this.log);
  }

  check(limits: Partial<BrokerLimits> = {}): BrokerReport {
    return checkBroker(this.lines(), { contracts: this.plan.contracts, ...limits });
  }

  /** Throws with what led to each violation. */
  expectSound(limits: Partial<BrokerLimits> = {}): BrokerReport {
    const lines = this.lines();
    const report = checkBroker(lines, { contracts: this.plan.contracts, ...limits });
    if (report.violations.length === 0) return report;
    const told = report.violations.slice(0, 3).map((violation) => explainViolation(lines, violation));
    throw new Error([`seed ${this.plan.seed}: ${report.violations.length} violations`, ...told].join('\n'));
  }

  runFolders(): readonly string[] {
    const runs = join(this.home, 'runs');
    return readdirSync(runs)
      .sort()
      .map((name) => join(runs, name));
  }

  async remove(): Promise<void> {
    this.runner?.kill();
    await this.runner?.ended;
    await this.host.remove();
  }
}
