// A gate in; the word that a person reads before it, and who let it pass, out.

import type { Gate } from '../promotion/release/gate.ts';

export function gateWord({ passed, severity, waived }: Pick<Gate, 'passed' | 'severity' | 'waived'>): string {
  if (passed) return 'passed';
  if (waived !== undefined) return 'WAIVED';
  return severity === 'warning' ? 'warning' : 'FAILED';
}

/** Empty where nothing was waived. */
export function waiverText({ waived }: Pick<Gate, 'waived'>): string {
  return waived === undefined ? '' : ` (waived by ${waived.by}: ${waived.reason})`;
}
