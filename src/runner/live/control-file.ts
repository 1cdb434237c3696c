// The run folder of a running session in; where its control socket listens out, written as control.json and removed at the end.

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { removeDurably, replaceDurably } from '../../adapters/durable-file.ts';
import { type Endpoint, endpointSchema, type Transport } from '../../adapters/host-link/endpoint.ts';
import { socketFolder } from '../../adapters/host-link/socket-folders.ts';
import { RUNS_FOLDER } from '../../adapters/journal/run-folder.ts';
import { runModes } from '../../adapters/journal/run-info.ts';
import { begunOf, isAlive } from '../host/host-lock.ts';

export const CONTROL_FILE = 'control.json';
/** Of a home: a folder for each process that runs sessions, whether one is on or not. */
export const WAITING_FOLDER = 'live';

const schema = z.strictObject({
  version: z.literal(1),
  pid: z.int().positive(),
  /** Tells processes apart that had one number, where the system says when a process began. */
  begun: z.string().nullable(),
  mode: z.enum(runModes),
  strategy: z.string(),
  account: z.string().nullable(),
  /** Why no session of the process is on; absent in that of a session. */
  waiting: z.string().optional(),
  endpoint: endpointSchema,
});
export type ControlFile = Omit<z.infer<typeof schema>, 'version' | 'pid' | 'begun'>;

export interface RunningSession extends ControlFile {
  readonly pid: number;
  /** Absolute path of the run folder. */
  readonly folder: string;
}

/** Beside the sockets of hosts where paths are short, and by the name of the run. */
export function controlEndpoint(folder: string, transport: Transport, platform: NodeJS.Platform): Endpoint {
  if (transport === 'tcp') return { kind: 'tcp', address: '127.0.0.1', port: 0 };
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  if (platform === 'win32') return { kind: 'pipe', path: `\\\\.\\pipe\\quantumtrader-run-${name}` };
  return { kind: 'unix', path: join(socketFolder(name), 'control.sock') };
}

export function writeControlFile(folder: string, file: ControlFile): void {
  const { pid } = process;
  const whole = { version: 1, pid, begun: begunOf(pid) ?? null, ...file };
  replaceDurably(join(folder, CONTROL_FILE), `${JSON.stringify(whole)}\n`);
}

export function removeControlFile(folder: string): void {
  const path = join(folder, CONTROL_FILE);
  if (existsSync(path)) removeDurably(path);
}

/** Undefined where the folder has none, one that cannot be read, or one of a process that is gone. */
export function readControlFile(folder: string): RunningSession | undefined {
  const file = writtenControlFile(folder);
  return file !== undefined && isRunning(file) ? file : undefined;
}

/** Also of a process that is gone. Undefined where the folder has none, or one that cannot be read. */
export function writtenControlFile(
  folder: string,
): (RunningSession & Pick<z.infer<typeof schema>, 'begun'>) | undefined {
  try {
    const { version: _version, ...file } = schema.parse(JSON.parse(readFileSync(join(folder, CONTROL_FILE), 'utf8')));
    return { ...file, folder };
  } catch {
    return undefined;
  }
}

/**
 * The process of the folder where the system proves that it is still the one which wrote the file: by when it began, or by its pipe, which
 * nobody else has. Undefined where it does not: that number may be another program's.
 */
export function provenProcess(folder: string): number | undefined {
  const file = writtenControlFile(folder);
  if (file === undefined || !isRunning(file)) return undefined;
  return file.begun !== null || file.endpoint.kind === 'pipe' ? file.pid : undefined;
}

/** Sessions of a home whose process is alive, the newest first; behind them the processes that wait for their next one. */
export function runningSessions(home: string): readonly RunningSession[] {
  const sessions = controlledIn(join(home, RUNS_FOLDER));
  const busy = new Set(sessions.map(({ pid }) => pid));
  return [...sessions, ...controlledIn(join(home, WAITING_FOLDER)).filter(({ pid }) => !busy.has(pid))];
}

function controlledIn(parent: string): readonly RunningSession[] {
  if (!existsSync(parent)) return [];
  const folders = readdirSync(parent).sort().reverse();
  return folders.map((name) => readControlFile(join(parent, name))).filter((each) => each !== undefined);
}

/** The system gives numbers of processes again: one that began at another time is another process, and its pipe is gone. */
function isRunning({ pid, begun, endpoint }: Pick<z.infer<typeof schema>, 'pid' | 'begun' | 'endpoint'>): boolean {
  if (!isAlive(pid)) return false;
  if (endpoint.kind === 'pipe') return existsSync(endpoint.path);
  return begun === null || begunOf(pid) === begun;
}

/** For messages. */
export function sessionText({ folder, mode, strategy, pid, waiting }: RunningSession): string {
  if (waiting !== undefined) return `${mode} ${strategy} (process ${pid}, between sessions)`;
  return `${mode} ${strategy} (${basename(folder)}, process ${pid})`;
}
