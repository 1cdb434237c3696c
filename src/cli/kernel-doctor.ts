// `qt kernel doctor`: what the Jupyter kernel needs and what is found of it, each with the command that mends it.

import type { Command } from 'commander';
import { examineKernel } from '../kernel/spec/doctor/examine-kernel.ts';
import type { KernelResult } from '../kernel/spec/doctor/kernel-check.ts';
import { runProgram } from '../runner/doctor/pc/run-program.ts';
import { positive } from './arguments.ts';
import type { CommandContext } from './command-context.ts';
import { contextOf } from './context-of.ts';
import { counted } from './counted.ts';
import { kernelSurroundings } from './kernel-surroundings.ts';
import { EXIT_FAILED } from './report-error.ts';

const PATIENCE_SECONDS = 15;
const MARKS: Readonly<Record<KernelResult['state'], string>> = {
  ok: 'ok       ',
  warning: 'WARNING  ',
  error: 'ERROR    ',
};
const INDENT = '\n           ';

export function kernelDoctorCommand(kernel: Command): void {
  kernel
    .command('doctor')
    .summary('what it needs, what is found of it, and the command that mends it')
    .description(
      'Looks at Node, the packages, the ports, a start of the kernel, the kernelspec, Jupyter and nbconvert. It changes nothing. ' +
        'Exit code 1 where the kernel does not work; what is only missing around it is a warning.',
    )
    .option('--patience <seconds>', 'how long the kernel may take to answer', positive, PATIENCE_SECONDS)
    .addHelpText('after', '\nExample:\n  qt kernel doctor')
    .action(async ({ patience }: { readonly patience: number }, command: Command) =>
      examine(contextOf(command), patience),
    );
}

async function examine(context: CommandContext, patienceSeconds: number): Promise<void> {
  const { root, system, asked, node, spec } = kernelSurroundings();
  const checks = await examineKernel(
    { root, system, asked, node, spec, run: runProgram, patienceMs: patienceSeconds * 1000 },
    (result) => context.say(textOf(result)),
  );
  const count = (state: KernelResult['state']): number => checks.filter((check) => check.state === state).length;
  const errors = count('error');
  const summary = `${count('ok')} ok, ${counted(count('warning'), 'warning')}, ${counted(errors, 'error')}`;
  context.result({ platform: process.platform, checks }, summary);
  if (errors > 0) process.exitCode = EXIT_FAILED;
}

function textOf({ title, state, found, command, advice }: KernelResult): string {
  const lines = [`${MARKS[state]}${title}: ${found}`];
  if (command !== undefined) lines.push(`> ${command}`);
  if (advice !== undefined) lines.push(advice);
  return lines.join(INDENT);
}
