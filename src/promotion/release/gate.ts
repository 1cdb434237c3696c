// One check that a release must pass: what was measured, what was asked, what to do when it fails, and who let it pass all the same.

/** What a check found. How much it matters at a stage stands in `gates/gate-table.ts`. */
export interface CheckedGate {
  /** camelCase, stable: `types`, `modelPackage`. */
  readonly id: string;
  readonly passed: boolean;
  readonly value: number | string | boolean | null;
  readonly limit: number | string | boolean | null;
  /** One sentence, also when it passed. */
  readonly reason: string;
  /** Empty when it passed. */
  readonly fix: string;
  /** It failed because what it would look at is not there: at the easier stages that is less than a fault. */
  readonly isMissing?: boolean;
  /** Somebody asked for it: it is required also at a stage that does not ask. */
  readonly isWished?: boolean;
}

/** Why a required gate that fails does not stop the promotion, and who says so. It is signed with the release and stays in it. */
export interface Waiver {
  readonly by: string;
  readonly reason: string;
}

export interface Gate extends Omit<CheckedGate, 'isMissing' | 'isWished'> {
  /** A required gate that fails stops the promotion; a warning is shown and written down. */
  readonly severity: 'required' | 'warning';
  /** On a required gate that failed, and on no other. */
  readonly waived?: Waiver;
}

/** The gates that stop a promotion. */
export function blockingGates(gates: readonly Gate[]): readonly Gate[] {
  return gates.filter((gate) => !gate.passed && gate.severity === 'required' && gate.waived === undefined);
}
