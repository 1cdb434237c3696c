// A Jupyter server that we started in; a process beside it out, which ends the server where this process is gone without having done so.
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

export interface WatchedServer {
  readonly pid: number;
  /** Removed with it. */
  readonly files: string;
  /** Where it writes that it serves. */
  readonly runtime: string;
}

/** To be called when the server has ended. */
export type EndWatch = () => void;

/**
 * A crash, SIGKILL or the task manager give this process no chance to end Jupyter, and Jupyter does not look after its parent. The
 * watch holds the other end of a pipe, which the system closes whatever this process dies of.
 */
export function watchServer({ pid, files, runtime }: WatchedServer): EndWatch {
  const script = join(import.meta.dirname, 'server-watch-main.ts');
  const flags = ['--disable-warning=ExperimentalWarning'];
  const watch: ChildProcess = spawn(process.execPath, [...flags, script, String(pid), files, runtime], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // in the group of a terminal it would get the Ctrl+C that is for us
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  // without the watch all is as it was: no reason to end Jupyter
  watch.on('error', () => {});
  watch.stdin?.on('error', () => {});
  watch.unref();
  return () => {
    watch.kill();
  };
}
