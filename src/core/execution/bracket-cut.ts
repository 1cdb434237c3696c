// Brackets, one of whose legs has ended without our asking, in; what others have closed at the venue is no longer for that one to protect.

import { signOf } from '../market/side.ts';
import type { Bracket } from './bracket.ts';
import type { BracketLegs } from './bracket-legs.ts';

/**
 * The guardian of the host takes back what would close more than the account holds: such a leg is not lost. Nothing is cut before a leg has
 * gone, so that the guardian alone decides when the news are sure.
 */
export function cutClosed(bracket: Bracket, list: readonly Bracket[], legs: BracketLegs): void {
  let covered = 0;
  for (const { side, remaining, closing } of list) if (!closing) covered += signOf(side) * Math.max(0, remaining);
  const closed = Math.min(legs.closedOf(covered), bracket.remaining);
  if (closed === 0) return;
  bracket.remaining -= closed;
  bracket.isCut = true;
  if (bracket.remaining === 0) bracket.closing = true;
}

/** Once for each cut: the target that has gone was too large, and another one for the rest takes its place. */
export function isAimedAnew(bracket: Bracket): boolean {
  const { isCut } = bracket;
  bracket.isCut = false;
  return isCut;
}
