// One check that a release must pass: what was measured, what was asked, and what to do when it fails.

export interface Gate {
  /** camelCase, stable: `types`, `modelPackage`. */
  readonly id: string;
  readonly passed: boolean;
  /** A required gate that fails stops the promotion; a warning is shown and written down. */
  readonly severity: 'required' | 'warning';
  readonly value: number | string | boolean | null;
  readonly limit: number | string | boolean | null;
  /** One sentence, also when it passed. */
  readonly reason: string;
  /** Empty when it passed. */
  readonly fix: string;
}

/** The gates that stop a promotion. */
export function blockingGates(gates: readonly Gate[]): readonly Gate[] {
  return gates.filter((gate) => !gate.passed && gate.severity === 'required');
}
