// Alerts of a session in; those that are kept for whoever asks, the critical ones longest, out.
import { describe, expect, it } from 'vitest';
import { LiveTally } from '../../../src/runner/live/live-tally.ts';

describe('the last alerts of a session', () => {
  it('keep the critical one when a hundred warnings come behind it, in the order in which they came', () => {
    const tally = new LiveTally();
    tally.onAlert(1_000_000, 'critical', 'stopLate', 'the stop is late');
    for (let k = 0; k < 100; k++) tally.onAlert(1_000_000, 'warning', 'slowDisk', `${k}`);
    expect(tally.alerts[0]).toEqual({
      ...{ timeUtc: '1970-01-01T00:00:01.000Z', severity: 'critical', code: 'stopLate', text: 'the stop is late' },
    });
    const others = tally.alerts.slice(1).map(({ text }) => Number(text));
    expect(others.at(-1)).toBe(99);
    expect(others).toEqual([...others].sort((a, b) => a - b));
  });
});
