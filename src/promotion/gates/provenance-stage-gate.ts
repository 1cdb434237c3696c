// The provenance of model and validation data in; a gate that lets only exchange data on to live, out.

import { UserError } from '../../adapters/user-error.ts';
import { type Provenance, weakerProvenance } from '../../core/market/provenance.ts';
import type { CheckedGate } from '../release/gate.ts';
import { assertLiveProvenance } from '../release/provenance-gate.ts';
import type { Stage } from '../release/stage.ts';

/** The weakest of all; a release without any source of data has none to be trusted. */
export function weakestProvenance(sources: readonly Provenance[]): Provenance {
  return sources.length === 0 ? 'synthetic' : sources.reduce(weakerProvenance);
}

/** On paper and demo the provenance is written down only. The value is the weakest of the sources. */
export function provenanceGate(stage: Stage, sources: readonly Provenance[]): CheckedGate {
  const value = weakestProvenance(sources);
  const base = { id: 'provenance', value, limit: stage === 'live' ? 'exchange' : null } as const;
  const passed: CheckedGate = { ...base, passed: true, reason: `The data behind this release are ${value}`, fix: '' };
  if (stage !== 'live') return passed;
  try {
    assertLiveProvenance(value);
    return passed;
  } catch (error) {
    if (error instanceof UserError) return { ...base, passed: false, reason: error.message, fix: error.fix };
    throw error;
  }
}
