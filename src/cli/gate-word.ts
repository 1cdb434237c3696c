// A gate in; the word that a person reads before it out.

import type { Gate } from '../promotion/release/gate.ts';

export function gateWord({ passed, severity }: Pick<Gate, 'passed' | 'severity'>): string {
  if (passed) return 'passed';
  return severity === 'warning' ? 'warning' : 'FAILED';
}
