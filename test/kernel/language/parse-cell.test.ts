// Takes small cells; shows that faults have their place in the cell and that a cell is a module.

import { describe, expect, it } from 'vitest';
import { parseCell } from '../../../src/kernel/language/parse-cell.ts';

describe('parseCell', () => {
  it('takes await at top level without an import', () => {
    expect(parseCell('const a = await fetchAll(); for await (const b of a) use(b);').faults).toEqual([]);
  });

  it('places a fault in the text of the cell', () => {
    expect(parseCell('let a = ;')).toMatchObject({ faults: [{ start: 8, end: 9 }] });
  });
});
