// `qt alerts test`: a test alert to each way that machine.json sets, and which of them took it.

import type { Command } from 'commander';
import { readMachineSettings } from '../adapters/machine/machine-settings.ts';
import { takeFromEnvironment } from '../adapters/secrets/secret-source.ts';
import { SET_ALERTS } from '../runner/alerting/alert-reach.ts';
import { HEARTBEAT, type TriedAlerts, tryAlerts } from '../runner/alerting/try-alerts.ts';
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
      const isWhole = result.missing.length === 0 && result.tried.every(({ taken }) => taken);
      // a heartbeat that is taken tells nobody of an alert
      if (!isWhole || !reachesSomebody(result)) process.exitCode = EXIT_FAILED;
    });
}

function reachesSomebody({ tried }: TriedAlerts): boolean {
  return tried.some(({ target, taken }) => taken && target !== HEARTBEAT);
}

function triedText(result: TriedAlerts): string {
  const { tried, missing } = result;
  const lines = [
    ...tried.map(({ target, taken, reason }) => `${target.padEnd(10)} ${taken ? 'taken' : `NOT taken: ${reason}`}`),
    ...missing.map((name) => `secret ${name} is missing: its way is not used; qt secrets set ${name}`),
  ];
  const words = reachesSomebody(result) ? [] : [`ALERTS REACH NOBODY. ${SET_ALERTS}`];
  return [...lines, ...words].join('\n');
}
