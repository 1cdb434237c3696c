// The digests of two validation backtests in; a gate that says whether the strategy decides the same twice, out.

import type { CheckedGate } from '../release/gate.ts';

export function reproducibleGate(first: string, second: string): CheckedGate {
  const passed = first === second;
  const base = { id: 'reproducible', value: second, limit: first } as const;
  return passed
    ? { ...base, passed, reason: 'Two validation backtests gave the same digest', fix: '' }
    : {
        ...base,
        passed,
        reason: 'Two validation backtests of the same days gave different digests',
        fix: 'Find what differs with qt replay: state kept outside of the engine, or an unseeded choice',
      };
}
