// The command that runs in; its context out.

import type { Command } from 'commander';
import { CommandContext, type GlobalOptions } from './command-context.ts';

export function contextOf(command: Command): CommandContext {
  return new CommandContext(command.optsWithGlobals<GlobalOptions>());
}
