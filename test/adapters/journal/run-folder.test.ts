// Makes run folders and their run.json, reads them back, and expects each fault of a run.json to be named.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRunFolder, readRunInfo, runName, writeRunInfo } from '../../../src/adapters/journal/run-folder.ts';
import { errorOf, sampleRun, sampleRunInfo, temporaryFolder } from './run-samples.ts';

const IDENTITY = {
  startedAtUtc: '2025-08-05T12:00:07.250Z',
  mode: 'backtest',
  strategy: 'wdo-regime',
  suffix: '0a1b2c',
} as const;

describe('run folder', () => {
  it('is named by time, mode, strategy and six hex digits', () => {
    expect(runName(IDENTITY)).toBe('20250805T120007Z-backtest-wdo-regime-0a1b2c');
    const home = temporaryFolder();
    expect(createRunFolder(home, IDENTITY)).toBe(join(home, 'runs', runName(IDENTITY)));
  });

  it('is made once', () => {
    const home = temporaryFolder();
    createRunFolder(home, IDENTITY);
    const error = errorOf(() => createRunFolder(home, IDENTITY));
    expect(error.code).toBe('run-exists');
    expect(basename(error.file!)).toBe(runName(IDENTITY));
    writeFileSync(join(home, 'file'), '');
    expect(errorOf(() => createRunFolder(join(home, 'file'), IDENTITY)).code).toBe('run-not-writable');
  });

  it('takes no name that leads elsewhere, and no local time', () => {
    expect(() => runName({ ...IDENTITY, strategy: '../x' })).toThrow();
    expect(() => runName({ ...IDENTITY, suffix: '0A1B2C' })).toThrow();
    expect(() => runName({ ...IDENTITY, startedAtUtc: '2025-08-05T09:00:07-03:00' })).toThrow();
  });
});

describe('run.json', () => {
  it('reads back as it was written, and as it was written last', () => {
    const folder = sampleRun();
    expect(readRunInfo(folder)).toEqual(sampleRunInfo());
    const finished = sampleRunInfo({
      finishedAtUtc: '2025-08-05T12:05:00.000Z',
      digest: 'c'.repeat(64),
      counts: { decisions: 3 },
    });
    writeRunInfo(folder, finished);
    expect(readRunInfo(folder)).toEqual(finished);
    expect(readdirSync(folder)).toEqual(['run.json']);
  });

  it('names line and column where it is not JSON', () => {
    const folder = sampleRun();
    writeFileSync(join(folder, 'run.json'), '{\n  "pid": 1,\n  "mode"');
    expect(errorOf(() => readRunInfo(folder))).toMatchObject({ code: 'run-invalid', line: 3, column: 9 });
  });

  it.each([
    ['pid', { pid: -1 }],
    ['mode', { mode: 'fast' }],
    ['release', { release: 'latest' }],
    ['provenance', { provenance: 'real' }],
    ['startedAtUtc', { startedAtUtc: '2025-08-05T12:00:00-03:00' }],
    ['datasets.0.sha256', { datasets: [{ path: 'a', sha256: 'x' }] }],
    ['schemaVersion', { schemaVersion: 2 }],
    ['counts.decisions', { counts: { decisions: 1.5 } }],
  ])('names the field %s where it is wrong', (field, change) => {
    const folder = sampleRun();
    writeFileSync(join(folder, 'run.json'), JSON.stringify({ ...sampleRunInfo(), ...change }));
    expect(errorOf(() => readRunInfo(folder))).toMatchObject({ code: 'run-invalid', field });
  });

  it('refuses keys it does not know', () => {
    const folder = sampleRun();
    writeFileSync(join(folder, 'run.json'), JSON.stringify({ ...sampleRunInfo(), surprise: 1 }));
    expect(errorOf(() => readRunInfo(folder)).message).toContain('surprise');
  });

  it('shows settings that were edited after the run', () => {
    const folder = sampleRun();
    const text = readFileSync(join(folder, 'run.json'), 'utf8');
    writeFileSync(join(folder, 'run.json'), text.replace('"riskPerTrade": 0.02', '"riskPerTrade": 0.03'));
    expect(errorOf(() => readRunInfo(folder))).toMatchObject({ code: 'run-invalid', field: 'settings.sha256' });
  });
});
