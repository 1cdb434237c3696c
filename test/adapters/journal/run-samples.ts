// Makes folders that are gone after the test, and in them runs that are ready for a journal.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { createRunFolder, writeRunInfo } from '../../../src/adapters/journal/run-folder.ts';
import { type RunInfo, runSettings } from '../../../src/adapters/journal/run-info.ts';
import { UserError } from '../../../src/adapters/user-error.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** An empty folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'journal-'));
  folders.push(folder);
  return folder;
}

export function sampleRunInfo(change: Partial<RunInfo> = {}): RunInfo {
  return {
    schemaVersion: 1,
    pid: 4711,
    mode: 'backtest',
    strategy: 'wdo-regime',
    release: null,
    seeds: { simulation: 7 },
    settings: runSettings({ risk: { riskPerTrade: 0.02 } }, { latencyUs: 1500 }),
    capitalBrl: 50_000,
    datasets: [{ path: 'datasets/WDOU25/trades/2025-08-05.parquet', sha256: 'a'.repeat(64) }],
    model: { name: 'wdo-regime', path: 'models/wdo-regime', manifestSha256: 'b'.repeat(64), thresholds: 'fitted' },
    provenance: 'exchange',
    startedAtUtc: '2025-08-05T12:00:00.000Z',
    finishedAtUtc: null,
    digest: null,
    counts: {},
    composition: { instruments: ['WDOU25'] },
    ...change,
  };
}

/** A run folder with its run.json, ready for a journal. */
export function sampleRun(): string {
  const info = sampleRunInfo();
  const folder = createRunFolder(temporaryFolder(), { ...info, suffix: '0a1b2c' });
  writeRunInfo(folder, info);
  return folder;
}

/** The UserError that `act` throws; anything else fails the test. */
export function errorOf(act: () => unknown): UserError {
  try {
    act();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
