// The close of a session in; some time later `qt certify --missing` as a child of low priority, ended before the next session, and its word told, out.

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { BetweenSessions } from '../retraining/between-sessions.ts';
import { runStep } from '../retraining/run-step.ts';

export interface CertifyJobOptions {
  readonly home: string;
  readonly tell: (severity: 'info' | 'warning', code: string, text: string) => void;
  /** Certificates may have been made. */
  readonly done?: (() => void) | undefined;
  /** In place of a process of `qt`, for tests. */
  readonly step?: typeof runStep | undefined;
}

/** After the close the host still stores what it recorded. */
const AFTER_CLOSE_US = 600_000_000;
/** Before the next session once more: days that were stored in the night take the place of what the session itself recorded. */
const BEFORE_OPEN_US = 7_200_000_000;
/** A run that was begun between two sessions leaves a person who looks at its first lines alone so long. */
const AFTER_START_US = 60_000_000;
/** Less time than this before a session is not begun with. */
const LEAST_US = 60_000_000;

const answer = z.object({
  made: z.array(z.object({ run: z.string(), verdict: z.string() })),
});

/** Nothing of it ever throws into the run or waits. What failed is told once, however often it fails. */
export class CertifyJob implements BetweenSessions {
  private readonly options: CertifyJobOptions;
  private dueUs: number | undefined = undefined;
  private isDueBeforeOpen = false;
  private hasBegun = false;
  private running: AbortController | undefined = undefined;
  private readonly told = new Set<string>();

  constructor(options: CertifyJobOptions) {
    this.options = options;
  }

  get isRunning(): boolean {
    return this.running !== undefined;
  }

  ended(_day: string, nowUs: number): void {
    this.hasBegun = true;
    this.dueUs = nowUs + AFTER_CLOSE_US;
    this.isDueBeforeOpen = true;
  }

  idle(nowUs: number, beginUs: number): void {
    if (!this.hasBegun) {
      this.hasBegun = true;
      this.dueUs = nowUs + AFTER_START_US;
    }
    if (this.running !== undefined || !this.isDue(nowUs, beginUs)) return;
    if (beginUs - nowUs >= LEAST_US) this.start();
  }

  begins(): void {
    this.hasBegun = true;
    this.dueUs = undefined;
    this.isDueBeforeOpen = false;
    this.running?.abort('the next session began');
  }

  /** The whole run is over. */
  close(): void {
    this.begins();
  }

  private isDue(nowUs: number, beginUs: number): boolean {
    if (this.dueUs !== undefined) {
      if (nowUs < this.dueUs) return false;
      this.dueUs = undefined;
      return true;
    }
    if (!this.isDueBeforeOpen || nowUs < beginUs - BEFORE_OPEN_US) return false;
    this.isDueBeforeOpen = false;
    return true;
  }

  private start(): void {
    const running = new AbortController();
    this.running = running;
    this.run(running.signal)
      .catch((error: unknown) => this.failed(error instanceof Error ? error.message : String(error)))
      .finally(() => {
        this.running = undefined;
      });
  }

  private async run(signal: AbortSignal): Promise<void> {
    const { home, step = runStep } = this.options;
    const folder = join(home, 'parity');
    const logFile = join(folder, 'log.txt');
    mkdirSync(folder, { recursive: true });
    rmSync(logFile, { force: true });
    const result = await step(['certify', '--missing'], { home, logFile, signal });
    // whatever is missing is made after the next session
    if (signal.aborted) return;
    if (result.kind === 'failed') return this.failed(result.reason);
    const parsed = answer.safeParse(result.value);
    if (!parsed.success) return this.failed('qt certify told something else than expected');
    for (const { run, verdict } of parsed.data.made) this.heard(run, verdict);
    this.options.done?.();
  }

  private heard(run: string, verdict: string): void {
    if (verdict !== 'unexplained') return;
    this.tell('warning', 'parityUnexplained', `The certificate of ${run} has what nothing explains, or a violation`);
  }

  private failed(reason: string): void {
    if (this.told.has(reason)) return;
    this.told.add(reason);
    this.tell('warning', 'parityFailed', reason);
  }

  private tell(severity: 'info' | 'warning', code: string, text: string): void {
    try {
      this.options.tell(severity, code, text);
    } catch {
      // who cannot be told now finds the log in the home
    }
  }
}
