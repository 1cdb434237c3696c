// A release that is to run in shadow beside a session in; a process of its own that reads the same host and ends with this one, out.

import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { packageRoot } from '../package-root.ts';
import type { BetweenSessions } from '../retraining/between-sessions.ts';
import { endTree, treeOptions } from '../retraining/end-tree.ts';
import { qtMain } from '../retraining/run-step.ts';

export interface ChallengerOptions {
  readonly home: string;
  /** Id of the release. */
  readonly release: string;
  readonly capitalBrl: number;
  readonly instrument: string | undefined;
  /** What it says is written here; of the last start only. */
  readonly logFile: string;
  readonly tell: (severity: 'info' | 'warning', code: string, text: string) => void;
  /** In place of `qt`, for tests: a script of Node that takes the same arguments. */
  readonly script?: string | undefined;
  /** One that has not ended in this time is ended with all that it started, milliseconds. */
  readonly graceMs?: number | undefined;
}

const GRACE_MS = 10_000;

/**
 * The only thing that is asked of it is to end: its input says nothing else, and nothing of what it says is read here. It runs `qt shadow`, which
 * attaches to the host without an account, so that the host itself takes no order of it. Nothing of it ever throws into the run or waits.
 */
export class ChallengerProcess implements BetweenSessions {
  private readonly options: ChallengerOptions;
  private child: ChildProcess | undefined = undefined;
  private isClosing = false;

  constructor(options: ChallengerOptions) {
    this.options = options;
  }

  get isRunning(): boolean {
    return this.child !== undefined;
  }

  /** One that has ended before is tried again with the session that begins, and not in between. */
  begins(): void {
    if (this.child !== undefined || this.isClosing) return;
    try {
      this.start();
    } catch (error) {
      this.gone(error instanceof Error ? error.message : String(error));
    }
  }

  /** It sleeps and wakes by itself. */
  ended(): void {}

  idle(): void {}

  /** Resolves when it is gone. */
  async close(): Promise<void> {
    this.isClosing = true;
    const { child } = this;
    if (child === undefined) return;
    const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
    child.stdin!.end();
    const timer = setTimeout(() => endTree(child), this.options.graceMs ?? GRACE_MS);
    await gone;
    clearTimeout(timer);
  }

  private start(): void {
    const { home, release, capitalBrl, instrument, logFile, script = qtMain } = this.options;
    mkdirSync(dirname(logFile), { recursive: true });
    const log = openSync(logFile, 'w');
    const choices = instrument === undefined ? [] : ['--instrument', instrument];
    const args = ['shadow', '--release', release, '--capital', String(capitalBrl), ...choices, '--attached'];
    let child: ChildProcess;
    try {
      child = spawn(process.execPath, [...process.execArgv, script, ...args, '--home', home], {
        ...treeOptions,
        cwd: packageRoot,
        stdio: ['pipe', log, log],
      });
    } finally {
      closeSync(log);
    }
    this.child = child;
    // one that is gone takes no more input
    child.stdin!.on('error', () => {});
    let fault: string | undefined;
    const settle = (code: number | null): void => {
      if (this.child !== child) return;
      this.child = undefined;
      this.gone(fault ?? (code === null ? 'it was ended by a signal' : `it ended with ${code}`));
    };
    child.on('error', (error) => {
      fault = error.message;
      if (child.pid === undefined) settle(null);
    });
    child.on('close', settle);
  }

  private gone(why: string): void {
    if (this.isClosing) return;
    const { release, logFile, tell } = this.options;
    try {
      tell('warning', 'challengerEnded', `The challenger ${release.slice(0, 8)}: ${why}; its words are in ${logFile}`);
    } catch {
      // who cannot be told now finds the log in the home
    }
  }
}
