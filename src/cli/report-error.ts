// Whatever a command threw in; one sentence and a way out on standard error, or one JSON object on standard output; the exit code.

import { CommanderError } from 'commander';
import { UserError } from '../adapters/user-error.ts';

/** Exit codes: 0 done; 1 refused, failed, or the replay differs; 2 wrong usage. */
export const EXIT_FAILED = 1;
export const EXIT_USAGE = 2;

/** Prints the error as the options ask. Stack traces only with --debug. */
export function reportError(
  error: unknown,
  { json, debug }: { readonly json: boolean; readonly debug: boolean },
): number {
  if (error instanceof CommanderError) return reportUsage(error, json);
  const known = error instanceof UserError;
  const details = known
    ? error.toJSON()
    : {
        code: 'internal',
        message: error instanceof Error ? error.message : String(error),
        fix: 'Run it again with --debug and report what it prints: this is a mistake of the program',
      };
  if (json) process.stdout.write(`${JSON.stringify({ error: details })}\n`);
  else
    process.stderr.write(
      `${details.message}${/[.!?]$/.test(details.message) ? '' : '.'}\n${details.fix}${/[.!?]$/.test(details.fix) ? '' : '.'}\n`,
    );
  if (debug) process.stderr.write(stacksOf(error));
  return known && error.code === 'bad-option' ? EXIT_USAGE : EXIT_FAILED;
}

/** The stack of the error, then those of its causes. */
function stacksOf(error: unknown): string {
  let text = '';
  for (let each = error; each instanceof Error; each = each.cause) text += `${each.stack}\n`;
  return text;
}

function reportUsage(error: CommanderError, json: boolean): number {
  if (error.exitCode === 0) return 0;
  // commander shows the help where no command was named, and has no words for it
  const message =
    error.code === 'commander.help'
      ? 'No command is named'
      : error.message.replace(/^error: /, '').replaceAll('\n', ' ');
  if (json) process.stdout.write(`${JSON.stringify({ error: { code: 'usage', message, fix: 'See qt --help' } })}\n`);
  return EXIT_USAGE;
}
