// Process id, files and runtime folder of a Jupyter server as arguments; it is ended when nobody holds the other end of our input any more.
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { askToEnd, readServerFile } from './server-file.ts';

const PATIENCE_MS = 15_000;
const LOOK_EVERY_MS = 200;

const [, , pid = '', files = '', runtime = ''] = process.argv;

/** The process that was started, and on Windows the one that it started for itself. */
function pids(): readonly number[] {
  return [...new Set([Number(pid), readServerFile(runtime)?.pid ?? Number(pid)])].filter((each) => each > 1);
}

function signal(processId: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(processId, name);
  } catch {
    return false;
  }
}

async function endServer(): Promise<void> {
  const known = pids();
  if (process.platform === 'win32') await askToEnd(runtime);
  else for (const each of known) signal(each, 'SIGTERM');
  const endMs = performance.now() + PATIENCE_MS;
  while (known.some((each) => signal(each, 0)) && performance.now() < endMs) await sleep(LOOK_EVERY_MS);
  for (const each of known) signal(each, 'SIGKILL');
  rmSync(files, { recursive: true, force: true, maxRetries: 5 });
}

// on Windows the terminal gives it to everybody
process.on('SIGINT', () => {});
process.stdin.resume();
process.stdin.on('error', () => {});
process.stdin.on('close', () => void endServer());
