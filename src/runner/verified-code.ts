// The code of a release in, when it is verified; which code a plan runs out, undefined for a plan that was not made of it by `planRun`.

interface VerifiedCode {
  /** Its id. */
  readonly release: string;
  /** Of the bytes that were proved and imported. */
  readonly sha256: string;
}

const verified = new WeakMap<object, VerifiedCode>();
const planned = new WeakMap<object, VerifiedCode>();

/** `code` is what the proved bytes export. A copy of it with another strategy is other code. */
export function rememberVerified(code: object, facts: VerifiedCode): void {
  verified.set(code, facts);
}

/** A copy of the plan with anything changed is another plan. */
export function rememberPlanned(plan: object, code: object): void {
  const facts = verified.get(code);
  if (facts !== undefined) planned.set(plan, facts);
}

/** Hex sha256 of the code that the plan runs, where that is the verified code of this release. */
export function verifiedSha256(plan: object, release: string): string | undefined {
  const facts = planned.get(plan);
  return facts?.release === release ? facts.sha256 : undefined;
}
