// A live runner in a process of its own, started, killed, told to stop; what it said.
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { LiveRun, StopMode } from '../../src/runner/live/live-options.ts';
import type { RunnerPlan, RunnerWord } from './runner-process.ts';

export interface RunnerEnd {
  readonly code: number | null;
  readonly signal: string | null;
  /** Where it ended by itself. */
  readonly run: LiveRun | undefined;
  readonly output: string;
}

export class LiveRunner {
  readonly pid: number;
  readonly said: string[] = [];
  /** How often each alert was told. */
  readonly alerts: Record<string, number> = {};
  readonly ended: Promise<RunnerEnd>;
  /** Every gate has been open once. */
  isOpen = false;
  isOver = false;
  private readonly child: ChildProcess;
  private run: LiveRun | undefined = undefined;
  private output = '';

  constructor(plan: RunnerPlan) {
    const flags = ['--disable-warning=ExperimentalWarning'];
    const options = { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] as ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: flags };
    this.child = fork(join(import.meta.dirname, 'runner-process.ts'), [JSON.stringify(plan)], options);
    this.pid = this.child.pid!;
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (text: Buffer) => {
        this.output += text.toString();
      });
    }
    this.child.on('message', (word: RunnerWord) => this.take(word));
    this.ended = new Promise((done) => {
      this.child.once('exit', (code, signal) => {
        this.isOver = true;
        done({ code, signal, run: this.run, output: this.output });
      });
    });
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  async stop(mode: StopMode): Promise<RunnerEnd> {
    if (!this.isOver) this.child.send(mode);
    return await this.ended;
  }

  private take(word: RunnerWord): void {
    switch (word.kind) {
      case 'open':
        this.isOpen = true;
        return;
      case 'said':
        this.said.push(word.text);
        return;
      case 'alert':
        this.alerts[word.code] = (this.alerts[word.code] ?? 0) + 1;
        return;
      case 'over':
        this.run = word.run;
    }
  }
}
