// Loses changes of a book, of numbered messages and of others, and expects the next snapshot to show them.
import { describe, expect, it } from 'vitest';
import { BOOK_CLEAR } from '../../../../src/core/market/event-record.ts';
import { snapshotMismatch } from '../../../../src/core/quality/rows/snapshot-mismatch.ts';
import {
  changed,
  cleanLevels,
  contextFor,
  findingOf,
  lacking,
  picked,
  plantedFinding,
  rowCountOf,
  without,
} from '../../../support/quality-sets.ts';

const context = contextFor('levels');
const numbered = cleanLevels();
const plain = ['sequence', 'previous_sequence'].reduce(lacking, numbered);
const second = numbered.flags!.findLastIndex((flags) => (flags & BOOK_CLEAR) !== 0);
const SNAPSHOT_ROWS = 20;

describe.each([
  ['numbered messages', numbered],
  ['messages without numbers', plain],
])('snapshot-mismatch of %s', (_name, clean) => {
  const planted = changed(clean, 'quantity', (quantity) => quantity + 1, second + 3, second + 5);

  it('warns of levels that differ from the book before', () => {
    const finding = plantedFinding(snapshotMismatch, context, clean, planted);
    expect(finding).toMatchObject({ severity: 'warn', rows: 1, values: { levels: 2 } });
    expect(finding!.examples).toMatchObject([
      { row: second + SNAPSHOT_ROWS - 1, what: expect.stringContaining('2 levels differ') },
    ]);
  });

  it('counts levels that only one of the two has', () => {
    const moved = changed(clean, 'price', () => 5430, second + 5, second + 6);
    expect(findingOf(snapshotMismatch, context, moved)).toMatchObject({ values: { levels: 2 } });
  });

  it('only notes a difference after a pause', () => {
    const paused = changed(planted, 'time_us', (time) => time + 60_000_000, second);
    expect(findingOf(snapshotMismatch, context, paused)).toMatchObject({ severity: 'note', rows: 1 });
  });

  it('does not compare a book that no snapshot began', () => {
    const begun = without(planted, (row) => row < SNAPSHOT_ROWS);
    expect(findingOf(snapshotMismatch, context, begun)).toBeUndefined();
  });

  it('takes a book that is only cleared for no snapshot', () => {
    const cleared = changed(
      changed(clean, 'flags', () => BOOK_CLEAR, 401, 402),
      'quantity',
      () => 0,
      401,
      402,
    );
    const cut = without(cleared, (row) => row >= second);
    expect(rowCountOf(cut)).toBe(second);
    expect(findingOf(snapshotMismatch, context, cut)).toBeUndefined();
  });
});

describe('a snapshot that comes late', () => {
  const rows = Array.from({ length: rowCountOf(numbered) }, (_, row) => row);
  const end = second + SNAPSHOT_ROWS;
  // five messages of two changes before it
  const order = [
    ...rows.slice(0, second),
    ...rows.slice(end, end + 10),
    ...rows.slice(second, end),
    ...rows.slice(end + 10),
  ];

  it('is compared with the book of its own number', () => {
    expect(findingOf(snapshotMismatch, context, picked(numbered, order))).toBeUndefined();
  });

  it('differs where no number tells of which moment it is', () => {
    expect(findingOf(snapshotMismatch, context, picked(plain, order))).toMatchObject({ severity: 'warn', rows: 1 });
  });
});
