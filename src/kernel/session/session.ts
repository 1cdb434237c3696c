// Cells in, one after the other; what they show and what became of them out, with variables and modules that live on from one to the next.
import { fileURLToPath } from 'node:url';
import { CellError } from '../cell/cell-error.ts';
import { type CellImport, type CompiledCell, compileCell } from '../cell/compile-cell.ts';
import type { LoadingSign } from '../interrupt/loading-sign.ts';
import { cellUrl } from '../modules/cell-url.ts';
import { LiveModules } from '../modules/live-modules.ts';
import { CellContext } from './cell-context.ts';
import { CellRun, InterruptedError } from './cell-run.ts';
import type { NotebookFacts } from './executed-cells.ts';
import { ImportedNames } from './imported-names.ts';
import { MemoryReport, processMemory } from './memory/memory-report.ts';
import { MemoryWatch } from './memory/memory-watch.ts';
import { OutputCapture } from './output-capture.ts';
import { reloadWords } from './reload-words.ts';
import { SessionComms } from './session-comms.ts';
import type { CommRequest, ExecuteReply, ExecuteRequest, Question, SessionEvent } from './session-events.ts';
import { DisplayHandle, SessionGlobals } from './session-globals.ts';
import { type CellText, Tracebacks } from './traceback.ts';
import { nextTurn, Turns } from './turns.ts';
import { bundleOf } from './value-bundle.ts';
import { VariableTable } from './variable-table.ts';

export interface SessionOptions {
  /** Of the notebook: relative imports of cells begin there. Absolute. */
  readonly folder: string;
  /** Of the package: its files are watched, and found by its name from anywhere. Absolute. */
  readonly root: string;
  /** Why a file may not be imported into a session; undefined where it may. */
  readonly refusal?: (path: string) => string | undefined;
  readonly emit: (event: SessionEvent) => void;
  /** Asks a person; rejects where nobody can be asked. */
  readonly ask?: (question: Question) => Promise<string>;
  /** Front ends are there that comms can be opened to. */
  readonly hasComms?: boolean;
  /** Given while modules are being loaded, which must not be ended by force. */
  readonly loading?: LoadingSign;
  /** What is known of the notebook that the cells are of. */
  readonly notebook?: NotebookFacts;
}

/** Cells whose text is kept for tracebacks. */
const CELLS_KEPT = 1000;

/** The program's own files, of which tracebacks show nothing. */
const OWN_FOLDER = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

/** Changes streams and globals of the process it lives in: one of them at a time, until it is closed. */
export class Session {
  private readonly options: SessionOptions;
  private readonly variables = new VariableTable();
  private readonly modules: LiveModules;
  private readonly imported: ImportedNames;
  private readonly output: OutputCapture;
  private readonly globals: SessionGlobals;
  private readonly tracebacks: Tracebacks;
  private readonly memory: MemoryWatch;
  private readonly comms: SessionComms;
  private readonly turns: Turns;
  private readonly cells = new Map<number, CellText>();
  private cellsStarted = 0;
  private count = 0;

  constructor(options: SessionOptions) {
    this.options = options;
    const { root, refusal, emit, folder, loading, notebook } = options;
    this.modules = new LiveModules({
      ...{ root, ...(refusal === undefined ? {} : { refusal }) },
      ...(loading === undefined ? {} : { onLoading: () => loading.give() }),
    });
    this.imported = new ImportedNames({ modules: this.modules, variables: this.variables, folder });
    this.output = new OutputCapture({
      write: (name, text, token) => emit({ kind: 'stream', token, name, text }),
    });
    this.turns = new Turns(this.output.origins, () => loading?.hasWaiting === true);
    const memory = (): MemoryReport => new MemoryReport(processMemory(), this.variables.values());
    this.memory = new MemoryWatch({ process: processMemory, report: memory });
    this.globals = new SessionGlobals({
      emit,
      token: () => this.output.token,
      ask: (prompt, isPassword) => this.ask(prompt, isPassword),
      ...{ memory, notebook },
    });
    const cell = (number: number): CellText | undefined => this.cells.get(number);
    this.tracebacks = new Tracebacks({ root, ownFolder: OWN_FOLDER, mistakes: this.modules.mistakes, cell });
    this.comms = new SessionComms({
      emit,
      token: () => this.output.token,
      owner: () => this.output.origins.getStore()?.owner,
      run: (work) => this.turns.run(work),
      traceback: (error) => this.tracebacks.facts(error, this.cellsStarted).traceback.join('\n'),
      onError: (error) => this.onStray(error),
    });
  }

