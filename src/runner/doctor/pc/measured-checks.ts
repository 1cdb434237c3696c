// The disk, the timers and the memory of this computer, measured: what was found, against what trading needs.

import { closeSync, fsyncSync, mkdirSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { freemem, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bookDayBytes } from './book-day-bytes.ts';
import type { PcCheck } from './pc-check.ts';
import { HIGH_PERFORMANCE } from './power-checks.ts';

const GIB = 1024 ** 3;
const SYNCS = 200;
/** What one commit of the journal writes. */
const SYNC_BYTES = 4096;
const SYNC_P99_MAX_MS = 10;
const SLEEPS = 100;
/** The host looks at what is due each 5 ms; a coarser timer than this delays the guardian. */
const SLEEP_P99_MAX_MS = 20;
const MEMORY_WARN_BYTES = 2 * GIB;
const MEMORY_LEAST_BYTES = GIB;
const DAYS_WARN = 60;
const DAYS_LEAST = 5;
/** Of a day that is being recorded, until it is made a part of the datasets. */
const RAW_DAY_BYTES = 4 * GIB;

/** The value below which a share of the sorted values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function rounded(ms: number): number {
  return Math.round(ms * 100) / 100;
}

const disk: PcCheck = {
  id: 'disk-sync',
  title: 'Time until a write is on the disk',
  isOfWindows: false,
  async run({ home }) {
    mkdirSync(home, { recursive: true });
    const path = join(home, `.doctor-${process.pid}.tmp`);
    const bytes = Buffer.alloc(SYNC_BYTES, 7);
    const tookMs: number[] = [];
    const descriptor = openSync(path, 'w');
    try {
      for (let count = 0; count < SYNCS; count++) {
        const began = performance.now();
        writeSync(descriptor, bytes, 0, SYNC_BYTES, count * SYNC_BYTES);
        fsyncSync(descriptor);
        tookMs.push(performance.now() - began);
        // a terminal that shows progress, and Ctrl+C, get their turn
        if (count % 20 === 0) await sleep(0);
      }
    } finally {
      closeSync(descriptor);
      rmSync(path, { force: true });
    }
    const figures = { p50Ms: rounded(quantile(tookMs, 0.5)), p99Ms: rounded(quantile(tookMs, 0.99)), writes: SYNCS };
    const found = `half of ${SYNCS} writes took ${figures.p50Ms} ms, 99 % at most ${figures.p99Ms} ms`;
    if (figures.p99Ms <= SYNC_P99_MAX_MS) return { state: 'ok', found, figures };
    const advice = `An order waits so long before it is sent; put the home folder on an SSD with --home, and exclude it from the virus scanner (above ${SYNC_P99_MAX_MS} ms)`;
    return { state: 'warning', found, advice, figures };
  },
};

const timers: PcCheck = {
  id: 'timers',
  title: 'Resolution of timers',
  isOfWindows: false,
  async run() {
    const tookMs: number[] = [];
    for (let count = 0; count < SLEEPS; count++) {
      const began = performance.now();
      await sleep(1);
      tookMs.push(performance.now() - began);
    }
    const figures = { p50Ms: rounded(quantile(tookMs, 0.5)), p99Ms: rounded(quantile(tookMs, 0.99)), sleeps: SLEEPS };
    const found = `a sleep of 1 ms took ${figures.p50Ms} ms, 99 % at most ${figures.p99Ms} ms`;
    if (figures.p99Ms <= SLEEP_P99_MAX_MS) return { state: 'ok', found, figures };
    const advice = 'Something holds the processor: close other programs; the power plan may also slow it down';
    return { state: 'warning', found, command: HIGH_PERFORMANCE, advice, figures };
  },
};

const space: PcCheck = {
  id: 'disk-space',
  title: 'Disk space for days of the book',
  isOfWindows: false,
  async run({ home }) {
    mkdirSync(home, { recursive: true });
    const { bavail, bsize } = statfsSync(home);
    const freeBytes = bavail * bsize;
    const { bytes, isMeasured } = bookDayBytes(home);
    const days = Math.max(0, Math.floor((freeBytes - RAW_DAY_BYTES) / bytes));
    const figures = { freeGib: rounded(freeBytes / GIB), dayGib: rounded(bytes / GIB), days, isMeasured };
    const source = isMeasured
      ? 'as the largest day that is stored'
      : 'an assumption: no day with its book is stored yet';
    const found = `${figures.freeGib} GiB are free, ${days} days of ${figures.dayGib} GiB (${source})`;
    if (days >= DAYS_WARN) return { state: 'ok', found, figures };
    const advice = 'Move older days of datasets/ to another disk, or name another home with --home';
    return { state: days < DAYS_LEAST ? 'failed' : 'warning', found, advice, figures };
  },
};

const memory: PcCheck = {
  id: 'memory',
  title: 'Free memory',
  isOfWindows: false,
  async run() {
    const free = freemem();
    const figures = { freeGib: rounded(free / GIB), totalGib: rounded(totalmem() / GIB) };
    const found = `${figures.freeGib} of ${figures.totalGib} GiB are free`;
    if (free >= MEMORY_WARN_BYTES) return { state: 'ok', found, figures };
    const advice = 'Close other programs; host and live run need less than 1 GiB together';
    return { state: free < MEMORY_LEAST_BYTES ? 'failed' : 'warning', found, advice, figures };
  },
};

export const MEASURED_CHECKS: readonly PcCheck[] = [disk, timers, space, memory];
