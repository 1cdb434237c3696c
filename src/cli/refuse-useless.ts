// Options that were given and the one that they need in; nothing out, or the error that they would have had no effect.

import type { Command } from 'commander';
import { UserError } from '../adapters/user-error.ts';

/** UserError `bad-option`: a person who gives an option believes that it counts. Those with defaults are told apart by where they came from. */
export function refuseUseless(command: Command, names: readonly string[], why: string): void {
  const given = names.find((name) => command.getOptionValueSource(name) === 'cli');
  if (given === undefined) return;
  throw new UserError({
    code: 'bad-option',
    message: `--${given} has no effect here; nothing was done`,
    field: given,
    fix: why,
  });
}
