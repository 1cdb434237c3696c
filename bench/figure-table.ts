// Figures in, a table for a terminal out.

import type { Figure } from './figure.ts';

export function figureTable(figures: readonly Figure[]): string {
  const rows = figures.map((each) => [
    each.name,
    number(each.value),
    each.unit,
    each.goal === null ? '' : number(each.goal),
    each.met === null ? '' : each.met ? 'met' : 'MISSED',
    each.ratio === null ? '' : `${number(each.ratio)} of ${each.against}`,
    each.note,
  ]);
  const all = [['figure', 'value', 'unit', 'goal', '', 'ratio', 'of'], ...rows];
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  const numeric = new Set([1, 3]);
  const cell = (text: string, column: number): string =>
    numeric.has(column) ? text.padStart(widths[column]!) : text.padEnd(widths[column]!);
  return all.map((row) => row.map(cell).join('  ').trimEnd()).join('\n');
}

function number(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 4 });
}
