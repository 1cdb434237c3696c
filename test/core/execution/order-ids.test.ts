// Client order ids: made of epoch, seq and a counter, so that the same events make the same ids.
import { describe, expect, it } from 'vitest';
import { OrderIds } from '../../../src/core/execution/order-ids.ts';

describe('order ids', () => {
  it('name epoch, seq, place within the event and role', () => {
    const ids = new OrderIds();
    ids.at(2, 17);
    expect([ids.next('entry'), ids.next('stop'), ids.next('target')]).toEqual(['2-17-1e', '2-17-2s', '2-17-3t']);
    ids.at(2, 17);
    expect(ids.next('exit')).toBe('2-17-4x');
    ids.at(2, 18);
    expect(ids.next('exit')).toBe('2-18-1x');
    ids.at(3, 18);
    expect(ids.next('exit')).toBe('3-18-1x');
  });
});