  /** Of the last cell that counted. */
  get executionCount(): number {
    return this.count;
  }

  open(): void {
    this.modules.install();
    this.output.start();
    this.globals.install();
    if (this.options.hasComms === true) this.comms.install();
    process.on('unhandledRejection', this.onStray);
    process.on('uncaughtException', this.onStray);
  }

  close(): void {
    process.off('unhandledRejection', this.onStray);
    process.off('uncaughtException', this.onStray);
    this.comms.uninstall();
    this.globals.uninstall();
    this.output.stop();
    this.modules.uninstall();
  }

  /** To the standard stream itself, past the capture. */
  print(name: 'stdout' | 'stderr', text: string): void {
    this.output.pass(name, text);
  }

  /** Runs one cell. Never rejects; another may be given when it has resolved. */
  async execute(request: ExecuteRequest): Promise<ExecuteReply> {
    if (this.turns.cell !== undefined) throw new Error('a cell is running already');
    if (!request.isSilent && request.storesHistory && request.code.trim() !== '') this.count += 1;
    const run = new CellRun(request.token, this.count, request.allowsStdin);
    const number = ++this.cellsStarted;
    this.turns.cell = run;
    this.output.lastToken = request.token;
    try {
      // a turn of its own: what ends the cell by force must not end who waits for it
      await Promise.race([this.begin(run, number, request), run.interrupted]);
      return { kind: 'ok', executionCount: run.executionCount };
    } catch (error) {
      if (run.isInterrupted) this.modules.distrust();
      const facts = this.tracebacks.facts(run.isInterrupted ? new InterruptedError() : error, number);
      if (!request.isSilent) this.options.emit({ kind: 'error', token: request.token, error: facts });
      return { kind: 'error', executionCount: run.executionCount, error: facts };
    } finally {
      run.isOpen = false;
      if (this.turns.cell === run) this.turns.cell = undefined;
      this.globals.forget(request.token);
      const notice = request.isSilent ? undefined : this.memory.notice();
      if (notice !== undefined) this.tell(notice);
    }
  }

  /** Handles a message of a client's comm, with the output of what it causes. Never rejects; no cell may run meanwhile. */
  async takeComm({ token, type, content, buffers }: CommRequest): Promise<void> {
    const origin = { token, owner: this.comms.ownerOf(content) };
    const failed = await this.turns.handle(origin, () => this.comms.take(type, content, buffers));
    this.globals.forget(token);
    if (failed === undefined) return;
    const facts = this.tracebacks.facts(failed.error, this.cellsStarted);
    this.options.emit({ kind: 'error', token, error: facts });
  }

  /** The open comms, those with this target alone where it is given. */
  commsOf(target: string | undefined): ReturnType<SessionComms['info']> {
    return this.comms.info(target);
  }

  /** Ends what waits, of the cell that runs and of comms; what keeps the thread busy has to be ended from another thread first. */
  interrupt(): void {
    // an end by force may have hit the code that would hear of it
    this.modules.distrust();
    this.turns.interrupt();
  }

  /** Of these tokens, those of which nothing more comes. To be asked in a turn after that of an interrupt. */
  lost(tokens: readonly string[]): readonly string[] {
    const held = this.turns.held();
    return tokens.filter((token) => !held.has(token));
  }

  private begin(run: CellRun, number: number, request: ExecuteRequest): Promise<void> {
    const owner = request.cellId === undefined ? `code ${request.code}` : `cell ${request.cellId}`;
    return new Promise((resolve, reject) => {
      setImmediate(() => {
        this.output.origins.run({ token: run.token, owner }, () => {
          if (!request.isSilent) this.comms.begin(owner);
          const ended = this.run(run, number, request).finally(() => run.isInterrupted || this.modules.settle());
          ended.then(resolve, reject);
        });
      });
    });
  }

