// Functions that every cell has (display, clearOutput, input, password), and what a cell must not do to the process, in place of the real ones.
import { randomUUID } from 'node:crypto';
import { ExecutedCells, type NotebookFacts } from './executed-cells.ts';
import type { MemoryReport } from './memory/memory-report.ts';
import type { MimeBundle, SessionEvent } from './session-events.ts';
import { FORMS } from './shown-forms.ts';
import { bundleOf } from './value-bundle.ts';

export interface SessionGlobalsOptions {
  readonly emit: (event: SessionEvent) => void;
  readonly token: () => string | undefined;
  readonly ask: (prompt: string, isPassword: boolean) => Promise<string>;
  /** Where somebody knows the variables. */
  readonly memory?: () => MemoryReport;
  readonly notebook?: NotebookFacts | undefined;
}

export interface DisplayOptions {
  /** The value is a MIME bundle already. */
  readonly raw?: boolean;
  readonly metadata?: MimeBundle;
  /** Shown again under the same id, it takes the place of what stands there. */
  readonly id?: string;
}

/** What was shown, and the way to show another value in its place. As the last expression of a cell it shows nothing again. */
export class DisplayHandle {
  readonly id: string;
  private readonly show: (value: unknown) => void;

  constructor(id: string, show: (value: unknown) => void) {
    this.id = id;
    this.show = show;
  }

  update(value: unknown): void {
    this.show(value);
  }
}

/** What figures read: a library that they need is brought once to a page, and again when the cell that brought it runs again. */
const FIGURES = Symbol.for('quantumtrader.figures');

export class ExitError extends Error {
  override readonly name = 'ExitError';

  constructor(what: string) {
    super(`${what} would end the session: it goes on. Restart or shut the kernel down instead`);
  }
}

export class SessionGlobals {
  private readonly options: SessionGlobalsOptions;
  private readonly before = new Map<string, PropertyDescriptor | undefined>();
  /** What cells have shown and is not told yet, by their tokens. */
  private readonly pending = new Map<string | undefined, Set<Promise<void>>>();
  private readonly exit = process.exit;
  private readonly executed: ExecutedCells;
  private hasFailed = false;

  constructor(options: SessionGlobalsOptions) {
    this.options = options;
    this.executed = new ExecutedCells(options.notebook ?? { file: () => undefined });
  }

  install(): void {
    const { ask, memory } = this.options;
    const functions = {
      ...(memory === undefined ? {} : { memory }),
      display: this.displayFunction(),
      clearOutput: (wait = false) => this.options.emit({ kind: 'clear', token: this.options.token(), wait }),
      input: (prompt = '') => ask(String(prompt), false),
      password: (prompt = '') => ask(String(prompt), true),
    };
    for (const [name, value] of Object.entries(functions)) {
      this.before.set(name, Object.getOwnPropertyDescriptor(globalThis, name));
      Object.defineProperty(globalThis, name, { value, configurable: true, writable: true, enumerable: false });
    }
    this.executed.install();
    // also in what cells have left running: what ends the process has the real one
    process.exit = ((code?: number) => {
      throw new ExitError(`process.exit(${code ?? ''})`);
    }) as typeof process.exit;
  }

  /** A cell begins. `cell` is the same when the same code runs again; `isInjected`: it is none of the notebook. */
  begin(cell: string, execution: number, isInjected = false): void {
    if (!isInjected) this.executed.begin(cell);
    const places = globalThis as Record<symbol, object | undefined>;
    places[FIGURES] = Object.assign(places[FIGURES] ?? {}, { cell, execution });
  }

  uninstall(): void {
    this.executed.uninstall();
    process.exit = this.exit;
    for (const [name, descriptor] of this.before) {
      if (descriptor === undefined) delete (globalThis as Record<string, unknown>)[name];
      else Object.defineProperty(globalThis, name, descriptor);
    }
  }

  /** When all that this cell has shown so far has been told. */
  async settled(token: string | undefined): Promise<void> {
    await Promise.allSettled(this.pending.get(token) ?? []);
    if (!this.hasFailed) return;
    this.hasFailed = false;
    // by then Node has told of it
    await new Promise((done) => setImmediate(done));
  }

  /** Nobody waits for what this cell has shown any more; what comes late is told all the same. */
  forget(token: string | undefined): void {
    this.pending.delete(token);
  }

  /** `display`, and `display.html` and its like, whose places are drawn again in the same form. */
  private displayFunction(): unknown {
    const inForms = Object.entries(FORMS).map(([name, form]) => {
      const show = (value: unknown, options?: DisplayOptions): DisplayHandle => {
        const handle = this.display(form(value), { ...options, raw: true });
        return new DisplayHandle(handle.id, (next) => handle.update(form(next)));
      };
      return [name, show] as const;
    });
    const display = (value: unknown, options?: DisplayOptions): DisplayHandle => this.display(value, options);
    return Object.assign(display, Object.fromEntries(inForms));
  }

  private display(value: unknown, options: DisplayOptions = {}): DisplayHandle {
    const { emit } = this.options;
    const id = options.id ?? randomUUID();
    const show = (shown: unknown, isUpdate: boolean): void => {
      const token = this.options.token();
      const tell = (data: MimeBundle | undefined): void => {
        if (data === undefined) return;
        emit({ kind: 'display', token, data, metadata: options.metadata ?? {}, displayId: id, isUpdate });
      };
      const bundle = options.raw === true ? (shown as MimeBundle) : bundleOf(shown);
      if (!(bundle instanceof Promise)) return tell(bundle);
      const telling = bundle
        .then(tell)
        // nobody awaits it: it is told as any such error is
        .catch((error: unknown) => {
          this.hasFailed = true;
          void Promise.reject(error);
        })
        .finally(() => {
          pending.delete(telling);
          if (pending.size === 0 && this.pending.get(token) === pending) this.pending.delete(token);
        });
      const pending = this.pending.get(token) ?? new Set();
      this.pending.set(token, pending.add(telling));
    };
    show(value, false);
    return new DisplayHandle(id, (next) => show(next, true));
  }
}
