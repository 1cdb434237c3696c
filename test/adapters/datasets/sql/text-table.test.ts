// Tables for people and times in words.
import { describe, expect, it } from 'vitest';
import { textTable } from '../../../../src/adapters/datasets/sql/text-table.ts';
import { localWriter, utcWriter } from '../../../../src/adapters/datasets/sql/time-text.ts';
import { valueAt } from '../../../../src/adapters/datasets/sql/typed-column.ts';
import { localToUtcUs } from '../../../../src/core/market/civil-time.ts';
import { columnOf } from './arbitrary-table.ts';

const write = (column: Parameters<typeof valueAt>[0], row: number): string => String(valueAt(column, row));

describe('a table of text', () => {
  it('has numbers to the right, texts to the left, a dash for no value and dots for rows left out', () => {
    const columns = new Map([
      ['name', columnOf('text', ['a', undefined, 'long one'])],
      ['price', columnOf('float', [5400.5, 1, undefined])],
    ]);
    expect(textTable({ rows: 3, columns }, [0, 1, -1, 2], write)).toEqual([
      'name       price',
      '--------  ------',
      'a         5400.5',
      '–              1',
      '…              …',
      'long one       –',
    ]);
  });

  it('lets no text steer the terminal or fill the screen', () => {
    const columns = new Map([['\u001b[2J', columnOf('text', ['\u001b[31mred\u0007\n\u009b', 'x'.repeat(500)])]]);
    const lines = textTable({ rows: 2, columns }, [0, 1], write);
    expect(lines[0]).toBe('␛[2J');
    expect(lines[2]).toBe('␛[31mred␇␊␦');
    expect(lines[3]).toHaveLength(60);
  });
});

describe('times in words', () => {
  it('have all microseconds, before 1970 too', () => {
    const utc = utcWriter();
    const timeUs = Date.UTC(2020, 3, 2, 12, 3, 9) * 1000 + 658_001;
    expect([timeUs, timeUs + 60e6, timeUs, -1].map(utc)).toEqual([
      '2020-04-02T12:03:09.658001Z',
      '2020-04-02T12:04:09.658001Z',
      '2020-04-02T12:03:09.658001Z',
      '1969-12-31T23:59:59.999999Z',
    ]);
  });

  it('are of the Sao Paulo clock where that is asked, summers included', () => {
    const local = localWriter();
    expect(local(localToUtcUs(2018, 12, 3, 9, 30, 15, 250))).toBe('2018-12-03T09:30:15.000250');
    expect(local(localToUtcUs(2019, 12, 3, 9, 30, 15, 250))).toBe('2019-12-03T09:30:15.000250');
  });
});
