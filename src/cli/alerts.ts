// `qt alerts test`: a test alert to each way that machine.json sets, and which of them took it.

import type { Command } from 'commander';
import { readMachineSettings } from '../adapters/machine/machine-settings.ts';
import { takeFromEnvironment } from '../adapters/secrets/secret-source.ts';
import { type TriedAlerts, tryAlerts } from '../runner/alerting/try-alerts.ts';
import { contextOf } from './context-of.ts';
import { EXIT_FAILED } from './report-error.ts';

export function alertsCommand(program: Command): void {
  const alerts = program.command('alerts').summary('how this machine tells people what happens');
  alerts
    .command('test')
    .summary('a test alert to each way that machine.json sets')
    .addHelpText('after', '\nExample:\n  qt alerts test')
    .action(async (_options: object, command: Command) => {
      const context = contextOf(command);
      const result = await tryAlerts(readMachineSettings(context.home).alerts, takeFromEnvironment());
      context.result(result, triedText(result));
      if (result.missing.length > 0 || result.tried.some(({ taken }) => !taken)) process.exitCode = EXIT_FAILED;
    });
}

function triedText({ tried, missing }: TriedAlerts): string {
  const lines = [
    ...tried.map(({ target, taken, reason }) => `${target.padEnd(10)} ${taken ? 'taken' : `NOT taken: ${reason}`}`),
    ...missing.map((name) => `secret ${name} is missing: its way is not used; qt secrets set ${name}`),
  ];
  return lines.length === 0 ? 'nothing is set: see alerts in docs/alerts.md' : lines.join('\n');
}
