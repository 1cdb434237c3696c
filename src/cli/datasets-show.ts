// `qt datasets show`: the terms of an instrument, its parts with their sources, and everything the quality gate found in them.

import type { Command } from 'commander';
import { storedTerms } from '../adapters/datasets/instruments/instrument-file.ts';
import type { PartManifest } from '../adapters/datasets/manifest.ts';
import { sourceNames } from '../adapters/datasets/proven-part.ts';
import { UserError } from '../adapters/user-error.ts';
import { contextOf } from './context-of.ts';
import { counted } from './counted.ts';
import { partKindOf } from './part-kind-of.ts';

interface Options {
  readonly kind?: string;
  readonly day?: string;
}

export function showDatasetCommand(datasets: Command): void {
  datasets
    .command('show')
    .summary('the days of one instrument with sources and findings')
    .argument('<instrument>', 'as qt datasets list names it')
    .option('--kind <kind>', 'one kind only')
    .option('--day <YYYY-MM-DD>', 'one day only')
    .addHelpText('after', '\nExample:\n  qt datasets show WDOU25 --kind candles-1m --day 2025-08-05')
    .action((instrument: string, options: Options, command: Command) => {
      const context = contextOf(command);
      const { store } = context;
      const kind = options.kind === undefined ? undefined : partKindOf(options.kind);
      const parts = store.parts(instrument, kind).filter(({ day }) => options.day === undefined || day === options.day);
      if (parts.length === 0) throw nothingThere(instrument, options);
      const manifests = parts.map((part) => store.manifest(part));
      const terms = storedTerms(store.root, instrument);
      const figures =
        terms === undefined
          ? `${instrument}: tick and lot unknown`
          : `${instrument}: tick ${terms.tick}, lot ${terms.lot}, point value ${terms.pointValue ?? 'unknown'} ` +
            `${terms.currency}, ${terms.timeZone}${terms.inferred ? ' (inferred from the data)' : ''}`;
      context.result({ terms: terms ?? null, parts: manifests }, [figures, ...manifests.flatMap(linesOf)].join('\n'));
    });
}

function linesOf(manifest: PartManifest): readonly string[] {
  const { day, kind, rows, provenance, quality, instrument } = manifest;
  const from = sourceNames(manifest);
  const verdict = quality?.verdict ?? 'unchecked';
  const head = `${day}  ${kind.padEnd(12)} ${counted(rows, 'row').padStart(13)}  ${verdict.padEnd(9)} ${provenance}, from ${from}`;
  const findings = [...(quality?.findings ?? []), ...(quality?.series ?? [])];
  return [`${head}${instrument.endsWith('FUT') ? `, adjusted: ${manifest.adjusted}` : ''}`].concat(
    findings.map(({ severity, rule, detail }) => `    ${severity} ${rule}: ${detail}`),
  );
}

function nothingThere(instrument: string, { kind, day }: Options): UserError {
  return new UserError({
    code: 'part-missing',
    message: `The store has no ${kind ?? 'data'} of ${instrument}${day === undefined ? '' : ` on ${day}`}`,
    field: 'instrument',
    fix: 'qt datasets list shows what is there',
  });
}
