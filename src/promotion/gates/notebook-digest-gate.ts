// The digest of the validation and the one that a notebook states in; a gate that says whether both decided the same, out.

import type { CheckedGate } from '../release/gate.ts';

/** Over decisions, commands, fills, data and model, as `qt backtest` and a notebook's backtest of the same days and settings give it. */
export function notebookDigestGate(digest: string, expected: string): CheckedGate {
  const base = { id: 'notebookDigest', value: digest, limit: expected } as const;
  if (digest === expected) {
    return { ...base, passed: true, reason: 'The validation decides what the notebook decided', fix: '' };
  }
  return {
    ...base,
    passed: false,
    reason:
      'The validation does not decide what the notebook decided: code, data, model, days or settings have changed since',
    fix: 'Run the notebook again from the top, on these days, capital and seed, and take its digest',
  };
}
