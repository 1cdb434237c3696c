// `qt worker --queue redis://HOST`: points of sweeps that other machines run, evaluated on this one.

import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { openObjectStore } from '../adapters/object-store/open-object-store.ts';
import { queueAddress } from '../research/sweeps/queue/queue-address.ts';
import { count, positive } from './arguments.ts';
import { contextOf } from './context-of.ts';
import { StopRequest } from './stop-request.ts';

interface Options {
  readonly queue: string;
  readonly store: string;
  readonly threads: number;
  readonly cache?: string;
  readonly rate?: number;
  readonly lostAfter: number;
}

const SECOND_MS = 1000;

export function workerCommand(program: Command): void {
  program
    .command('worker')
    .summary('points of sweeps of other machines, evaluated here')
    .description(
      'Takes points from qt sweep --queue until it is ended by Ctrl+C. The data are fetched by their hash and kept. It is refused where its ' +
        'code, its packages or its Node differ from those of the machine that sweeps.',
    )
    .requiredOption('--queue <redis>', 'such as redis://host; its password best in QT_QUEUE_PASSWORD')
    .requiredOption('--store <address>', 'file:///shared/folder or s3://bucket?endpoint=...: as the sweep has it')
    .option('--threads <n>', 'points at once', count, 1)
    .option('--cache <folder>', 'keeps what was fetched (default: cache/sweeps in the home)')
    .option('--rate <n>', 'points begun per minute at most, over all workers together', count)
    .option(
      '--lost-after <seconds>',
      'a worker that is not heard of for so long loses its points to others',
      positive,
      30,
    )
    .addHelpText(
      'after',
      '\nExample:\n  qt worker --queue redis://research --store file:///mnt/shared/sweeps --threads 8',
    )
    .action(async (options: Options, command: Command) => {
      const context = contextOf(command);
      const address = queueAddress(options.queue);
      const store = openObjectStore(options.store);
      const ending = new AbortController();
      const stop = new StopRequest((why) => {
        context.say(`${why}: what is under way is finished first`);
        ending.abort(why);
      });
      try {
        const { workFromQueue } = await import('../research/sweeps/queue/queue-worker.ts');
        const points = await workFromQueue({
          ...{ address, store, threads: options.threads, signal: ending.signal },
          cacheFolder: resolve(options.cache ?? join(context.home, 'cache', 'sweeps')),
          perMinute: options.rate,
          lostAfterMs: Math.ceil(options.lostAfter * SECOND_MS),
          say: (text) => context.say(text),
        });
        context.result({ points }, `${points} points evaluated`);
      } finally {
        stop.close();
      }
    });
}
