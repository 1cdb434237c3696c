// The folder of a run on probation in; what its certificate says against the release, out.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openRun } from '../../adapters/journal/run-reader.ts';
import { UserError } from '../../adapters/user-error.ts';
import { CERTIFICATE_FILE, readCertificate } from '../parity/read-certificates.ts';
import type { TrustedKey } from '../release/keys.ts';
import type { Breach } from './breach.ts';
import { breachOfCertificate } from './breach-of-certificate.ts';

/** A certificate that proves nothing says nothing: it is made again. */
export function breachIn(folder: string, trusted: readonly TrustedKey[]): Breach | undefined {
  if (!existsSync(join(folder, CERTIFICATE_FILE))) return undefined;
  try {
    return breachOfCertificate(readCertificate(folder, trusted), () => firstOrderUs(folder));
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

function firstOrderUs(folder: string): number | undefined {
  const run = openRun(folder);
  try {
    for (const { command, timeUs } of run.timedCommands()) if (command.kind === 'submit') return timeUs ?? 0;
    return undefined;
  } finally {
    run.close();
  }
}
