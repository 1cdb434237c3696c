// The parity certificate of a session on probation in; what it says against the release, and not against the machine or a person, out.

import type { ParityCertificate } from '../parity/parity-certificate.ts';
import type { Breach } from './breach.ts';
import { isOfRelease, needsOrders } from './session-tally.ts';

type Judged = Pick<ParityCertificate, 'run' | 'replay' | 'backtest' | 'violations'>;

/** A violation begins with the code of its alert, where it was told as one. */
const CODE = /^([a-z][A-Za-z]+): /;

/** @param firstOrderUs when the run sent its first order, microseconds UTC; undefined where it sent none */
export function breachOfCertificate(
  { run, replay, backtest, violations }: Judged,
  firstOrderUs: () => number | undefined,
): Breach | undefined {
  if (!replay.isIdentical) {
    const at = replay.firstDifference?.path ?? 'its end';
    return { kind: 'divergence', text: `the replay of ${run} differs at ${at}`, figure: 1, limit: 0 };
  }
  const unknown = backtest.causes.find(({ cause }) => cause === 'unknown')?.count ?? 0;
  if (unknown > 0) {
    const text = `${unknown} differences of ${run} from its backtest have no known cause, 0 are allowed`;
    return { kind: 'divergence', text, figure: unknown, limit: 0 };
  }
  const own = violations.filter(({ text, timeUs }) => {
    const code = CODE.exec(text)?.[1];
    return isOfRelease(code) && (!needsOrders(code) || (timeUs ?? 0) >= (firstOrderUs() ?? Number.POSITIVE_INFINITY));
  });
  const [first] = own;
  if (first === undefined) return undefined;
  return { kind: 'violation', text: `what must never happen: ${first.text}`, figure: own.length, limit: 0 };
}
