// Words that a person must type in; nothing out once they were typed, else the error that nothing was done.

import { createInterface } from 'node:readline';
import { UserError } from '../adapters/user-error.ts';
import type { CommandContext } from './command-context.ts';

export interface Confirmation {
  /** What will be done, one sentence. */
  readonly what: string;
  /** To be typed as they stand. */
  readonly words: string;
  /** Typed on the command line already. */
  readonly given?: string | undefined;
  /** The option that can hold the words. */
  readonly option: string;
}

/** Asks at the terminal, or takes the first line of standard input. UserError `not-confirmed`. */
export async function confirmTyped(
  context: CommandContext,
  { what, words, given, option }: Confirmation,
): Promise<void> {
  if (given !== undefined) {
    if (given.trim() === words) return;
    throw notConfirmed(words, option);
  }
  context.say(what);
  context.say(`Type "${words}" to agree:`);
  if ((await firstLine()) !== words) throw notConfirmed(words, option);
}

async function firstLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin });
  for await (const line of lines) {
    lines.close();
    return line.trim();
  }
  return '';
}

function notConfirmed(words: string, option: string): UserError {
  return new UserError({
    code: 'not-confirmed',
    message: 'It was not confirmed; nothing was done',
    field: option,
    fix: `Type "${words}" as it stands there, or give it with --${option}`,
  });
}
