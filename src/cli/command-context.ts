// What every sub-command is given: where it works, how it speaks, and how it ends.

import { resolve } from 'node:path';
import { type DatasetStore, openStore } from '../adapters/datasets/store.ts';
import { inLocalTime, localClock } from '../adapters/local-time.ts';
import { packageRoot } from '../runner/package-root.ts';
import { Progress } from './progress.ts';

export interface GlobalOptions {
  readonly json?: boolean;
  readonly home?: string;
  readonly debug?: boolean;
}

export class CommandContext {
  readonly json: boolean;
  readonly debug: boolean;
  /** Holds datasets/, runs/, releases/ and keys/. */
  readonly home: string;

  private readonly mark: (text: string) => string;

  /** @param mark what is done to each line for people before it is shown */
  constructor(options: GlobalOptions, mark: (text: string) => string = (text) => text) {
    this.mark = mark;
    this.json = options.json ?? false;
    this.debug = options.debug ?? false;
    this.home = resolve(options.home ?? process.env.QT_HOME ?? packageRoot);
  }

  get store(): DatasetStore {
    return this.storeAccepting(false);
  }

  /** With `allowRefused` it reads also what the quality gate refused; what is made of it must say so. */
  storeAccepting(allowRefused: boolean | undefined): DatasetStore {
    return openStore(this.home, { acceptRefused: allowRefused });
  }

  /** The result: one JSON object with --json, else the text. Nothing else ever goes to standard output. */
  result(object: object, text: string): void {
    process.stdout.write(this.json ? `${JSON.stringify(object)}\n` : `${text}\n`);
  }

  /** For people who wait: standard error. */
  say(text: string): void {
    process.stderr.write(`${this.mark(text)}\n`);
  }

  /** The same, for what goes on for hours: each line shows when it came, and its times as the clock of São Paulo has them. */
  timed(nowUs: () => number): CommandContext {
    return new CommandContext(this, (text) => `${localClock(nowUs())}  ${inLocalTime(text)}`);
  }

  progress(label: string): Progress {
    return new Progress(label);
  }
}
