// A session that hangs in; its process ended once it is proven to be the session's, or the error that says why it was not.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RUN_FILE, readRunInfo } from '../adapters/journal/run-folder.ts';
import { UserError } from '../adapters/user-error.ts';
import { isAlive } from '../runner/host/host-lock.ts';
import { provenProcess, type RunningSession, readControlFile, sessionText } from '../runner/live/control-file.ts';

const GONE_MS = 10_000;
const LOOK_EVERY_MS = 50;

/**
 * What the session holds stays at the broker: the guardian of the host looks after it. UserErrors `process-not-proven`,
 * `session-not-stopped`.
 */
export async function endSessionProcess(session: RunningSession): Promise<void> {
  const { pid, folder } = session;
  if (provenProcess(folder) !== pid || !isOfRun(session)) throw notProven(session);
  try {
    process.kill(pid, 'SIGKILL');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ESRCH') throw notEnded(session, (cause as Error).message, cause);
  }
  const endMs = performance.now() + GONE_MS;
  while (isAlive(pid) && readControlFile(folder) !== undefined) {
    if (performance.now() > endMs) throw notEnded(session, 'it is still there');
    await sleep(LOOK_EVERY_MS);
  }
}

/** A process between two sessions has no run. */
function isOfRun({ pid, folder, waiting }: RunningSession): boolean {
  return waiting !== undefined || (existsSync(join(folder, RUN_FILE)) && readRunInfo(folder).pid === pid);
}

/** For messages: what a person types to end a process by hand. */
export function endByHand(pid: number, platform: NodeJS.Platform = process.platform): string {
  return platform === 'win32' ? `taskkill /F /PID ${pid}` : `kill -9 ${pid}`;
}

function notProven(session: RunningSession): UserError {
  return new UserError({
    code: 'process-not-proven',
    message: `Nothing proves that process ${session.pid} is still ${sessionText(session)}; it was not ended`,
    file: session.folder,
    fix: `Look at what process ${session.pid} is; where it is the session: ${endByHand(session.pid)}`,
  });
}

function notEnded(session: RunningSession, why: string, cause?: unknown): UserError {
  return new UserError({
    code: 'session-not-stopped',
    message: `The process of ${sessionText(session)} was not ended: ${why}`,
    fix: `End it yourself: ${endByHand(session.pid)}`,
    cause,
  });
}
