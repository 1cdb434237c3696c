// The host as a process of its own: settings as arguments in, one line of JSON out when it runs or when it cannot, then its work.

import { parseArgs } from 'node:util';
import { redact } from '../../adapters/secrets/redact.ts';
import { UserError } from '../../adapters/user-error.ts';
import { runHost } from './run-host.ts';

const { values } = parseArgs({
  options: { home: { type: 'string' }, provenance: { type: 'string' }, transport: { type: 'string' } },
});

/** Whoever started us reads one line and then goes; a closed pipe is no failure. */
function tell(line: object): Promise<void> {
  process.stdout.on('error', () => {});
  return new Promise((done) => process.stdout.write(`${redact(JSON.stringify(line))}\n`, () => done()));
}

let stop: (reason: string) => void = () => {};
const asked = new Promise<string>((resolve) => {
  stop = resolve;
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(signal));
process.on('SIGHUP', () => {});

try {
  const running = await runHost({
    home: values.home!,
    provenance: values.provenance === 'simulated' ? 'simulated' : 'exchange',
    transport: values.transport === 'tcp' || values.transport === 'local' ? values.transport : undefined,
    onStop: () => stop('asked to stop'),
  });
  await tell({ pid: process.pid });
  await running.close(await asked);
  process.exit(0);
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  const details = error instanceof UserError ? error.toJSON() : { code: 'host-failed', message, fix: 'See its log.' };
  await tell({ error: details });
  process.exit(1);
}
