// A process of traders, started, asked, told to stop and killed.
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { TraderOptions, TraderState } from './trader.ts';
import type { TradersAnswer, TradersPlan, TradersQuestion } from './traders-process.ts';

const START_MS = 60_000;
const ANSWER_MS = 20_000;

export class Traders {
  readonly pid: number;
  private readonly child: ChildProcess;
  private said = '';
  private waiting: ((answer: TradersAnswer | undefined) => void) | undefined = undefined;

  /** Resolves when all of them have begun. Throws what the process said where it ended instead. */
  static async start(traders: readonly TraderOptions[]): Promise<Traders> {
    const plan: TradersPlan = { traders };
    const started = new Traders(plan);
    await started.answer(START_MS);
    return started;
  }

  private constructor(plan: TradersPlan) {
    this.child = fork(join(import.meta.dirname, 'traders-process.ts'), [JSON.stringify(plan)], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    this.pid = this.child.pid!;
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (text: Buffer) => {
        this.said += text.toString();
      });
    }
    this.child.on('message', (answer: TradersAnswer) => this.waiting?.(answer));
    this.child.on('exit', () => this.waiting?.(undefined));
  }

  async ask(question: TradersQuestion): Promise<TradersAnswer> {
    const answer = this.answer(ANSWER_MS);
    this.child.send(question);
    return await answer;
  }

  async states(): Promise<readonly TraderState[]> {
    return (await this.ask({ kind: 'states' })).states;
  }

  /** What they were at the end. */
  async end(): Promise<TradersAnswer> {
    const gone = new Promise((done) => this.child.once('exit', done));
    const last = await this.ask({ kind: 'end' });
    await gone;
    if (this.said !== '') throw new Error(`the traders said: ${this.said}`);
    return last;
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  private answer(patienceMs: number): Promise<TradersAnswer> {
    return new Promise((done, fail) => {
      const timer = setTimeout(() => fail(new Error(`the traders do not answer: ${this.said}`)), patienceMs);
      this.waiting = (answer) => {
        clearTimeout(timer);
        this.waiting = undefined;
        if (answer === undefined) fail(new Error(`the traders have ended: ${this.said}`));
        else done(answer);
      };
    });
  }
}
