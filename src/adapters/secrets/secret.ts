// A text that nobody may see goes in; only who asks for it by name gets it out, everything that prints gets `[secret]`.

import { inspect } from 'node:util';

/** What stands wherever a secret would be printed. */
export const HIDDEN = '[secret]';

/** Values that this process has in its memory; `redact` takes them out of texts that others made. */
const seen = new Set<string>();

/** A text shorter than this is not taken out of logs, since it would be found in every second word; no secret is so short. */
export const SECRET_LENGTH_MIN = 3;
/** A process knows nine secrets at most, and a few more while they are changed. */
const SEEN_MAX = 64;

export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
    if (value.length >= SECRET_LENGTH_MIN && seen.size < SEEN_MAX) seen.add(value);
  }

  /** The text itself: for the call that needs it, never for a message, a log or a file. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [Symbol.toPrimitive](): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }
}

/** The secrets of this process, for `redact` alone. */
export function seenSecrets(): ReadonlySet<string> {
  return seen;
}
