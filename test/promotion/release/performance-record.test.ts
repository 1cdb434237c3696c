// The figures of a release stand signed beside it: what was changed, is of another release or of a key that is not trusted is not read.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type PerformanceRecord,
  readPerformance,
  writePerformance,
} from '../../../src/promotion/release/performance-record.ts';
import { TempHome } from '../support/sample-release.ts';

const [A, B] = ['a'.repeat(64), 'b'.repeat(64)] as const;
const ONE = { strategy: 'sample', id: A };
const MEASURED: Omit<PerformanceRecord, 'kind' | 'release'> = {
  ...{ codeSha256: B, modelSha256: null, machine: 'one', at: '2027-03-01T10:00:00.000Z' },
  limits: { decisionP99Us: 50_000, memoryMb: 1500 },
  figures: {
    ...{ days: ['2027-03-01'], events: 10, decisions: 1, eventsPerSecond: 1000 },
    decisionUs: { p50: 1, p99: 2, max: 3 },
    memory: { usedMb: 1, residentMb: 2 },
  },
};

let temp: TempHome;
beforeEach(() => {
  temp = new TempHome();
  writePerformance(ONE, temp.home, MEASURED, temp.key);
});
afterEach(() => temp.remove());

const file = (id = A): string => join(temp.home, 'releases', 'sample', `${id}.performance`);
const read = (id = A) => readPerformance({ ...ONE, id }, temp.home, [temp.key]);

describe('the figures beside a release', () => {
  it('are read as they were written', () => {
    expect(read()).toEqual({ kind: 'performance', release: A, ...MEASURED });
    expect(read(B)).toBe('missing');
  });

  it('are changed with every byte of the line', () => {
    const text = readFileSync(file(), 'utf8');
    const end = text.indexOf('\n');
    for (let at = 0; at <= end; at += 7) {
      writeFileSync(file(), `${text.slice(0, at)}${text[at] === '1' ? '2' : '1'}${text.slice(at + 1)}`);
      expect(read(), String(at)).toBe('changed');
    }
  });

  it('of another release, or signed by a key that is not trusted, are not read', () => {
    writeFileSync(file(B), readFileSync(file()));
    expect(read(B)).toBe('changed');
    expect(readPerformance(ONE, temp.home, [])).toBe('changed');
  });
});
