// Takes a home; starts its host as a process that outlives us, and gives its number when it runs, or the reason why it does not.

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Transport } from '../../adapters/host-link/endpoint.ts';
import { UserError, type UserErrorJson } from '../../adapters/user-error.ts';
import type { Provenance } from '../../core/market/provenance.ts';
import { isAlive, lockHolder, refuseSecondHost } from './host-lock.ts';

const START_MS = 60_000;
const LINE_BYTES_MAX = 64 * 1024;
const STOP_POLL_MS = 50;

export interface StartHostOptions {
  readonly home: string;
  readonly provenance: Provenance;
  readonly transport?: Transport | undefined;
}

/** Throws what the host could not start for, and UserError `host-not-started` where it says nothing. */
export async function startHost({ home, provenance, transport }: StartHostOptions): Promise<{ readonly pid: number }> {
  refuseSecondHost(home);
  const main = fileURLToPath(new URL('./host-main.ts', import.meta.url));
  const more = transport === undefined ? [] : ['--transport', transport];
  // secrets in the environment are read there and taken out of it; nothing secret stands among the arguments
  const child = spawn(process.execPath, [main, '--home', home, '--provenance', provenance, ...more], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
    windowsHide: true,
  });
  const line = await firstLine(child.stdout, START_MS, () => child.kill());
  child.stdout.destroy();
  child.unref();
  const told = parse(line);
  if (told.error !== undefined) throw new UserError(told.error);
  if (told.pid === undefined) throw notStarted();
  return { pid: told.pid };
}

/** Waits until the process that has the lock of the home is gone. */
export async function hostEnded(home: string, pid: number, waitMs: number): Promise<boolean> {
  for (let waited = 0; waited < waitMs; waited += STOP_POLL_MS) {
    if (lockHolder(home)?.pid !== pid && !isAlive(pid)) return true;
    await new Promise((done) => setTimeout(done, STOP_POLL_MS));
  }
  return false;
}

function firstLine(stream: NodeJS.ReadableStream, waitMs: number, onTimeout: () => void): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const timer = setTimeout(() => {
      onTimeout();
      resolve('');
    }, waitMs);
    const done = (line: string): void => {
      clearTimeout(timer);
      resolve(line);
    };
    stream.setEncoding('utf8');
    stream.on('data', (chunk: string) => {
      text += chunk;
      const end = text.indexOf('\n');
      if (end >= 0) done(text.slice(0, end));
      else if (text.length > LINE_BYTES_MAX) done('');
    });
    stream.on('end', () => done(''));
  });
}

function parse(line: string): { readonly pid?: number; readonly error?: UserErrorJson } {
  try {
    return JSON.parse(line) as { readonly pid?: number; readonly error?: UserErrorJson };
  } catch {
    return {};
  }
}

function notStarted(): UserError {
  return new UserError({
    code: 'host-not-started',
    message: 'The host ended before it said that it runs',
    fix: 'Start it here to see why: qt host run; or look at host/log/host.log of the home.',
  });
}
