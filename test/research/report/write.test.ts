// Checks that a report is written whole, replaces an older one, and that a place that cannot be written is told.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../../src/adapters/user-error.ts';
import { renderReport } from '../../../src/research/report/html-report.ts';
import { writeReport } from '../../../src/research/report/write.ts';
import { generatedResult } from './generated-result.ts';

const RESULT = generatedResult({ seed: 3, days: 1, candlesPerDay: 30, tradesPerDay: 1, edge: 0.6 });

describe('writing a report', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'report-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('makes the folders, replaces what was there and leaves nothing else', () => {
    const path = join(folder, 'runs', 'report.html');
    writeReport({ ...RESULT, title: 'older' }, path);
    writeReport(RESULT, path);
    expect(readFileSync(path, 'utf8')).toBe(renderReport(RESULT));
    expect(readdirSync(join(folder, 'runs'))).toEqual(['report.html']);
  });

  it('tells the path when it cannot be written', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const path = join(file, 'report.html');
    expect(() => writeReport(RESULT, path)).toThrow(UserError);
    expect(() => writeReport(RESULT, path)).toThrow(path);
  });
});
