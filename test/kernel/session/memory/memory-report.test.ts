// What the process holds and some variables; the table of them.
import { expect, it } from 'vitest';
import { bytesText } from '../../../../src/kernel/session/memory/bytes-text.ts';
import { MemoryReport, processMemory } from '../../../../src/kernel/session/memory/memory-report.ts';
import { bundleOf } from '../../../../src/kernel/session/value-bundle.ts';

const FACTS = { processBytes: 812e6, heapBytes: 210e6, heapLimitBytes: 4.1e9, arrayBytes: 400e6 };

it('names the largest variables first, with what they are', () => {
  const report = new MemoryReport(FACTS, [
    ['small', 5],
    ['frame', new Float64Array(6e6)],
    ['names', new Map([['a', 'b']])],
  ]);
  expect(bundleOf(report)).toMatchObject({
    'text/plain': `The process holds 812 MB: 210 MB JavaScript objects (limit 4.1 GB), 400 MB arrays and buffers, and Node itself
frame     48.0 MB  Float64Array(6000000)
names  about 58 B  Map(1)
small   about 8 B  number`,
    'text/html': expect.stringContaining('<td style="text-align:left">frame</td>'),
  });
});

it('escapes what a variable is', () => {
  const named = { ['<b>' as string]: class {} }['<b>']!;
  expect(bundleOf(new MemoryReport(FACTS, [['a', new named()]]))).toMatchObject({
    'text/html': expect.stringContaining('&lt;b>'),
  });
});

it('says how many more there are', () => {
  const many = Array.from({ length: 20 }, (_, k) => [`v${k}`, k] as const);
  expect(bundleOf(new MemoryReport(FACTS, many))).toMatchObject({
    'text/plain': expect.stringMatching(/\nand 5 smaller$/),
  });
});

it('is of this process', () => {
  const { processBytes, heapBytes, heapLimitBytes } = processMemory();
  expect(processBytes).toBeGreaterThan(heapBytes);
  expect(heapLimitBytes).toBeGreaterThan(heapBytes);
});

it('writes bytes in the unit that fits', () => {
  const texts = [0, 999, 1000, 99_949, 123_456, 999_960, 1_234_567, 2.5e12].map(bytesText);
  expect(texts).toEqual(['0 B', '999 B', '1.0 kB', '99.9 kB', '123 kB', '1.0 MB', '1.2 MB', '2.5 TB']);
});
