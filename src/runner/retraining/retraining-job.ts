// The close of a session in; some time later `qt retrain` as a child of low priority, ended before the next session, and its result told, out.

import { type ChildProcess, spawn } from 'node:child_process';
import { z } from 'zod';
import { type RetrainingSettings, spanMs } from '../../adapters/machine/retraining-settings.ts';
import { packageRoot } from '../package-root.ts';
import type { BetweenSessions } from './between-sessions.ts';
import { endTree, treeOptions } from './end-tree.ts';
import { qtMain } from './run-step.ts';

export interface RetrainingJobOptions {
  readonly home: string;
  readonly settings: RetrainingSettings;
  /** Id of the release that runs: the candidate is compared with it. */
  readonly against: () => string;
  readonly tell: (severity: 'info' | 'warning', code: string, text: string) => void;
  /** In place of `qt`, for tests: a script of Node that takes the same arguments. */
  readonly script?: string | undefined;
}

/** Less time than this before a session is not begun with. */
const LEAST_US = 60_000_000;
/** The child ends its own steps when its input ends; one that has not by then is ended with all that it started. */
const GRACE_MS = 5000;
const ANSWER_BYTES_MAX = 1024 * 1024;

const answer = z.object({
  summary: z.string().optional(),
  error: z.object({ message: z.string(), fix: z.string() }).optional(),
});

/** Nothing of it ever throws into the run or waits; what fails is told once. */
export class RetrainingJob implements BetweenSessions {
  private readonly options: RetrainingJobOptions;
  private due: { readonly day: string; readonly atUs: number } | undefined = undefined;
  private child: ChildProcess | undefined = undefined;
  private isEnded = false;

  constructor(options: RetrainingJobOptions) {
    this.options = options;
  }

  get isRunning(): boolean {
    return this.child !== undefined;
  }

  ended(day: string, nowUs: number): void {
    this.due = { day, atUs: nowUs + spanMs(this.options.settings.afterClose) * 1000 };
  }

  idle(nowUs: number, beginUs: number): void {
    const { due } = this;
    if (due === undefined || this.child !== undefined || nowUs < due.atUs) return;
    this.due = undefined;
    if (beginUs - nowUs < LEAST_US) return;
    try {
      this.start(due.day, beginUs);
    } catch (error) {
      this.failed(error instanceof Error ? error.message : String(error));
    }
  }

  begins(): void {
    this.due = undefined;
    this.end();
  }

  /** The whole run is over. */
  close(): void {
    this.begins();
  }

  private start(day: string, untilUs: number): void {
    const { home, against, script = qtMain } = this.options;
    const until = new Date(untilUs / 1000).toISOString();
    const args = ['retrain', '--json', '--home', home, '--day', day, '--against', against(), '--until', until];
    const child = spawn(process.execPath, [script, ...args, '--attached'], {
      ...treeOptions,
      cwd: packageRoot,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.child = child;
    this.isEnded = false;
    const chunks: Buffer[] = [];
    let bytes = 0;
    let fault: string | undefined;
    child.stdin!.on('error', () => {});
    child.stdout!.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= ANSWER_BYTES_MAX) chunks.push(chunk);
    });
    const settle = (): void => {
      if (this.child !== child) return;
      this.child = undefined;
      if (fault !== undefined) this.failed(fault);
      else if (this.isEnded) this.failed('it was not done when the next session began');
      else this.heard(Buffer.concat(chunks).toString('utf8'));
    };
    child.on('error', (error) => {
      fault = `qt retrain could not run: ${error.message}`;
      if (child.pid === undefined) settle();
    });
    child.on('close', settle);
  }

  /** An answer comes later, or never where this process ends: the child ends with its input. */
  private end(): void {
    const { child } = this;
    if (child === undefined || this.isEnded) return;
    this.isEnded = true;
    child.stdin!.end();
    setTimeout(() => {
      if (this.child === child) endTree(child);
    }, GRACE_MS).unref();
  }

  private heard(text: string): void {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return this.failed('qt retrain gave no answer');
    }
    const parsed = answer.safeParse(value);
    const { summary, error } = parsed.data ?? {};
    if (summary !== undefined) this.tell('info', 'retrainingCandidate', summary);
    else this.failed(error === undefined ? 'qt retrain told something else than expected' : error.message);
  }

  private failed(reason: string): void {
    this.tell('warning', 'retrainingFailed', reason);
  }

  private tell(severity: 'info' | 'warning', code: string, text: string): void {
    try {
      this.options.tell(severity, code, text);
    } catch {
      // who cannot be told now finds the log in the home
    }
  }
}
