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
  /** Id of the release that runs now, which was verified before. */
  readonly runs: () => string;
  readonly dirOf: (release: string) => string;
  readonly tell: (severity: 'critical', code: string, text: string) => void;
  readonly everyMs?: number | undefined;
}

/** Two small files are read each minute; nothing here stops a session or waits. */
export class RevokedWatch {
  private readonly options: RevokedWatchOptions;
  private release = '';
  private signedBy: readonly string[] = [];
  private readonly timer: NodeJS.Timeout;
  private readonly told = new Set<string>();

  constructor(options: RevokedWatchOptions) {
    this.options = options;
    this.readSigners();
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

  private readSigners(): void {
    const { runs, dirOf } = this.options;
    const release = runs();
    if (release === this.release) return;
    this.signedBy = namedSigners(readFileSync(join(dirOf(release), SIGNATURE_FILE), 'latin1'));
    this.release = release;
  }

  private faults(): readonly string[] {
    try {
      this.readSigners();
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

/** On the screen and by the alerts of the run. `spec` is what the user named it by, `runs` gives the id of the release that runs now. */
export function watchRevocations(
  context: CommandContext,
  spec: string,
  runs: () => string,
  alerting: Alerting,
): RevokedWatch {
  const { home } = context;
  // a channel may name another release by now
  const dirOf = (id: string): string =>
    releaseRefs(home).find((ref) => ref.id === id)?.dir ?? resolveRelease(home, spec).dir;
  return new RevokedWatch({
    ...{ home, runs, dirOf },
    tell: (severity, code, text) => {
      context.say(`${severity}: ${code}: ${text}`);
      alerting.raise({ severity, code, text });
    },
  });
}
