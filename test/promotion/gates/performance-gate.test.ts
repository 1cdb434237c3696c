// Within the limits it passes, beyond either it fails and names it; no figure is in it, since it is part of the release's id.

import { describe, expect, it } from 'vitest';
import { performanceGate } from '../../../src/promotion/gates/performance-gate.ts';
import type { PerformanceFigures } from '../../../src/promotion/performance/performance-figures.ts';

const LIMITS = { decisionP99Us: 50_000, memoryMb: 1500 };

function figures(p99: number, residentMb: number): PerformanceFigures {
  return {
    ...{ days: ['2027-03-01'], events: 10, decisions: 2, eventsPerSecond: 1000 },
    decisionUs: { p50: 1, p99, max: p99 },
    memory: { usedMb: 1, residentMb },
  };
}

const gate = (p99: number, residentMb: number) => performanceGate({ figures: figures(p99, residentMb) }, LIMITS);

describe('performanceGate', () => {
  it('passes up to the limits, with the same words whatever was measured', () => {
    expect(gate(50_000, 1500)).toEqual(gate(12, 200));
    expect(gate(50_000, 1500)).toMatchObject({ passed: true, value: null, limit: 'p99 50000 us, 1500 MB', fix: '' });
  });

  it.each([
    [50_001, 1500, 'the time of a decision'],
    [50_000, 1501, 'memory'],
    [90_000, 9000, 'the time of a decision and memory'],
  ])('fails at %i us and %i MB, and says what is over', (p99, residentMb, over) => {
    const failed = gate(p99, residentMb);
    expect(failed).toMatchObject({ passed: false, value: null, reason: `The bundle is over the limit of ${over}` });
    expect(failed).toEqual(gate(p99 * (p99 > 50_000 ? 2 : 1), residentMb * (residentMb > 1500 ? 2 : 1)));
  });

  it('holds nothing against a bundle that decided nothing but its memory', () => {
    const none = { ...figures(0, 200), decisionUs: null };
    expect(performanceGate({ figures: none }, LIMITS).passed).toBe(true);
  });

  it('fails what could not be measured', () => {
    const failed = performanceGate({ code: 'no-data', message: 'There are no days in /home/someone' }, LIMITS);
    expect(failed).toMatchObject({ passed: false, reason: 'The bundle could not be measured (no-data)' });
    expect(JSON.stringify(failed)).not.toContain('/home');
  });
});
