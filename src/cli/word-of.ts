// The text of an option and the words it may be in; the word, or a usage error that lists them, out.

import { UserError } from '../adapters/user-error.ts';

/** `field` is the name of the option. A UserError `bad-option`. */
export function wordOf<T extends string>(field: string, text: string, words: readonly T[]): T {
  const found = words.find((word) => word === text);
  if (found !== undefined) return found;
  throw new UserError({
    code: 'bad-option',
    message: `${text} is no ${field}`,
    field,
    fix: `Use one of ${words.join(', ')}`,
  });
}
