// Jupyter's connection file in; a kernel that runs cells by tslab for the folder that it was started in, until Jupyter shuts it down, out.
import { fileURLToPath } from 'node:url';
import { ConnectionFileError, readConnectionFile } from '../front/connection-file.ts';
import { watchParent } from '../front/parent-watch.ts';
import { liveGuard } from '../live-guard.ts';
import { forgetSecrets } from '../secret-variables.ts';
import type { SessionEvent } from '../session/session-events.ts';
import { DisplayHandle, SessionGlobals } from '../session/session-globals.ts';
import { LoadedModules } from './loaded-modules.ts';
import { DeclarationsError } from './package-declarations.ts';
import { PatientSender } from './patient-sender.ts';
import { TslabOutput } from './tslab-output.ts';
import { type TslabExecutor, TslabMissingError, type TslabParts, tslabParts } from './tslab-parts.ts';
import { writeLonghand } from './write-longhand.ts';

const SOCKETS = ['iopub', 'shell', 'control', 'stdin', 'hb'] as const;
/** How long its last messages have to leave. */
const END_MS = 500;

forgetSecrets();
const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[\\/]$/, '');
const folder = process.cwd();
/** The real one: cells get another in its place. */
const exit = process.exit.bind(process);

class TslabKernel {
  private readonly parts: TslabParts;
  private readonly output = new TslabOutput();
  private readonly modules = new LoadedModules({ root, refusal: liveGuard(root) });
  private readonly globals: SessionGlobals;
  private readonly told = new Set<string>();
  /** Stops waiting for what a cell has shown. */
  private stopWaiting: () => void = () => undefined;
  private executions = 0;

  constructor(connectionFile: string) {
    readConnectionFile(connectionFile);
    this.parts = tslabParts(root, folder);
    this.globals = new SessionGlobals({
      emit: (event) => this.show(event),
      token: () => undefined,
      ask: () => Promise.reject(new Error('Cells on tslab cannot ask: set a variable instead')),
    });
    this.globals.install();
    this.modules.install();
    const executor = this.executor();
    this.serve(executor, connectionFile);
    process.on('SIGINT', () => {
      executor.interrupt();
      this.stopWaiting();
    });
    process.on('uncaughtException', (error) => console.error('Nobody caught:', error));
    process.on('unhandledRejection', (reason) => console.error('Nobody awaited:', reason));
    watchParent(() => exit(1));
  }

  private serve(executor: TslabExecutor, connectionFile: string): void {
    const { JupyterHandlerImpl, ZmqServer } = this.parts.jupyter;
    const handler = new JupyterHandlerImpl(executor, false);
    handler.createWriteToIopub = (name, write) => this.output.writer(name, write);
    const server = new ZmqServer(handler, connectionFile);
    const { bindSocket, close } = server;
    const senders: PatientSender[] = [];
    server.bindSocket = (socket, port) => {
      const name = SOCKETS.find((each) => server[each] === socket);
      if (name !== undefined) {
        const sender = new PatientSender(socket);
        senders.push(sender);
        server[name] = sender;
      }
      // a front end that is slower than a cell loses nothing
      if (name === 'iopub') socket.sendHighWaterMark = 0;
      return bindSocket.call(server, socket, port);
    };
    server.close = () => {
      // what a cell left running must not keep the process
      setTimeout(exit, END_MS, 0).unref();
      void Promise.allSettled(senders.map((sender) => sender.done())).then(() => close.call(server));
    };
    server.init().catch((error: unknown) => {
      console.error('The ports of the connection file cannot be opened:', error);
      exit(1);
    });
  }

  private executor(): TslabExecutor {
    const { createConverter, createExecutor } = this.parts;
    const node = createConverter({ isJS: false, isBrowser: false });
    const converters = { node, browser: node, close: () => node.close() };
    const { display } = globalThis as unknown as { readonly display: (value: unknown) => void };
    const executor = createExecutor(folder, converters, {
      log: (value) => (value instanceof DisplayHandle ? undefined : display(value)),
      error: (...values) => console.error(...values),
    });
    const execute = executor.execute.bind(executor);
    executor.execute = async (code) => {
      this.tellChanges();
      this.executions += 1;
      this.globals.begin(code, this.executions);
      const interrupted = new Promise<'interrupted'>((resolve) => {
        this.stopWaiting = () => resolve('interrupted');
      });
      try {
        const isDone = await execute(writeLonghand(this.parts.syntax, code));
        const end = await Promise.race([this.globals.settled(undefined), interrupted]);
        if (isDone && end === 'interrupted')
          console.error('Interrupted: something that the cell shows is not there yet');
        return isDone && end !== 'interrupted';
      } finally {
        this.globals.forget(undefined);
        this.output.flush();
      }
    };
    return executor;
  }

  /** tslab gives the old code without a word. */
  private tellChanges(): void {
    const changed = this.modules.changed().filter((name) => !this.told.has(name));
    if (changed.length === 0) return;
    for (const name of changed) this.told.add(name);
    console.error(
      `The old code of ${changed.join(', ')} runs on, which has changed: restart the kernel to get the new`,
    );
  }

  private show(event: SessionEvent): void {
    if (event.kind === 'clear') throw new Error('Cells on tslab cannot clear their output');
    if (event.kind !== 'display') return;
    const { data, metadata, displayId, isUpdate } = event;
    this.output.flush();
    this.parts.jupyter.lastWriteDisplayData?.({ data, metadata, transient: { display_id: displayId } }, isUpdate);
  }
}

try {
  new TslabKernel(process.argv[2] ?? '');
} catch (error) {
  const isKnown = [ConnectionFileError, TslabMissingError, DeclarationsError].some((kind) => error instanceof kind);
  if (!(isKnown && error instanceof Error)) throw error;
  process.stderr.write(`${error.message}\n`);
  exit(1);
}
