// What the quality gate found in the parts of an import to one sentence per kind and rule, the worst first.

import { type Finding, SEVERITIES } from '../../../core/quality/finding.ts';
import { listedNames } from '../listed-names.ts';
import type { SeriesParts } from '../series-judgement.ts';
import type { CommitItem } from '../staged-part.ts';

const LISTED = 8;
/** They tell the nature of the data, which the user who imports them knows, or are true of every good file. */
const UNSAID: ReadonlySet<string> = new Set(['identical-rows', 'synthetic']);

interface Found {
  readonly symbols: Set<string>;
  readonly days: Set<string>;
  worst: Finding;
  /** Symbol and day of the worst. */
  where: string;
  rows: number;
}

/** The items of one symbol, or of many when a file names them: what is told of hundreds would hide what is told of one. */
export function findingNotices(bySymbol: ReadonlyMap<string, readonly CommitItem[]>): readonly string[] {
  const found = new Map<string, Found>();
  for (const [symbol, items] of bySymbol) {
    for (const { staged, origin } of items) {
      for (const finding of origin.quality?.findings ?? []) {
        if (!UNSAID.has(finding.rule)) note(found, `${staged.kind} ${finding.rule}`, symbol, staged.day, finding);
      }
    }
  }
  return [...found]
    .sort(([, a], [, b]) => SEVERITIES.indexOf(b.worst.severity) - SEVERITIES.indexOf(a.worst.severity))
    .map(([key, each]) => sentence(key.split(' ')[0]!, each));
}

function note(all: Map<string, Found>, key: string, symbol: string, day: string, finding: Finding): void {
  const found = all.get(key);
  if (found === undefined) {
    const first = { symbols: new Set([symbol]), days: new Set([day]), worst: finding, where: `${symbol} ${day}` };
    all.set(key, { ...first, rows: finding.rows });
    return;
  }
  found.symbols.add(symbol);
  found.days.add(day);
  found.rows += finding.rows;
  if (!isWorse(finding, found.worst)) return;
  found.worst = finding;
  found.where = `${symbol} ${day}`;
}

function isWorse(a: Finding, b: Finding): boolean {
  const step = SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
  return step > 0 || (step === 0 && a.rows > b.rows);
}

function sentence(kind: string, { symbols, days, worst, where, rows }: Found): string {
  const head = `${worst.severity} ${worst.rule}:`;
  const names = [...symbols];
  const dates = [...days].sort();
  if (names.length === 1 && dates.length === 1) return `${head} ${names[0]} ${kind} of ${dates[0]}: ${worst.detail}`;
  if (names.length === 1) {
    return `${head} ${names[0]} ${kind}: ${rows} rows on ${dates.length} days (${listedNames(dates, LISTED)}), for example: ${worst.detail}`;
  }
  const whose = `${kind} of ${names.length} instruments (${listedNames(names, LISTED)})`;
  return `${head} ${whose}: ${rows} rows, for example ${where}: ${worst.detail}`;
}

/** What rules over many days find in the series that an import has touched: warnings and refusals, the worst first. */
export function seriesNotices(found: ReadonlyMap<SeriesParts, readonly Finding[]>): readonly string[] {
  const told = [...found].flatMap(([{ symbol, kind }, findings]) =>
    findings.filter(({ severity }) => severity !== 'note').map((finding) => ({ symbol, kind, finding })),
  );
  return told
    .sort((a, b) => SEVERITIES.indexOf(b.finding.severity) - SEVERITIES.indexOf(a.finding.severity))
    .map(({ symbol, kind, finding }) => `${finding.severity} ${finding.rule}: ${symbol} ${kind}: ${finding.detail}`);
}
