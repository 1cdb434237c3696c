// The stages a release can be built for, from paper to live, and which of them may stand in for which.

export const STAGES = ['paper', 'demo', 'live'] as const;

export type Stage = (typeof STAGES)[number];

/** Whether a release built for `built` may run as `wanted`: one that passed harder gates may run at an easier stage. */
export function mayRunAs(built: Stage, wanted: Stage): boolean {
  return STAGES.indexOf(built) >= STAGES.indexOf(wanted);
}
