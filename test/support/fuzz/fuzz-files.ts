// A way to make damaged files and what must hold for each in; a report of many of them out.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../../src/adapters/user-error.ts';
import { Random } from '../../../src/simulation/random.ts';
import { addFailure, emptyReport, type FuzzOptions, type FuzzReport, type FuzzTarget, isFull } from './fuzz-target.ts';
import { faultOfMessage } from './message-faults.ts';

export interface DamagedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** For failures: what was done to it. */
  readonly what: string;
  /** Reads it; rejected with a UserError, or with what went wrong in words, or undefined when all is well. */
  readonly read: (path: string) => Promise<string | undefined>;
}

export interface FileCase {
  readonly name: string;
  readonly format: string | undefined;
  /** Files for each line that a format of lines is tried with. */
  readonly share: number;
  readonly make: (random: Random) => DamagedFile;
}

/** Each file either is read or refused with a UserError that can be printed. */
export function fileTarget(fuzzed: FileCase): FuzzTarget {
  return { name: fuzzed.name, format: fuzzed.format, isSlow: false, run: (options) => fuzzFiles(fuzzed, options) };
}

async function fuzzFiles(fuzzed: FileCase, { seed, count, folder, onFile }: FuzzOptions): Promise<FuzzReport> {
  const report = emptyReport();
  const random = new Random(seed, fuzzed.name);
  const files = Math.ceil(count * fuzzed.share);
  for (; report.files < files && !isFull(report); report.files++) {
    onFile(report.files);
    const { name, bytes, what, read } = fuzzed.make(random.stream(`file ${report.files}`));
    const path = join(folder, name);
    writeFileSync(path, bytes);
    const where = `${fuzzed.name}, file ${report.files} (${what}, ${bytes.length} bytes)`;
    try {
      const fault = await read(path);
      report.accepted++;
      if (fault !== undefined) addFailure(report, `${where}: ${fault}`);
    } catch (error) {
      report.rejected++;
      const fault = error instanceof UserError ? faultOfMessage(error.message) : `it threw ${stackOf(error)}`;
      if (fault !== undefined) addFailure(report, `${where}: ${fault}: ${JSON.stringify(String(error).slice(0, 600))}`);
    }
  }
  return report;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? `${error.stack}` : String(error);
}
