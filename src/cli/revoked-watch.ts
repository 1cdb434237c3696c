// A release that runs and its home in; a word to people, once, when a key that signed it is revoked meanwhile. The session goes on.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../adapters/user-error.ts';
import { releaseRefs } from '../promotion/release/release-folders.ts';
import { SIGNATURE_FILE } from '../promotion/release/release-manifest.ts';
import { resolveRelease } from '../promotion/release/resolve-release.ts';
import { readRevocations } from '../promotion/release/revocations.ts';
import { namedSigners } from '../promotion/release/signature.ts';
import type { Alerting } from '../runner/alerting/alerting.ts';
import type { CommandContext } from './command-context.ts';

const EVERY_MS = 60_000;

export interface RevokedWatchOptions {
  readonly home: string;
  /** Folder of the release, which was verified before. */
  readonly dir: string;
  readonly tell: (severity: 'critical', code: string, text: string) => void;
  readonly everyMs?: number | undefined;
}

/** Two small files are read each minute; nothing here stops a session or waits. */
export class RevokedWatch {
  private readonly options: RevokedWatchOptions;
  private readonly signedBy: readonly string[];
  private readonly timer: NodeJS.Timeout;
  private readonly told = new Set<string>();

  constructor(options: RevokedWatchOptions) {
    this.options = options;
    this.signedBy = namedSigners(readFileSync(join(options.dir, SIGNATURE_FILE), 'latin1'));
    this.timer = setInterval(() => this.look(), options.everyMs ?? EVERY_MS);
    this.timer.unref();
  }

  close(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    for (const text of this.faults()) {
      if (this.told.has(text)) continue;
      this.told.add(text);
      this.options.tell('critical', 'releaseKeyRevoked', `${text}. The session goes on; end it with qt stop`);
    }
  }

  private faults(): readonly string[] {
    try {
      const revocations = readRevocations(this.options.home);
      return this.signedBy.flatMap((fingerprint) => {
        const revoked = revocations.get(fingerprint);
        return revoked === undefined
          ? []
          : [`The key ${fingerprint.slice(0, 12)} that signed this release was revoked: ${revoked.reason}`];
      });
    } catch (error) {
      // a list that is damaged, or being restored
      if (error instanceof UserError || (error instanceof Error && 'syscall' in error)) return [error.message];
      throw error;
    }
  }
}

/** On the screen and by the alerts of the run; nothing where no release runs. `spec` is what the user named it by. */
export function watchRevocations(
  context: CommandContext,
  spec: string,
  id: string | null,
  alerting: Alerting,
): RevokedWatch | undefined {
  if (id === null) return undefined;
  const { home } = context;
  // a channel may name another release by now
  const dir = releaseRefs(home).find((ref) => ref.id === id)?.dir ?? resolveRelease(home, spec).dir;
  return new RevokedWatch({
    ...{ home, dir },
    tell: (severity, code, text) => {
      context.say(`${severity}: ${code}: ${text}`);
      alerting.raise({ severity, code, text });
    },
  });
}
