// `qt doctor pc`: this computer examined for unattended trading: what was found, and the command that mends it.

import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { machineFile, readMachineSettings, workingFolderOf } from '../adapters/machine/machine-settings.ts';
import { examinePc } from '../runner/doctor/pc/examine-pc.ts';
import type { PcResult } from '../runner/doctor/pc/pc-check.ts';
import { runProgram } from '../runner/doctor/pc/run-program.ts';
import type { CommandContext } from './command-context.ts';
import { contextOf } from './context-of.ts';
import { counted } from './counted.ts';
import { EXIT_FAILED } from './report-error.ts';

const MARKS: Readonly<Record<PcResult['state'], string>> = {
  ok: 'ok            ',
  warning: 'WARNING       ',
  failed: 'FAILED        ',
  unknown: 'unknown       ',
  'not on Windows': 'not on Windows',
};
const INDENT = '\n                ';

export function doctorPcCommand(doctor: Command): void {
  doctor
    .command('pc')
    .summary('this computer: power, updates, clock, disk, timers, memory')
    .description(
      'Examines this computer for trading without a person at it: power plan and sleep, restarts for updates, clock, time of a write, ' +
        'timers, space for days of the book, virus scanner, memory. It changes nothing: each fault comes with the command that mends it.',
    )
    .addHelpText('after', '\nExample:\n  qt doctor pc')
    .action(async (_options: object, command: Command) => examine(contextOf(command)));
}

async function examine(context: CommandContext): Promise<void> {
  const { home } = context;
  const machine = existsSync(machineFile(home)) ? readMachineSettings(home) : undefined;
  const vendorFolder = machine === undefined ? undefined : workingFolderOf(machine);
  const tools = { platform: process.platform, home, vendorFolder, run: runProgram };
  const checks = await examinePc(tools, (result) => context.say(pcText(result)));
  const count = (state: PcResult['state']): number => checks.filter((check) => check.state === state).length;
  const failures = count('failed');
  const summary = `${count('ok')} ok, ${counted(count('warning'), 'warning')}, ${failures} failed`;
  context.result({ platform: process.platform, checks }, summary);
  if (failures > 0) process.exitCode = EXIT_FAILED;
}

function pcText({ title, state, found, command, advice }: PcResult): string {
  const lines = [`${MARKS[state]}  ${title}: ${found}`];
  if (advice !== undefined) lines.push(advice);
  if (command !== undefined) lines.push(`> ${command}`);
  return lines.join(INDENT);
}
