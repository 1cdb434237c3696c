// Memory after one cell and another; what a person is told of it.
import { expect, it } from 'vitest';
import { MemoryReport, type ProcessMemory } from '../../../../src/kernel/session/memory/memory-report.ts';
import { GROWTH_TOLD_BYTES, MemoryWatch } from '../../../../src/kernel/session/memory/memory-watch.ts';

const START: ProcessMemory = { processBytes: 5e8, heapBytes: 1e8, heapLimitBytes: 4e9, arrayBytes: 0 };

/** A session with one variable, whose memory after each cell is given. */
function notices(after: readonly Partial<ProcessMemory>[], left = 8e9): readonly (string | undefined)[] {
  let now = START;
  const report = (): MemoryReport => new MemoryReport(now, [['frame', new Float64Array(1e6)]]);
  const watch = new MemoryWatch({ process: () => now, report, left: () => left });
  return after.map((change) => {
    now = { ...now, ...change };
    return watch.notice();
  });
}

it('tells of a cell that took much, once, and which variables are large', () => {
  const [little, much, same] = notices([{ arrayBytes: 5e8 }, { arrayBytes: 5e8 + GROWTH_TOLD_BYTES }, {}]);
  expect([little, same]).toEqual([undefined, undefined]);
  expect(much).toMatch(
    /^This cell made the session grow by 1\.0 GB, to 1\.6 GB\. The largest variables: frame 8\.0 MB\./,
  );
});

it('does not blame a cell for what other threads load', () => {
  expect(notices([{ processBytes: 3e9 }])).toEqual([undefined]);
});

it('warns before the heap is full, and again when it was not full meanwhile', () => {
  const shares = [0.79, 0.81, 0.9, 0.75, 0.85, 0.6, 0.82];
  const told = notices(shares.map((share) => ({ heapBytes: share * START.heapLimitBytes })));
  // the first also grew by gigabytes
  expect(told.slice(1).map((text) => text?.includes('at 4.0 GB the kernel ends') ?? false)).toEqual([
    ...[true, false, false, false, false, true],
  ]);
});

it('warns when the machine has little left, as long as the kernel grows', () => {
  const told = notices([{ processBytes: 9e8 }, { processBytes: 9e8 }, { processBytes: 10e8 }], 3e8);
  expect(told.map((text) => text?.startsWith('Only 300 MB of memory are left on this machine'))).toEqual([
    ...[true, undefined, true],
  ]);
});
