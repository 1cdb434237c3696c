// `qt datasets check`: every part looked at again by the quality gate, the days of a series against each other and the calendar.

import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { type CheckedSeries, checkDatasets } from '../adapters/datasets/checking.ts';
import { listedNames } from '../adapters/datasets/listed-names.ts';
import { type Finding, SEVERITIES } from '../core/quality/finding.ts';
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
const SHOWN_DAYS = 8;

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
  return [`${symbol} ${kind}: ${span}`, ...findings.map((each) => `  ${told(each)}`), ...linesOfDays(parts)];
}

/** One line per rule over rows, the worst first; what series are refused for has been told. */
function linesOfDays(parts: CheckedSeries['parts']): readonly string[] {
  const byRule = new Map<string, { readonly days: string[]; readonly worst: Finding }>();
  for (const { day, findings } of parts) {
    for (const finding of findings) {
      if (finding.severity === 'note' || finding.examples.some((example) => example.day !== undefined)) continue;
      const found = byRule.get(finding.rule) ?? { days: [], worst: finding };
      found.days.push(day);
      byRule.set(finding.rule, finding.rows > found.worst.rows ? { ...found, worst: finding } : found);
    }
  }
  return [...byRule.values()]
    .sort((a, b) => SEVERITIES.indexOf(b.worst.severity) - SEVERITIES.indexOf(a.worst.severity))
    .map(({ days, worst }) => {
      if (days.length === 1) return `  ${days[0]} ${told(worst)}`;
      const { severity, rule, detail } = worst;
      return `  ${severity} ${rule}: on ${days.length} days (${listedNames(days, SHOWN_DAYS)}), for example: ${detail}`;
    });
}

function told({ severity, rule, detail }: Finding): string {
  return `${severity} ${rule}: ${detail}`;
}
