// A message about a file in; what a person at a terminal could not read of it out.

/** Longer than any sentence of the importers, shorter than what a damaged file could put into one. */
const MAX_CHARACTERS = 500;
/** Control characters, and those that change how others are shown: they may come from the file as visible escapes only. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/u;

/** Undefined for a message that can be printed. */
export function faultOfMessage(message: string): string | undefined {
  if (message.length > MAX_CHARACTERS) return `its message has ${message.length} characters`;
  return UNPRINTABLE.test(message) ? 'its message has control characters' : undefined;
}
