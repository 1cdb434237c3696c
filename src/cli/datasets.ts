// `qt datasets`: what the store holds, by instrument and kind.

import type { Command } from 'commander';
import { contextOf } from './context-of.ts';

export function datasetsCommand(program: Command): void {
  program
    .command('datasets')
    .summary('what the dataset store holds')
    .addHelpText('after', '\nExample:\n  qt datasets --json')
    .action((_options: object, command: Command) => {
      const context = contextOf(command);
      const { store } = context;
      const datasets = store.instruments().flatMap((instrument) =>
        store.kinds(instrument).map((kind) => {
          const parts = store.parts(instrument, kind);
          const rows = parts.reduce((sum, part) => sum + store.manifest(part).rows, 0);
          const provenance = [...new Set(parts.map((part) => store.manifest(part).provenance))];
          const days = { days: parts.length, from: parts[0]?.day ?? null, to: parts.at(-1)?.day ?? null };
          return { instrument, kind, ...days, rows, provenance };
        }),
      );
      const lines = datasets.map(
        ({ instrument, kind, days, from, to, rows, provenance }) =>
          `${instrument.padEnd(10)} ${kind.padEnd(12)} ${String(days).padStart(5)} days  ${from} to ${to}  ${rows} rows  ${provenance.join(', ')}`,
      );
      context.result({ datasets }, lines.length === 0 ? 'The store is empty: see qt import --help' : lines.join('\n'));
    });
}
