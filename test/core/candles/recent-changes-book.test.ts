// More level changes than are kept: whole messages go from the front, and it is known from which number on all are there.
import { describe, expect, it } from 'vitest';
import { MAX_RECENT_CHANGES, RecentChanges } from '../../../src/core/candles/recent-changes.ts';
import { BOOK_MORE } from '../../../src/core/market/event-record.ts';

function pushMessage(recent: RecentChanges, sequence: number, changes: number): void {
  for (let at = 1; at <= changes; at++) recent.push(at < changes ? BOOK_MORE : 0, at, sequence, sequence);
}

describe('recent changes', () => {
  it('keep the latest whole messages', () => {
    const recent = new RecentChanges();
    recent.startAfter(0);
    const messages = 3 * MAX_RECENT_CHANGES;
    for (let sequence = 1; sequence <= messages / 3; sequence++) pushMessage(recent, sequence, 3);
    const kept = Math.floor(MAX_RECENT_CHANGES / 3);
    expect(recent.end - recent.first).toBe(3 * kept);
    expect(recent.completeFrom).toBe(messages / 3 - kept);
    expect(recent.sequenceAt(recent.first)).toBe(recent.completeFrom + 1);
    expect([recent.ticksAt(recent.first), recent.flagsAt(recent.first)]).toEqual([1, BOOK_MORE]);
    expect([recent.sequenceAt(recent.end - 1), recent.quantityAt(recent.end - 1)]).toEqual([
      messages / 3,
      messages / 3,
    ]);
  });

  it('keep nothing of a message that is longer than all that can be kept', () => {
    const recent = new RecentChanges();
    recent.startAfter(0);
    pushMessage(recent, 1, 5);
    pushMessage(recent, 2, MAX_RECENT_CHANGES + 5);
    expect([recent.completeFrom, recent.end - recent.first]).toEqual([2, 0]);
    pushMessage(recent, 3, 5);
    expect([recent.completeFrom, recent.end - recent.first, recent.sequenceAt(recent.first)]).toEqual([2, 5, 3]);
  });
});
