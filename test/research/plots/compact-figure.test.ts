// Checks that a compacted figure, expanded by the page's own code, is the figure it was, to the bit.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compactFigure } from '../../../src/research/plots/compact-figure.ts';
import type { Json } from '../../../src/research/plots/figure-json.ts';
import { expandFigure } from '../report/report-page.ts';

const figureOf = (x: Json) => ({
  data: [{ type: 'scatter', x, nested: { x } }],
  layout: { title: 'a', shapes: [{ x0: 'b' }] },
});

describe('compact figure', () => {
  it('gives long columns of ticks, cents, times and minutes as differences', () => {
    const columns: readonly Json[] = [
      Array.from({ length: 20 }, (_, i) => 5500 + (i % 3) / 2),
      Array.from({ length: 20 }, (_, i) => -i / 100),
      Array.from({ length: 20 }, (_, i) => `2025-08-05 09:${10 + i}:07`),
      Array.from({ length: 20 }, (_, i) => `2025-08-05 09:${10 + i}`),
    ];
    for (const column of columns) {
      const small = compactFigure(figureOf(column));
      expect(JSON.stringify(small)).toMatch(/\$[ntm]/);
      expect(JSON.stringify(expandFigure(small))).toBe(JSON.stringify(figureOf(column)));
    }
  });

  it('keeps everything else as it is', () => {
    const odd: readonly Json[] = [
      [1, 2],
      [],
      Array(9).fill(null),
      ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'],
      [[1], { a: 1 }],
    ];
    for (const column of odd) expect(compactFigure(figureOf(column))).toEqual(figureOf(column));
  });

  it('restores any numbers exactly', () => {
    const numbers = fc.array(fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })), {
      minLength: 8,
    });
    fc.assert(
      fc.property(numbers, (column) => {
        const plain = column.map((value) => value + 0);
        expect(expandFigure(compactFigure(figureOf(plain)))).toEqual(figureOf(plain));
      }),
      { numRuns: 50 },
    );
  });
});
