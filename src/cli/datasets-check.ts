// `qt datasets check`: every part looked at again by the quality gate, the days of a series against each other and the calendar.

import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { type CheckedSeries, checkDatasets } from '../adapters/datasets/checking.ts';
import type { Finding } from '../core/quality/finding.ts';
import { qualityJson } from '../research/quality/quality-json.ts';
import { qualityReport } from '../research/quality/quality-report.ts';
import { contextOf } from './context-of.ts';
import { counted } from './counted.ts';
import { partKindOf } from './part-kind-of.ts';
import { unwritable } from './unwritable.ts';

interface Options {
  readonly kind?: string;
  readonly report?: string;
}

const TITLE = 'Data quality';
const SHOWN_PARTS = 20;

export function checkDatasetsCommand(datasets: Command): void {
  datasets
    .command('check')
    .summary('the quality gate over what is stored; exit code 1 when something is refused')
    .argument('[instruments...]', 'roots (all their contracts), contracts, or other names; everything when absent')
    .option('--kind <kind>', 'one kind only')
    .option('--report <file>', 'write a page with coverage, gaps, prices and volumes of each day')
    .addHelpText('after', '\nExample:\n  qt datasets check WDO --report quality.html')
    .action(async (instruments: string[], options: Options, command: Command) => {
      const context = contextOf(command);
      const progress = context.progress('check');
      const checked = await checkDatasets(context.store, {
        instruments: instruments.length === 0 ? undefined : instruments,
        kinds: options.kind === undefined ? undefined : [partKindOf(options.kind)],
        onProgress: (share, what) => progress.update(share, what),
      }).finally(() => progress.stop());
      if (options.report !== undefined) writeReport(options.report, checked);
      const result = qualityJson({ title: TITLE, series: checked });
      const lines = checked.flatMap(linesOf);
      context.result(
        { ...result, report: options.report ?? null },
        lines.length === 0 ? 'The store has nothing to check' : lines.join('\n'),
      );
      if (result.verdict === 'refuse') process.exitCode = 1;
    });
}

function writeReport(file: string, checked: readonly CheckedSeries[]): void {
  try {
    writeFileSync(file, qualityReport({ title: TITLE, series: checked }));
  } catch (error) {
    throw unwritable(error, file, 'report');
  }
}

function linesOf({ symbol, kind, parts, findings }: CheckedSeries): readonly string[] {
  const counts = new Map<string, number>();
  for (const { verdict } of parts) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const verdicts = [...counts].map(([verdict, count]) => `${count} ${verdict}`).join(', ');
  const span = `${counted(parts.length, 'day')} from ${parts[0]!.day} to ${parts.at(-1)!.day}: ${verdicts}`;
  const worst = parts.filter(({ verdict }) => verdict === 'refuse' || verdict === 'warn');
  const shown = worst
    .slice(0, SHOWN_PARTS)
    .flatMap(({ day, findings: found }) => found.map((each) => `  ${day} ${told(each)}`));
  const more = worst.length - SHOWN_PARTS;
  return [
    `${symbol} ${kind}: ${span}`,
    ...findings.map((each) => `  ${told(each)}`),
    ...shown,
    ...(more > 0 ? [`  and ${counted(more, 'more day')} with findings: --report shows all`] : []),
  ];
}

function told({ severity, rule, detail }: Finding): string {
  return `${severity} ${rule}: ${detail}`;
}
