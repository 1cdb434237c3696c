// One recorded day in; its report out, made by a process of its own so that the feed of this one does not wait.

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { CaptureReport } from './capture-report.ts';

export type Compacted =
  | { readonly kind: 'report'; readonly report: CaptureReport }
  /** The segments are as they were; the next start tries again. */
  | { readonly kind: 'failed'; readonly contract: string; readonly day: string; readonly reason: string };

const script = fileURLToPath(new URL('compact-main.ts', import.meta.url));
/** A day of the busiest contract takes a minute. */
const LIMIT_MS = 30 * 60_000;
const OUTPUT_MAX = 4 * 1024 * 1024;

/** Never rejects. */
export function compactElsewhere(home: string, contract: string, day: string): Promise<Compacted> {
  return new Promise((resolve) => {
    const failed = (reason: string): void => resolve({ kind: 'failed', contract, day, reason });
    const child = spawn(process.execPath, [script, home, contract, day], {
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: LIMIT_MS,
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (output.length < OUTPUT_MAX) output += text;
    });
    child.once('error', (error) => failed(error.message));
    child.once('close', (code, signal) => {
      const answer = parsed(output);
      if (answer?.report !== undefined) resolve({ kind: 'report', report: answer.report });
      else failed(answer?.failed ?? `the process ended with ${signal ?? code}`);
    });
  });
}

function parsed(output: string): { readonly report?: CaptureReport; readonly failed?: string } | undefined {
  try {
    return JSON.parse(output) as { report?: CaptureReport; failed?: string };
  } catch {
    return undefined;
  }
}
