// A seed and a number of kills in; one trading session in which runner, host or both die again and again, and what the broker says of it out.
import { statSync } from 'node:fs';
import { readRunInfo } from '../../src/adapters/journal/run-folder.ts';
import { openRun } from '../../src/adapters/journal/run-reader.ts';
import { isAlive, until } from '../end-to-end/host-stage.ts';
import type { BrokerReport } from './broker-check.ts';
import { LiveSessionStage } from './live-session-stage.ts';
import { chance } from './random-strategy.ts';

export interface KillPlan {
  readonly seed: number;
  readonly kills: number;
  readonly say?: (text: string) => void;
}

export interface KillResult {
  readonly report: BrokerReport;
  readonly kills: Readonly<Record<Victim, number>>;
  /** Kills between the sending of an order, or of a cancel, and its answer. */
  readonly inFlight: number;
  readonly runs: number;
  /** Times from the start of a runner until every gate was open again, ms. */
  readonly backMs: readonly number[];
}

export type Victim = 'runner' | 'host' | 'both';

/** The answer of an order is on its way for so long: time enough to kill in. */
const ORDER_DELAY_US = 30_000;
const GUARDED_MS = 3_000;
const WATCH_MS = 1;
const ORDER_PATIENCE_MS = 8_000;
const FLAT_MS = 20_000;
const CONTRACTS = 2;

class KillSession {
  private readonly stage: LiveSessionStage;
  private readonly next: () => number;
  private readonly plan: KillPlan;
  private readonly killedUs: number[] = [];
  readonly kills: Record<Victim, number> = { runner: 0, host: 0, both: 0 };
  readonly backMs: number[] = [];

  constructor(stage: LiveSessionStage, plan: KillPlan) {
    this.stage = stage;
    this.plan = plan;
    this.next = chance(plan.seed);
  }

  async run(): Promise<void> {
    await this.begin();
    for (let n = 0; n < this.plan.kills; n++) {
      await this.wait();
      await this.killOne(this.victim(), n);
    }
    await this.pause(1_000);
  }

  get inFlight(): number {
    const sent = this.stage.lines().filter(({ cause }) => cause === 'send' || cause === 'ask-cancel');
    return this.killedUs.filter((at) => sent.some(({ us }) => us <= at && us > at - ORDER_DELAY_US)).length;
  }

  private async begin(): Promise<void> {
    const startMs = performance.now();
    this.stage.startRunner();
    await this.stage.untilTrading();
    this.backMs.push(performance.now() - startMs);
  }

  /** Half of the time for a while, half of the time until an order is being sent. */
  private async wait(): Promise<void> {
    await this.pause(100 + this.next() * 1_200);
    if (this.next() < 0.4) return;
    const size = (): number => statSync(this.stage.log).size;
    let before = size();
    const endMs = performance.now() + ORDER_PATIENCE_MS;
    while (performance.now() < endMs) {
      await this.pause(WATCH_MS);
      const now = size();
      // an order makes several lines; signs of life are short
      if (now - before > 300) return;
      before = now;
    }
  }

  private victim(): Victim {
    const drawn = this.next();
    return drawn < 0.5 ? 'runner' : drawn < 0.75 ? 'host' : 'both';
  }

  private async killOne(victim: Victim, n: number): Promise<void> {
    const { stage } = this;
    const folder = stage.runFolders().at(-1)!;
    const { pid } = readRunInfo(folder);
    this.killedUs.push(Number(process.hrtime.bigint() / 1000n));
    if (victim !== 'host') process.kill(pid, 'SIGKILL');
    if (victim !== 'runner') stage.host.kill();
    this.kills[victim] += 1;
    this.plan.say?.(`kill ${n} of ${victim}`);
    if (victim !== 'runner') await stage.host.ended;
    if (victim !== 'host') await stage.runner.ended;
    // how long nobody is there
    await this.pause(this.next() < 0.5 ? 0 : this.next() * 2_500);
    this.plan.say?.('is dead');
    if (victim !== 'runner') await stage.startHost();
    this.plan.say?.('host there');
    if (victim === 'host') return this.untilBack();
    // it opens, whatever it was in the midst of
    openRun(folder).close();
    await this.begin();
  }

  /** The runner finds the host again by itself. */
  private async untilBack(): Promise<void> {
    const { stage } = this;
    const routing = async (): Promise<boolean> => (await stage.host.status()).vendor.routing.state === 'connected';
    await until('routing', routing);
    this.plan.say?.('routing');
    if (stage.runner.isOver) throw new Error(`the runner has ended: ${JSON.stringify(await stage.runner.ended)}`);
  }

  private pause(ms: number): Promise<void> {
    return new Promise((done) => setTimeout(done, ms));
  }
}

export async function killSession(plan: KillPlan): Promise<KillResult> {
  const { seed } = plan;
  const stage = await LiveSessionStage.start({ seed, contracts: CONTRACTS, orderDelayUs: ORDER_DELAY_US });
  const session = new KillSession(stage, plan);
  try {
    await session.run();
    const end = await stage.runner.stop('flatten');
    if (end.run === undefined) throw new Error(`seed ${seed}: the runner has ended: ${JSON.stringify(end)}`);
    if (isAlive(stage.runner.pid)) throw new Error('the runner did not end');
    await until(`seed ${seed}: flat`, () => stage.check().working.length === 0, FLAT_MS).catch(() => undefined);
    const report = stage.expectSound({ nakedMs: GUARDED_MS, nakedAfterLoginMs: GUARDED_MS, orphanMs: 5_000 });
    const { inFlight, kills, backMs } = session;
    return { report, kills, inFlight, runs: stage.runFolders().length, backMs };
  } catch (error) {
    const { said, alerts } = stage.runner;
    throw new Error(
      `${error instanceof Error ? error.message : String(error)}\n${said.slice(-8).join('\n')}\n${JSON.stringify(alerts)}`,
    );
  } finally {
    await stage.remove();
  }
}
