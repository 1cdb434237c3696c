// The process that runs a notebook's cells: orders of who started it in; outputs and replies out.
import { Worker } from 'node:worker_threads';
import { LoadingSign } from '../interrupt/loading-sign.ts';
import { startTimeLimit } from '../interrupt/time-limit.ts';
import { liveGuard } from '../live-guard.ts';
import { forgetSecrets } from '../secret-variables.ts';
import { Session } from '../session/session.ts';
import type { ErrorFacts, ExecuteReply, SessionEvent } from '../session/session-events.ts';
import { OutputGate } from './output-gate.ts';
import { type ProcessNews, type ProcessOrder, type ProcessSettings, TIME_LIMIT_ERROR } from './process-messages.ts';

forgetSecrets();
if (process.send === undefined) throw new Error('notebook-process.ts is started by cell-process.ts only');
const send = process.send.bind(process) as (news: ProcessNews, sent?: () => void) => void;
/** The real one: a session puts another in its place. */
const exit = process.exit.bind(process);
const { root, folder, file, parameters = {}, timeLimitMs } = JSON.parse(process.argv[2] ?? '') as ProcessSettings;

/** Of the cell that runs; undefined between cells. */
let running: { readonly token: string; readonly startedMs: number; isOverTime: boolean } | undefined;

const gate = new OutputGate((event) => send({ kind: 'output', event }));
const loading = new LoadingSign();
const notebook = { file: () => file, parameters };
const session = new Session({ ...{ root, folder, refusal: liveGuard(root) }, emit, loading, notebook });
const timeLimit = timeLimitMs === undefined ? undefined : startTimeLimit(stop, loading);

function emit(event: SessionEvent): void {
  if (event.kind === 'comm') return;
  const isStop = event.kind === 'error' && event.token === running?.token;
  gate.take(isStop ? { ...event, error: named(event.error) } : event);
}

function stop(): void {
  // the limit of a cell that has just ended is not that of the next one
  if (running === undefined || performance.now() - running.startedMs < timeLimitMs! / 2) return;
  running.isOverTime = true;
  session.interrupt();
}

function named(error: ErrorFacts): ErrorFacts {
  if (running?.isOverTime !== true || error.name !== 'Interrupted') return error;
  const name = TIME_LIMIT_ERROR;
  const message = `The cell was stopped at its time limit of ${timeLimitMs! / 1000} s`;
  return { name, message, traceback: [`\u001b[31m${name}\u001b[0m: ${message}`, ...error.traceback.slice(1)] };
}

function run(token: string, code: string, isInjected: boolean): void {
  running = { token, startedMs: performance.now(), isOverTime: false };
  if (timeLimitMs !== undefined) timeLimit?.arm(timeLimitMs);
  const request = { token, code, isSilent: false, storesHistory: true, allowsStdin: false, isInjected };
  void session.execute(request).then(end);
}

function end(reply: ExecuteReply): void {
  timeLimit?.disarm();
  const told = reply.kind === 'error' ? { ...reply, error: named(reply.error) } : reply;
  running = undefined;
  gate.flush();
  send({ kind: 'done', reply: told });
}

process.on('message', (order: ProcessOrder) => {
  if (order.kind === 'cell') return run(order.token, order.code, order.isInjected);
  gate.flush();
  session.close();
  // what was sent is delivered before the channel closes
  process.disconnect();
});
process.on('disconnect', () => exit(0));
// a busy thread hears of no channel that closes
new Worker(new URL('./orphan-watch.ts', import.meta.url), { workerData: process.ppid }).unref();
session.open();
send({ kind: 'ready' });
