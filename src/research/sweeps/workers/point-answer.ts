// What a thread found or threw of a point in; what it may send out: a thrown UserError as plain data, which is made one again here.

import { UserError, type UserErrorJson } from '../../../adapters/user-error.ts';
import type { PointOutcome } from '../evaluation/point-evaluator.ts';

/** Messages between threads keep no classes: a UserError that is thrown there arrives without its code, place and fix. */
export type PointAnswer =
  | { readonly kind: 'outcome'; readonly outcome: PointOutcome }
  | { readonly kind: 'refused'; readonly error: UserErrorJson };

/** In the thread. What is no UserError is thrown as it is: a mistake of the program. */
export async function pointAnswer(evaluated: () => Promise<PointOutcome>): Promise<PointAnswer> {
  try {
    return { kind: 'outcome', outcome: await evaluated() };
  } catch (error) {
    if (error instanceof UserError) return { kind: 'refused', error: error.toJSON() };
    throw error;
  }
}

/** In whoever asked the thread. Throws the UserError that the thread threw. */
export function outcomeOf(answer: PointAnswer): PointOutcome {
  if (answer.kind === 'refused') throw new UserError(answer.error);
  return answer.outcome;
}