  private async run(run: CellRun, number: number, request: ExecuteRequest): Promise<void> {
    const { code, token, isSilent } = request;
    this.keep(number, { source: code });
    this.globals.begin(code, number, request.isInjected);
    await this.reload(run);
    const cell = compileCell(code, this.variables.known);
    for (const notice of this.imported.untold(cell)) this.tell(notice);
    this.keep(number, { source: code, originalOf: cell.originalOf });
    const result = await this.evaluate(run, number, cell);
    await this.globals.settled(token);
    if (isSilent || result === undefined || result instanceof DisplayHandle) return;
    const data = await bundleOf(result);
    if (!run.isOpen || data === undefined) return;
    this.options.emit({ kind: 'result', token, executionCount: run.executionCount, data, metadata: {} });
  }

  private async evaluate(run: CellRun, number: number, cell: CompiledCell): Promise<unknown> {
    const url = cellUrl(this.options.folder, number);
    const main = await this.load(run, url, cell, number);
    // what is interrupted before it begins does not begin: whoever interrupts is heard first, and says why
    while (this.options.loading?.hasWaiting === true) await run.wait(nextTurn());
    if (run.isInterrupted) throw new InterruptedError();
    const end = this.variables.begin(cell.names);
    let hasEnded = false;
    const context = new CellContext({
      variables: this.variables,
      guard: (awaited) => this.guard(awaited),
      end: (reached) => {
        hasEnded = true;
        end(reached);
      },
      watch: (importing) => this.modules.watch(importing, url),
    });
    for (const { name, kind } of cell.names) if (kind !== 'earlier' && kind !== 'import') this.imported.drop(name);
    this.imported.take(url, cell.imports);
    run.interrupted.catch(() => {
      // cut off amid its code: its last words were not spoken
      setImmediate(() => {
        if (!hasEnded) end(undefined);
      });
    });
    await main(context).finally(() => {
      // it could not even read the names that it uses: none of its own was reached
      if (!hasEnded && !run.isInterrupted) end(-1);
    });
    return context.result;
  }

  private async load(
    run: CellRun,
    url: string,
    cell: CompiledCell,
    number: number,
  ): Promise<(context: CellContext) => Promise<void>> {
    try {
      const loaded = await this.modules.run(url, cell.moduleText, run.interrupted);
      return loaded.default as (context: CellContext) => Promise<void>;
    } catch (error) {
      throw placed(error, cell.imports, number);
    }
  }

  /** Only what belongs to what runs is cut off with it. */
  private guard<T>(awaited: PromiseLike<T>): PromiseLike<T> {
    return this.turns.now?.wait(awaited) ?? awaited;
  }

  /** Files that were edited since the last cell are loaded anew, and names that come from them too. */
  private async reload(run: CellRun): Promise<void> {
    for (const words of reloadWords(this.modules.refresh())) this.tell(words);
    for (const notice of await this.imported.renew(run.interrupted)) this.tell(notice);
  }

  private tell(text: string): void {
    this.options.emit({ kind: 'stream', token: this.output.token, name: 'stderr', text: `${text}\n` });
  }

  private ask(prompt: string, isPassword: boolean): Promise<string> {
    const { ask } = this.options;
    const { cell: running } = this.turns;
    if (running?.canAsk !== true || ask === undefined)
      return Promise.reject(new Error('Nobody can be asked for input here'));
    return running.wait(ask({ token: running.token, prompt, isPassword }));
  }

  private keep(number: number, text: CellText): void {
    this.cells.set(number, text);
    this.cells.delete(number - CELLS_KEPT);
  }

  /** An error that nobody waits for: told with the cell that caused it, and the session goes on. */
  private readonly onStray = (error: unknown): void => {
    if (error instanceof InterruptedError) return;
    const { name, message, traceback } = this.tracebacks.facts(error, this.cellsStarted);
    const words = { name, message, traceback: ['An error that no cell waited for:', ...traceback] };
    this.options.emit({ kind: 'error', token: this.output.token, error: words });
  };
}

/** An import that cannot be linked is told without a place in the cell. */
function placed(error: unknown, imports: readonly CellImport[], number: number): unknown {
  if (!(error instanceof SyntaxError)) return error;
  const [, specifier, name] = /module '([^']+)' does not provide an export named '([^']+)'/.exec(error.message) ?? [];
  const found = imports.find((each) => each.specifier === specifier && each.imported === name);
  if (found === undefined || !String(error.stack).includes(`qt-cell=${number}`)) return error;
  const message = `${specifier} has no export '${name}' (a type is imported with \`import type\`)`;
  return new CellError('SyntaxError', message, found.place.line, found.place.column);
}
