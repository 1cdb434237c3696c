// Cells in, one after the other; what became of each, run in a process of its own, out.
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { KERNEL_FLAGS } from '../kernel-flags.ts';
import { withoutSecrets } from '../secret-variables.ts';
import type { ExecuteReply } from '../session/session-events.ts';
import type { OutputEvent, ProcessNews, ProcessOrder, ProcessSettings } from './process-messages.ts';

/** How much longer than its limit a cell may take to be stopped, before its process is. */
const STOP_PATIENCE_MS = 10_000;
/** Of the process's own last words, in UTF-16 units. */
const WORDS_MAX = 4000;

const script = fileURLToPath(new URL('./notebook-process.ts', import.meta.url));

export class CellProcess {
  private readonly child: ChildProcess;
  private readonly settings: ProcessSettings;
  private readonly onOutput: (event: OutputEvent) => void;
  private readonly ready: Promise<void>;
  private readonly ended: Promise<void>;
  private isReady: () => void = () => undefined;
  private onDone: ((reply: ExecuteReply) => void) | undefined = undefined;
  private words = '';
  /** Why it is no more. */
  private end: string | undefined = undefined;

  constructor(settings: ProcessSettings, onOutput: (event: OutputEvent) => void) {
    this.settings = settings;
    this.onOutput = onOutput;
    this.ready = new Promise((resolve) => {
      this.isReady = resolve;
    });
    const stdio: ('ignore' | 'pipe' | 'ipc')[] = ['ignore', 'pipe', 'pipe', 'ipc'];
    const { folder: cwd } = settings;
    const env = withoutSecrets(process.env);
    this.child = fork(script, [JSON.stringify(settings)], { cwd, env, stdio, execArgv: [...KERNEL_FLAGS] });
    this.child.on('message', (news: ProcessNews) => this.take(news));
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.words = (this.words + text).slice(-WORDS_MAX);
      });
    }
    this.ended = this.watchEnd();
  }

  /** No cell runs any more. */
  get isGone(): boolean {
    return this.end !== undefined;
  }

  /** When it can run cells, or never will. */
  async started(): Promise<void> {
    await Promise.race([this.ready, this.ended]);
  }

  /** Never rejects: where the process ends, the cell has failed. */
  async run(token: string, code: string, isInjected: boolean): Promise<ExecuteReply> {
    await this.started();
    const done = new Promise<ExecuteReply>((resolve) => {
      this.onDone = resolve;
    });
    this.order({ kind: 'cell', token, code, isInjected });
    const { timeLimitMs } = this.settings;
    const timer =
      timeLimitMs === undefined ? undefined : setTimeout(() => this.giveUp(), timeLimitMs + STOP_PATIENCE_MS);
    const reply = await Promise.race([done, this.ended.then(() => this.lost())]);
    clearTimeout(timer);
    return reply;
  }

  /** When all that it had to tell is told. */
  async close(): Promise<void> {
    await this.started();
    this.order({ kind: 'close' });
    const timer = setTimeout(() => this.child.kill('SIGKILL'), STOP_PATIENCE_MS);
    await this.ended;
    clearTimeout(timer);
  }

  /** At once; the cell that runs has failed for this reason. */
  kill(reason: string): void {
    this.end ??= reason;
    this.child.kill('SIGKILL');
  }

  private giveUp(): void {
    const seconds = (this.settings.timeLimitMs ?? 0) / 1000;
    this.kill(`The cell could not be stopped at its time limit of ${seconds} s, so that its process was ended`);
  }

  private order(order: ProcessOrder): void {
    // a process that is gone has told so otherwise
    if (this.child.connected) this.child.send(order, () => undefined);
  }

  private take(news: ProcessNews): void {
    switch (news.kind) {
      case 'ready':
        return this.isReady();
      case 'output':
        return this.onOutput(news.event);
      case 'done':
        return this.onDone?.(news.reply);
    }
  }

  private watchEnd(): Promise<void> {
    const { child } = this;
    return new Promise((resolve) => {
      child.once('error', (error) => {
        this.end ??= `The process that runs cells could not be started: ${error.message}`;
        resolve();
      });
      // also after the last of its messages
      child.once('close', (code, signal) => {
        this.end ??= `The process that runs the cells ended (${signal ?? `exit code ${code}`})`;
        resolve();
      });
    });
  }

  private lost(): ExecuteReply {
    const name = 'ProcessEnded';
    const message = this.end ?? 'The process that runs the cells ended';
    const words = this.words.trim();
    const traceback = [`\u001b[31m${name}\u001b[0m: ${message}`, ...(words === '' ? [] : words.split('\n'))];
    return { kind: 'error', executionCount: 0, error: { name, message, traceback } };
  }
}
