// Only exchange data pass to live, for the type checker as well as at run time.

import { describe, expect, it } from 'vitest';
import type { LiveProvenance, Provenance } from '../../../src/core/market/provenance.ts';
import { provenanceGate } from '../../../src/promotion/gates/provenance-stage-gate.ts';
import { assertLiveProvenance } from '../../../src/promotion/release/provenance-gate.ts';
import { refusalOf } from '../support/sample-release.ts';

const live = (provenance: LiveProvenance): string => provenance;

describe('assertLiveProvenance', () => {
  it('lets exchange pass and narrows the type', () => {
    const provenance = 'exchange' as Provenance;
    // @ts-expect-error unchecked provenance does not compile where live data are asked for
    live(provenance);
    assertLiveProvenance(provenance);
    expect(live(provenance)).toBe('exchange');
  });

  it.each(['simulated', 'synthetic'] as const)('refuses %s with the reason', (provenance) => {
    // @ts-expect-error neither does a provenance that is known to be another
    live(provenance);
    const error = refusalOf(() => assertLiveProvenance(provenance));
    expect(error.code).toBe('provenance-not-live');
    expect(error.message).toContain(provenance);
  });
});

describe('provenanceGate', () => {
  it('fails at live only, by the weakest source', () => {
    const passed = (stage: 'paper' | 'demo' | 'live', ...sources: Provenance[]) =>
      provenanceGate(stage, sources).passed;
    expect(passed('live', 'exchange', 'exchange')).toBe(true);
    expect(passed('live', 'exchange', 'simulated')).toBe(false);
    expect(passed('live', 'synthetic', 'exchange')).toBe(false);
    expect(passed('live')).toBe(false);
    expect(passed('paper', 'synthetic')).toBe(true);
    expect(passed('demo', 'simulated')).toBe(true);
    expect(provenanceGate('paper', ['exchange', 'simulated', 'synthetic']).value).toBe('synthetic');
  });
});
