// One contract over every importer: a damaged line is rejected with its place or taken for exactly what its text says; nothing hangs.
import { afterAll, describe, expect, it } from 'vitest';
import { FORMATS } from '../../src/adapters/datasets/importing/formats.ts';
import { FUZZ_TARGETS } from '../support/fuzz/fuzz-targets.ts';
import { FuzzThreads } from '../support/fuzz/run-fuzz.ts';

const isNightly = process.env.QT_NIGHTLY === '1';
/** Another one tries other files. */
const SEED = Number(process.env.QT_FUZZ_SEED ?? 20_251_105);
/** Damaged lines of each target. */
const LINES = isNightly ? 100_000 : 2_000;
const SLOW_LINES = isNightly ? 100_000 : 400;
const TIMEOUT_MS = isNightly ? 3_600_000 : 120_000;
/** Targets of files have this share of files, or more of it. */
const LEAST_SHARE = 0.01;

const threads = new FuzzThreads();
afterAll(() => threads.end());

describe('fuzzing', () => {
  it('covers every format', () => {
    const fuzzed = new Set(FUZZ_TARGETS.map(({ format }) => format));
    expect(FORMATS.map(({ id }) => id).filter((id) => !fuzzed.has(id))).toEqual([]);
  });

  it('has a name for each target', () => {
    const names = FUZZ_TARGETS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe.concurrent('damaged files', () => {
  it.each(FUZZ_TARGETS.map(({ name, isSlow }) => ({ name, lines: isSlow ? SLOW_LINES : LINES })))(
    'of $name are rejected with their place, or taken for what their text says',
    async ({ name, lines }) => {
      const { failures, accepted, rejected, files } = await threads.run(name, SEED, lines);
      expect(failures).toEqual([]);
      expect(accepted).toBeGreaterThan(0);
      expect(accepted + rejected).toBeGreaterThanOrEqual(lines * LEAST_SHARE);
      if (isNightly) console.log(`${name}: ${accepted} taken, ${rejected} rejected, in ${files} files`);
    },
    TIMEOUT_MS,
  );
});
