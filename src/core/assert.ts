// Takes a condition that only our own mistake can make false; throws InvariantError when it is, in live as in tests.

/** A broken invariant: a mistake of this program, never of its input. The runner stops on it and rebuilds. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Stops at once when `condition` is false. `message` says what was expected, with the values. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}

/** For the default branch of a switch over a union: the compiler proves that it is never reached. */
export function unreachable(value: never): never {
  throw new InvariantError(`unexpected value: ${JSON.stringify(value)}`);
}
