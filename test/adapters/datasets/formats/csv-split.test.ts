import { describe, expect, it } from 'vitest';
import { parseMapping } from '../../../../src/adapters/datasets/formats/csv-mapping.ts';
import { splitterOf } from '../../../../src/adapters/datasets/formats/csv-split.ts';
import { emptyFields } from '../../../../src/adapters/datasets/text/field-scan.ts';

function split(line: string, more: Record<string, unknown>): readonly string[] {
  const columns = { datetime: { column: 1, format: 'epochMillis' }, price: 2 };
  const mapping = parseMapping({ name: 'm', kind: 'lasts', header: false, columns, ...more }, 'm.json');
  const bytes = new TextEncoder().encode(line);
  const fields = emptyFields(8);
  splitterOf(mapping)(bytes, 0, bytes.length, fields);
  const shown = Math.min(fields.count, 8);
  return Array.from({ length: shown }, (_, k) => line.slice(fields.starts[k], fields.ends[k]));
}

describe('a line', () => {
  it('is split at a delimiter of several characters', () => {
    expect(split('0; 12:00 BRT; 5430.5; ', { delimiter: '; ' })).toEqual(['0', '12:00 BRT', '5430.5', '']);
    expect(split('a;b; c', { delimiter: '; ' })).toEqual(['a;b', 'c']);
    expect(split('"a; b"; c', { delimiter: '; ' })).toEqual(['a; b', 'c']);
    expect(split('"a; b; c', { delimiter: '; ' })).toEqual(['"a', 'b', 'c']);
  });

  it('loses the spaces around its fields with trim, and the delimiter at its end with trailingDelimiter', () => {
    expect(split('0; 12:00 ;\t5430.5; ', { delimiter: ';', trim: true })).toEqual(['0', '12:00', '5430.5', '']);
    expect(split('0; 1; ', { delimiter: ';', trim: true, trailingDelimiter: true })).toEqual(['0', '1']);
    expect(split('0;1;2', { delimiter: ';', trailingDelimiter: true })).toEqual(['0', '1', '2']);
    expect(split('0;;', { delimiter: ';', trailingDelimiter: true })).toEqual(['0', '']);
  });
});
