// A child process in; it and whatever it started ended, on every system.

import { type ChildProcess, spawn } from 'node:child_process';

/** How to start a child so that `endTree` reaches what it starts: on Windows a group of its own would be a window of its own. */
export const treeOptions = { detached: process.platform !== 'win32', windowsHide: true } as const;

/** Never throws: what is gone already is no fault. */
export function endTree({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    const killer = spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true });
    killer.on('error', () => {});
    killer.unref();
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // the whole group is gone
  }
}
