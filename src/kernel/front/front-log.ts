// One line about the kernel itself in, the same line on the process's standard error out.
import { writeSync } from 'node:fs';

/** Works in a worker while the main thread is busy, where `process.stderr` would wait for it. */
export function frontLog(line: string): void {
  try {
    writeSync(2, `kernel: ${line}\n`);
  } catch {
    // Standard error is closed or full: nobody reads it, and a kernel must not die of that.
  }
}
