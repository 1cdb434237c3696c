// What became of an alert at one target, or at all of them.

export type AlertOutcome =
  | {
      readonly kind: 'delivered';
      readonly alertId: string;
      readonly code: string;
      readonly target: string;
      readonly attempts: number;
    }
  /** No further attempt: `reason` without any secret. */
  | {
      readonly kind: 'failed';
      readonly alertId: string;
      readonly code: string;
      readonly target: string;
      readonly reason: string;
    }
  /** The queue of the target was full. */
  | { readonly kind: 'dropped'; readonly alertId: string; readonly code: string; readonly target: string }
  /** A critical one that no target has taken yet; tried on. */
  | { readonly kind: 'late'; readonly alertId: string; readonly code: string; readonly severity: string }
  /** No target has taken it, and none is left that could. */
  | { readonly kind: 'undelivered'; readonly alertId: string; readonly code: string; readonly severity: string };
