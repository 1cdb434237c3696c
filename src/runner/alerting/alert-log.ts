// Alerts and what became of them in; lines of JSON in a file of the day under the home out.

import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { redact } from '../../adapters/secrets/redact.ts';

/** Lines of one process; beyond them nothing is written, so that no loop fills the disk. */
const LINES_MAX = 100_000;

export function alertLogFile(home: string, dayUtc: string): string {
  return join(home, 'alerts', `${dayUtc}.jsonl`);
}

/** Written one after the other, in the background. A disk that fails costs the line and is told once. */
export class AlertLog {
  private readonly home: string;
  private readonly onFailure: (reason: string) => void;
  private last: Promise<void> = Promise.resolve();
  private lines = 0;
  private hasFailed = false;

  constructor(home: string, onFailure: (reason: string) => void) {
    this.home = home;
    this.onFailure = onFailure;
  }

  add(line: object): void {
    this.lines += 1;
    if (this.lines > LINES_MAX) return;
    const timeUtc = new Date().toISOString();
    const isLast = this.lines === LINES_MAX;
    const text = redact(
      JSON.stringify({ timeUtc, ...line, ...(isLast ? { note: 'nothing further is written' } : {}) }),
    );
    this.last = this.last.then(() => this.append(timeUtc.slice(0, 10), `${text}\n`));
  }

  /** All that was added is in the hands of the system. */
  flush(): Promise<void> {
    return this.last;
  }

  private async append(day: string, text: string): Promise<void> {
    try {
      await mkdir(join(this.home, 'alerts'), { recursive: true });
      await appendFile(alertLogFile(this.home, day), text);
    } catch (error) {
      if (!this.hasFailed) this.onFailure(error instanceof Error ? error.message : String(error));
      this.hasFailed = true;
    }
  }
}
