// The name of a program and its arguments in; what it printed and its exit code out, or nothing where it does not run or end.

import { execFile } from 'node:child_process';

const PATIENCE_MS = 30_000;
const OUTPUT_BYTES_MAX = 1024 * 1024;

/** Windows prints in the code page of the terminal: letters beside ASCII cannot be relied on, and no check does. */
export function runProgram(
  program: string,
  args: readonly string[],
): Promise<{ readonly code: number; readonly text: string } | undefined> {
  return new Promise((resolve) => {
    const options = {
      timeout: PATIENCE_MS,
      maxBuffer: OUTPUT_BYTES_MAX,
      encoding: 'latin1',
      windowsHide: true,
    } as const;
    execFile(program, args, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      resolve(typeof code === 'number' ? { code, text: `${stdout}${stderr}` } : undefined);
    });
  });
}
