// Starts the vendor process with Node and gives it its invitation through standard input; nothing secret stands in arguments or environment.

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { redact } from '../../../adapters/secrets/redact.ts';
import type { Invitation } from './vendor-protocol.ts';
import type { VendorChild } from './vendor-run.ts';

/** Threads for calls that block: one for each lane of calls, and some for files and names. */
const THREADS = 16;

export interface SpawnSettings {
  /** The library reads and writes beside it: logs, databases. Made by whoever installs it. */
  readonly workingFolder: string;
  /** More variables, for tests and for libraries that need them; never secrets. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Lines that the process or the library prints, without secrets that this process knows. */
  readonly output: (line: string) => void;
}

const SYSTEM_VARIABLES = [
  'PATH',
  'HOME',
  'TEMP',
  'TMP',
  'TMPDIR',
  'SystemRoot',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  // a process that starts again compiles nothing anew
  'NODE_COMPILE_CACHE',
];
/** The library of the vendor may print without end. */
const LINE_LENGTH_MAX = 2_000;

export function spawnVendor(invitation: Invitation, settings: SpawnSettings): VendorChild {
  const main = fileURLToPath(new URL('./vendor-main.ts', import.meta.url));
  // the surroundings of the host may hold secrets: only what a process needs to run is passed on
  const environment: Record<string, string> = { UV_THREADPOOL_SIZE: String(THREADS), ...settings.environment };
  for (const name of SYSTEM_VARIABLES) {
    const value = process.env[name];
    if (value !== undefined) environment[name] ??= value;
  }
  const child = spawn(process.execPath, [main], {
    cwd: settings.workingFolder,
    env: environment,
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  child.stdin.on('error', () => {
    // a process that is gone before it reads says so by its exit
  });
  child.stdin.write(`${JSON.stringify(invitation)}\n`);
  follow(child.stdout, settings.output);
  follow(child.stderr, settings.output);
  return childOf(child, settings.workingFolder);
}

function childOf(child: ChildProcess, folder: string): VendorChild {
  return {
    pid: child.pid,
    onExit(listener) {
      let isOver = false;
      const once = (reason: string): void => {
        if (isOver) return;
        isOver = true;
        listener(reason);
      };
      child.once('error', ({ message }) =>
        // the system names the program where it is the folder that is missing
        once(existsSync(folder) ? message : `its working folder ${folder} does not exist`),
      );
      child.once('exit', (code, signal) => once(code === null ? `signal ${signal}` : `exit code ${code}`));
    },
    kill() {
      child.kill('SIGKILL');
    },
  };
}

function follow(stream: NodeJS.ReadableStream, output: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = (lines.pop() ?? '').slice(0, LINE_LENGTH_MAX);
    for (const line of lines) output(redact(line.slice(0, LINE_LENGTH_MAX)));
  });
  stream.on('end', () => {
    if (rest !== '') output(redact(rest));
  });
}
