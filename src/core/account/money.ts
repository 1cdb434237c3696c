// Exact money: integer ten-thousandths of a real (E4), so that no sum of profits or costs is ever made in floats.

import { assert } from '../assert.ts';

/** One real in E4 units. */
export const E4_PER_BRL = 10_000;

/** BRL as typed by a person (fees, limits) to integer E4; more than four decimals are a mistake of the caller. */
export function brlToE4(brl: number): number {
  const e4 = Math.round(brl * E4_PER_BRL);
  assert(Number.isSafeInteger(e4) && Math.abs(e4 - brl * E4_PER_BRL) < 1e-3, `not an amount in BRL: ${brl}`);
  return e4;
}

/** Integer E4 to BRL, for display and reports only. */
export function e4ToBrl(e4: number): number {
  return e4 / E4_PER_BRL;
}
