// A number or a thing as the page shows it: known, with the time it is of, or absent, with the reason; never filled in.

/**
 * `notRecorded`: runs of this kind do not write it down. `notYet`: it has not come so far. `flat`: nothing is held. `noModel`: the strategy
 * has none. `unreadable`: its file is damaged or of a version that did not keep it. `unpriced`: the market has no price.
 */
export type AbsenceReason = 'notRecorded' | 'notYet' | 'flat' | 'noModel' | 'unreadable' | 'unpriced';

export type Measured<T> =
  /** @property atUs the moment it is of, microseconds UTC: its age counts from there */
  | { readonly kind: 'known'; readonly value: T; readonly atUs: number }
  /** @property detail for people, in English; may be empty */
  | { readonly kind: 'absent'; readonly why: AbsenceReason; readonly detail: string };
