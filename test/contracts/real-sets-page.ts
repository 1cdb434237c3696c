// Takes the table of real sets; gives it as the table of docs/real-data.md.

import { REAL_SETS, type RealSet, type RuleCount, type SeriesCount } from './real-sets-table.ts';

const HEAD = ['| set | what it is | rows | rule | count |', '|---|---|---|---|---|'];

export function realSetsPage(): string {
  return [...HEAD, ...REAL_SETS.flatMap(linesOf)].join('\n');
}

function linesOf(set: RealSet): readonly string[] {
  const { name, what, rows, skipped, rules, series, untold } = set;
  const accepted = skipped === 0 ? '' : `, ${number(skipped)} left out`;
  return [
    `| **${name}** | ${what} | ${number(rows)}${accepted} | | |`,
    ...rules.map((each) => lineOf(each, partsOf(each))),
    ...series.map((each) => lineOf(each, each[3] === 1 ? '' : ` in ${number(each[3])} series`)),
    ...untold.map(([count, oddity, why]) => `| | ${oddity} | | none: ${why} | ${number(count)} |`),
  ];
}

function lineOf([severity, kind, rule, , found, what]: RuleCount | SeriesCount, where: string): string {
  return `| | ${kind}: ${what} | | \`${rule}\` (${severity}) | ${number(found)}${where} |`;
}

function partsOf([, , , parts]: RuleCount): string {
  return parts === 1 ? '' : ` in ${number(parts)} parts`;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
