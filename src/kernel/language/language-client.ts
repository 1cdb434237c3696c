// Questions about the code of cells in, from any thread; answers of the language service in a thread of its own out.

import { Worker } from 'node:worker_threads';
import type { CellError } from './cell-errors.ts';
import type { Completeness } from './completeness.ts';
import { type Completions, noCompletions } from './completions.ts';
import type { Inspection, InspectionDetail } from './inspection.ts';
import type {
  FromLanguage,
  LanguageMemory,
  LanguageQuestion,
  LanguageValue,
  LanguageWorkerData,
  ToLanguage,
} from './language-messages.ts';
import type { OwnPackage } from './own-package.ts';
import { warningText } from './warning-text.ts';

export interface LanguageOptions {
  /** Of the notebook: its project's tsconfig.json is found from there upwards. */
  readonly folder: string;
  /** The package that notebooks elsewhere can import as well; without it the one that this kernel belongs to. */
  readonly own?: OwnPackage;
  /** A question that takes longer has no answer. */
  readonly limitMs?: number;
  /** Told in one sentence when the thread failed. */
  readonly say?: (text: string) => void;
}

interface Waiting {
  readonly answer: (value: LanguageValue | undefined) => void;
  readonly timer: NodeJS.Timeout;
}

const LIMIT_MS = 5000;
/** Nobody types while a cell runs; what it imports may have to be read first. */
const WARNINGS_LIMIT_MS = 60_000;
const RESTARTS_MAX = 3;
/** Cells that a new thread is told of when the old one failed. */
const REMEMBERED_MAX = 2000;
/** Beyond it the thread ends, not the process. */
const MEMORY_MB = { maxOldGenerationSizeMb: 1536, maxYoungGenerationSizeMb: 32 };

/** Never throws and never rejects: without the service a notebook still runs. */
export class LanguageClient {
  private readonly options: LanguageOptions;
  private readonly waiting = new Map<number, Waiting>();
  private ranCells: Omit<Extract<ToLanguage, { readonly kind: 'ran' }>, 'kind'>[] = [];
  private worker: Worker | undefined;
  private whenReady: Promise<void> = Promise.resolve();
  private questions = 0;
  private restarts = 0;
  private isDisposed = false;

  constructor(options: LanguageOptions) {
    this.options = options;
  }

  /** Starts the thread and lets it read what the first question would have to wait for. */
  warm(): void {
    this.tell({ kind: 'warm' });
  }

  /** Tells of a cell that ran, to its end or not (`isWhole`): its declarations belong to later cells from now on. */
  ran(cell: number, code: string, isWhole = true): void {
    this.tell({ kind: 'ran', cell, code, isWhole });
    this.ranCells.push({ cell, code, isWhole });
    if (this.ranCells.length > REMEMBERED_MAX) this.ranCells = this.ranCells.slice(-REMEMBERED_MAX);
  }

  /** @param cursor UTF-16 offset in the code, as are those of the answer */
  async complete(code: string, cursor: number): Promise<Completions> {
    const value = await this.ask({ kind: 'complete', code, cursor });
    return (value as Completions | undefined) ?? noCompletions(cursor);
  }

  /**
   * @param cursor UTF-16 offset in the code
   * @returns undefined when nothing is known of what stands there
   */
  async inspect(code: string, cursor: number, detail: InspectionDetail = 0): Promise<Inspection | undefined> {
    return (await this.ask({ kind: 'inspect', code, cursor, detail })) as Inspection | undefined;
  }

  async isComplete(code: string): Promise<Completeness> {
    const value = await this.ask({ kind: 'isComplete', code });
    return (value as Completeness | undefined) ?? { kind: 'unknown' };
  }

  /** Type errors of a cell as it would run now; none also when there was no answer. */
  async check(code: string): Promise<readonly CellError[]> {
    return ((await this.ask({ kind: 'check', code, typesOnly: false })) as readonly CellError[] | undefined) ?? [];
  }

  /** What to print below a cell that runs about its types, in whole lines; empty when there is nothing to say or no answer. */
  async warnings(code: string): Promise<string> {
    const errors = await this.ask({ kind: 'check', code, typesOnly: true }, WARNINGS_LIMIT_MS);
    return warningText((errors as readonly CellError[] | undefined) ?? []);
  }

  async memory(): Promise<LanguageMemory | undefined> {
    return (await this.ask({ kind: 'memory' })) as LanguageMemory | undefined;
  }

  /** Ends the thread; whoever waits for an answer gets none. */
  async dispose(): Promise<void> {
    this.isDisposed = true;
    const { worker } = this;
    this.answerNobody();
    if (worker === undefined) return;
    // ended while it still loads, a thread has taken the whole process with it
    worker.ref();
    await this.whenReady;
    await worker.terminate();
  }

  private ask(
    question: LanguageQuestion,
    limitMs = this.options.limitMs ?? LIMIT_MS,
  ): Promise<LanguageValue | undefined> {
    this.questions += 1;
    const id = this.questions;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.answer(id, undefined), limitMs);
      this.waiting.set(id, { answer: resolve, timer });
      const isAsked = this.tell({ kind: 'ask', id, untilMs: Date.now() + limitMs, question });
      if (!isAsked) this.answer(id, undefined);
    });
  }

  private answer(id: number, value: LanguageValue | undefined): void {
    const waiting = this.waiting.get(id);
    if (waiting === undefined) return;
    this.waiting.delete(id);
    clearTimeout(waiting.timer);
    waiting.answer(value);
  }

  private answerNobody(): void {
    for (const id of this.waiting.keys()) this.answer(id, undefined);
  }

  /** False when there is nobody to tell it to any more. */
  private tell(message: ToLanguage): boolean {
    if (this.isDisposed || this.restarts > RESTARTS_MAX) return false;
    if (this.worker !== undefined) {
      this.worker.postMessage(message);
      return true;
    }
    const worker = this.start();
    for (const cell of this.ranCells) worker.postMessage({ kind: 'ran', ...cell } satisfies ToLanguage);
    worker.postMessage(message);
    // Behind the first question: whether a cell is complete is known without it.
    worker.postMessage({ kind: 'warm' } satisfies ToLanguage);
    return true;
  }

  private start(): Worker {
    const worker = new Worker(new URL('./language-worker.ts', import.meta.url), {
      workerData: { folder: this.options.folder, own: this.options.own } satisfies LanguageWorkerData,
      resourceLimits: MEMORY_MB,
    });
    worker.unref();
    this.worker = worker;
    this.whenReady = new Promise((resolve) => {
      worker.on('message', (message: FromLanguage) => {
        if (message.kind === 'ready') resolve();
        else this.answer(message.id, message.value);
      });
      worker.on('error', (error: Error) => this.failed(error));
      worker.on('exit', () => {
        this.worker = undefined;
        this.answerNobody();
        resolve();
      });
    });
    return worker;
  }

  private failed(error: Error): void {
    this.restarts += 1;
    const isOver = this.restarts > RESTARTS_MAX;
    const then = isOver ? 'completion and inspection are off until the kernel restarts' : 'it starts again when asked';
    this.options.say?.(`the language service failed: ${error.message}; ${then}`);
  }
}
