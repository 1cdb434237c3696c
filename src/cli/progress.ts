// Shares of a long task in, a bar on standard error out once it takes over a second; lines where there is no terminal.

import { Presets, SingleBar } from 'cli-progress';

const PATIENCE_MS = 1000;
const LINE_EVERY_MS = 5000;

export class Progress {
  private readonly label: string;
  private readonly startedMs = Date.now();
  private bar: SingleBar | undefined;
  private lastLineMs = 0;
  /** The last share told, where no line has shown it yet. */
  private unshown: string | undefined;

  constructor(label: string) {
    this.label = label;
  }

  /** `share` in 0..1. */
  update(share: number, detail = ''): void {
    const now = Date.now();
    if (now - this.startedMs < PATIENCE_MS) return;
    if (!process.stderr.isTTY) {
      this.unshown = `${this.label}: ${Math.round(share * 100)} % ${detail}\n`;
      if (now - this.lastLineMs < LINE_EVERY_MS) return;
      this.lastLineMs = now;
      this.showLine();
      return;
    }
    if (this.bar === undefined) {
      const format = `${this.label} [{bar}] {percentage} % | {eta_formatted} left | {detail}`;
      this.bar = new SingleBar({ format, stream: process.stderr, hideCursor: true }, Presets.rect);
      this.bar.start(1, 0, { detail });
    }
    this.bar.update(share, { detail });
  }

  /** Shows where the task ended, if it was shown before: at 100 % only where it came so far. */
  stop(): void {
    this.bar?.stop();
    this.bar = undefined;
    if (this.lastLineMs > 0) this.showLine();
  }

  private showLine(): void {
    if (this.unshown !== undefined) process.stderr.write(this.unshown);
    this.unshown = undefined;
  }
}
