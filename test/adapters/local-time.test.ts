// Times in; what a person in São Paulo reads, with the offset, out.
import { describe, expect, it } from 'vitest';
import { inLocalTime, localClock, localTime, localTimeOf } from '../../src/adapters/local-time.ts';

const US = Date.parse('2026-11-23T11:50:00.000Z') * 1000;

describe('times for people', () => {
  it('are of São Paulo and say their offset, also in summers that had another', () => {
    expect([localTime(US), localClock(US)]).toEqual(['2026-11-23 08:50:00 -03', '08:50:00 -03']);
    expect(localTimeOf('2018-12-03T11:50:00Z')).toBe('2018-12-03 09:50:00 -02');
  });

  it('are changed wherever they stand in a sentence', () => {
    expect(inLocalTime('sleeping until 2026-11-23T11:50:00.000Z, session 2026-11-23')).toBe(
      'sleeping until 2026-11-23 08:50:00 -03, session 2026-11-23',
    );
  });

  it('are UTC where the clock is so wrong that no offset is known', () => {
    expect(localTime(0)).toBe('1970-01-01T00:00:00.000Z');
  });
});
