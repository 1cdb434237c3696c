// The name of a target in; its report out, or an error that names the file on which the parser did not come back.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FuzzReport } from './fuzz-target.ts';

export interface FuzzJob {
  readonly name: string;
  readonly seed: number;
  readonly count: number;
  readonly folder: string;
  /** Shared: one number, the files begun so far. */
  readonly files: SharedArrayBuffer;
}

const THREADS = 2;
/** No file takes a hundredth of it; a slow machine must not look like a parser that hangs. */
const SILENCE_MS = 30_000;
const LOOK_MS = 250;

/** Threads for parsers: one that does not come back can be ended from outside only. */
export class FuzzThreads {
  private readonly idle: Worker[] = [];
  private readonly waiting: (() => void)[] = [];
  private busy = 0;

  /** Waits for a thread where all are busy. */
  async run(name: string, seed: number, count: number): Promise<FuzzReport> {
    if (this.busy === THREADS) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.busy++;
    const worker = this.idle.pop() ?? new Worker(new URL('./fuzz-worker.ts', import.meta.url));
    const folder = mkdtempSync(join(tmpdir(), 'quantumtrader-fuzz-'));
    try {
      const report = await reportOf(worker, { name, seed, count, folder, files: new SharedArrayBuffer(4) });
      this.idle.push(worker);
      return report;
    } catch (error) {
      await worker.terminate();
      throw error;
    } finally {
      rmSync(folder, { recursive: true, force: true });
      const next = this.waiting.shift();
      if (next === undefined) this.busy--;
      else next();
    }
  }

  async end(): Promise<void> {
    await Promise.all(this.idle.splice(0).map((worker) => worker.terminate()));
  }
}

async function reportOf(worker: Worker, job: FuzzJob): Promise<FuzzReport> {
  const done = new AbortController();
  const { signal } = done;
  try {
    return await new Promise<FuzzReport>((resolve, reject) => {
      watchFiles(job, signal, reject);
      worker.once('message', resolve);
      worker.once('error', reject);
      signal.addEventListener('abort', () => worker.off('message', resolve).off('error', reject));
      worker.postMessage(job);
    });
  } finally {
    done.abort();
  }
}

function watchFiles({ name, seed, files }: FuzzJob, signal: AbortSignal, onSilence: (error: Error) => void): void {
  const begun = new Int32Array(files);
  let last = -1;
  let since = 0;
  const watch = setInterval(() => {
    const now = Atomics.load(begun, 0);
    if (now !== last) since = Date.now();
    else if (Date.now() - since > SILENCE_MS) onSilence(new Error(`${name} hangs on file ${now - 1} of seed ${seed}`));
    last = now;
  }, LOOK_MS);
  signal.addEventListener('abort', () => clearInterval(watch));
}
