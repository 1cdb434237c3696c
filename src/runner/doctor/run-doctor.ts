// Settings in, one result for every check out: the library runs in a process of its own, which is killed when it hangs.

import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type CheckResult, type DoctorSettings, MEND_FIRST } from './check.ts';
import { CHECKS } from './checks.ts';

export type ChildMessage =
  | { readonly kind: 'begin'; readonly id: string; readonly title: string; readonly deadlineMs: number }
  | { readonly kind: 'result'; readonly result: CheckResult }
  | { readonly kind: 'hide'; readonly text: string }
  | { readonly kind: 'end' };

export interface DoctorListener {
  begin(title: string): void;
  result(result: CheckResult): void;
}

export interface Examination {
  readonly results: readonly CheckResult[];
  /** Texts that may not stand in the report: accounts and names. */
  readonly hidden: readonly string[];
  /** The last lines that the library printed. */
  readonly printed: readonly string[];
}

export interface DoctorProcess {
  /** The program of the child; a test gives another one. */
  readonly program?: string;
  /** Taken in place of the deadline of every check. */
  readonly deadlineMs?: number;
}

/** Threads for calls that block: one for each lane of calls, and some for files. */
const THREADS = 16;
const STARTED_MS = 30_000;
const PRINTED_LINES_MAX = 200;

export function runDoctor(
  settings: DoctorSettings,
  listener: DoctorListener,
  { program = fileURLToPath(new URL('./doctor-child.ts', import.meta.url)), deadlineMs }: DoctorProcess = {},
): Promise<Examination> {
  return new Promise((resolve) => {
    const run = new DoctorRun(listener, deadlineMs, resolve);
    const env = { ...process.env, UV_THREADPOOL_SIZE: String(THREADS) };
    const child = fork(program, { env, serialization: 'advanced', stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    run.follow(child);
    // secrets go through the pipe: arguments and environment can be read by others
    child.send(settings);
  });
}

class DoctorRun {
  readonly #listener: DoctorListener;
  readonly #deadlineMs: number | undefined;
  readonly #over: (examination: Examination) => void;
  readonly #results: CheckResult[] = [];
  readonly #hidden: string[] = [];
  readonly #printed: string[] = [];
  #present: { readonly id: string; readonly title: string; readonly beganMs: number } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #hung = false;
  #isOver = false;

  constructor(listener: DoctorListener, deadlineMs: number | undefined, over: (examination: Examination) => void) {
    this.#listener = listener;
    this.#deadlineMs = deadlineMs;
    this.#over = over;
  }

  follow(child: ChildProcess): void {
    const watch = (ms: number): void => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        this.#hung = true;
        child.kill('SIGKILL');
      }, ms);
    };
    watch(STARTED_MS);
    child.on('message', (message: ChildMessage) => {
      if (message.kind === 'begin') {
        this.#present = { id: message.id, title: message.title, beganMs: performance.now() };
        this.#listener.begin(message.title);
        watch(this.#deadlineMs ?? message.deadlineMs);
      } else if (message.kind === 'result') this.#take(message.result);
      else if (message.kind === 'hide') this.#hidden.push(message.text);
    });
    child.stdout?.on('data', (part: Buffer) => this.#print(part));
    child.stderr?.on('data', (part: Buffer) => this.#print(part));
    child.on('error', () => this.#finish('the process of the library could not be started'));
    child.on('exit', (code, signal) => this.#finish(signal === null ? `exit code ${code}` : `signal ${signal}`));
  }

  #take(result: CheckResult): void {
    this.#present = undefined;
    this.#results.push(result);
    this.#listener.result(result);
  }

  #print(part: Buffer): void {
    this.#printed.push(
      ...part
        .toString()
        .split('\n')
        .filter((line) => line.trim() !== ''),
    );
    if (this.#printed.length > PRINTED_LINES_MAX) this.#printed.splice(0, this.#printed.length - PRINTED_LINES_MAX);
  }

  /** What was going on when the process ended has failed; what had not begun was not possible. */
  #finish(how: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    const made = new Set(this.#results.map(({ id }) => id));
    const present = this.#present ?? CHECKS.find(({ id }) => !made.has(id));
    if (present !== undefined && !made.has(present.id)) {
      const { id, title } = present;
      const tookMs = this.#present === undefined ? 0 : Math.round(performance.now() - this.#present.beganMs);
      const detail = this.#hung
        ? 'the library did not come back, and its process was ended'
        : `the process ended: ${how}`;
      const fix = 'Close other programs that use ProfitDLL, try once more, and send this report if it stays';
      this.#take({ id, title, tookMs, state: 'failed', detail, fix });
      made.add(id);
    }
    for (const { id, title } of CHECKS) {
      if (made.has(id)) continue;
      this.#take({
        id,
        title,
        tookMs: 0,
        state: 'not possible',
        detail: 'the process had ended',
        fix: MEND_FIRST,
      });
    }
    this.#over({ results: this.#results, hidden: this.#hidden, printed: this.#printed });
  }
}
