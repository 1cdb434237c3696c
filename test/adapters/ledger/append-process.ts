// A home, a number and a name in; so many trials appended one by one, each told on standard output once it is durable.
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { recordTrial } from '../../../src/adapters/ledger/record-trial.ts';
import { aTrial } from './a-trial.ts';

function append(home: string, name: string, count: number): void {
  for (let at = 0; at < count; at++) {
    const { seq } = recordTrial(home, aTrial({ seed: at, labels: { name, at } }));
    process.stdout.write(`${seq} ${name} ${at}\n`);
  }
}

if (isMainThread) {
  const [home, name, count, threads] = process.argv.slice(2);
  for (let thread = 1; thread < Number(threads); thread++) {
    new Worker(new URL(import.meta.url), { workerData: { home, name: `${name}-${thread}`, count } });
  }
  append(home!, name!, Number(count));
} else {
  const { home, name, count } = workerData as { home: string; name: string; count: string };
  append(home, name, Number(count));
}
