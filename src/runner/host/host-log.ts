// Takes what happens in the host; gives lines of JSON in host/log/, a new file when one is full, and never a secret.

import { closeSync, existsSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { hostFolder } from '../../adapters/host-link/endpoint.ts';
import { redact } from '../../adapters/secrets/redact.ts';

const LOG_BYTES_MAX = 4 * 1024 * 1024;
/** Files beside the present one; the oldest goes. */
const OLD_LOGS_MAX = 9;
export const LINE_LENGTH_MAX = 4000;

export type LogLevel = 'info' | 'warning' | 'error';
export type LogFacts = Readonly<Record<string, unknown>>;

export interface HostLog {
  info(what: string, facts?: LogFacts): void;
  warning(what: string, facts?: LogFacts): void;
  error(what: string, facts?: LogFacts): void;
}

/** For tests and for whoever wants none. */
export const silentLog: HostLog = { info: () => {}, warning: () => {}, error: () => {} };

export function logFolder(home: string): string {
  return join(hostFolder(home), 'log');
}

/** `host.log` is the present one, `host.1.log` the one before. A disk that is full costs lines of the log and nothing else. */
export class FileHostLog implements HostLog {
  /** Lines that could not be written. */
  lost = 0;
  private readonly folder: string;
  private readonly bytesMax: number;
  private readonly now: () => string;
  private file = -1;
  private bytes = 0;

  constructor(home: string, options: { readonly bytesMax?: number; readonly now?: () => string } = {}) {
    this.folder = logFolder(home);
    this.bytesMax = options.bytesMax ?? LOG_BYTES_MAX;
    this.now = options.now ?? (() => new Date().toISOString());
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
  }

  info(what: string, facts?: LogFacts): void {
    this.write('info', what, facts);
  }

  warning(what: string, facts?: LogFacts): void {
    this.write('warning', what, facts);
  }

  error(what: string, facts?: LogFacts): void {
    this.write('error', what, facts);
  }

  close(): void {
    if (this.file !== -1) closeSync(this.file);
    this.file = -1;
  }

  private write(level: LogLevel, what: string, facts: LogFacts = {}): void {
    const line = this.lineOf(level, what, facts);
    try {
      if (this.file !== -1 && this.bytes + line.length > this.bytesMax) this.rotate();
      if (this.file === -1) this.open();
      this.bytes += writeSync(this.file, line);
    } catch {
      this.lost += 1;
    }
  }

  private lineOf(level: LogLevel, what: string, facts: LogFacts): Buffer {
    const text = JSON.stringify({ at: this.now(), level, what, ...facts }, (_key, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    );
    // the cut comes after the redaction: half a secret is one too
    const safe = redact(text);
    const whole = safe.length <= LINE_LENGTH_MAX ? safe : cutLine(level, what, this.now(), safe);
    return Buffer.from(`${whole}\n`);
  }

  private open(): void {
    this.file = openSync(join(this.folder, 'host.log'), 'a', 0o600);
    this.bytes = fstatSync(this.file).size;
    if (this.bytes >= this.bytesMax) {
      this.rotate();
      this.open();
    }
  }

  private rotate(): void {
    this.close();
    const name = (n: number): string => join(this.folder, n === 0 ? 'host.log' : `host.${n}.log`);
    rmSync(name(OLD_LOGS_MAX), { force: true });
    for (let n = OLD_LOGS_MAX - 1; n >= 0; n--) if (existsSync(name(n))) renameSync(name(n), name(n + 1));
  }
}

function cutLine(level: LogLevel, what: string, at: string, line: string): string {
  return JSON.stringify({ at, level, what, cut: line.slice(0, LINE_LENGTH_MAX / 2) });
}
