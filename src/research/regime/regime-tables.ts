// Statistics of regimes in; their two tables, what each kind is like and what follows it, as rows of texts out.

import { REGIME_NAMES } from '../plots/palette.ts';
import { type Html, html } from '../report/html.ts';
import { type Column, htmlTable } from '../report/html-table.ts';
import { ABSENT, decimal, integer } from '../report/number-format.ts';
import { type KindStatistics, type RegimeStatistics, regimeKinds } from './regime-statistics.ts';

interface TextTable {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** `12.3 %` of 0.1234. */
function percent(share: number | undefined): string {
  return share === undefined ? ABSENT : `${decimal(100 * share, 1)} %`;
}

function kindRow(of: KindStatistics): readonly string[] {
  return [
    REGIME_NAMES[of.kind],
    percent(of.share),
    integer(of.candles),
    decimal(of.spellsPerDay, 1),
    decimal(of.meanLength, 1),
    integer(of.longest),
    of.kind === 'undefined' ? ABSENT : decimal(of.meanConfidence, 2),
  ];
}

function tablesOf({ kinds }: RegimeStatistics): readonly TextTable[] {
  return [
    {
      caption: 'Regimes',
      head: ['regime', 'share of time', 'candles', 'spells a day', 'mean length', 'longest', 'mean confidence'],
      rows: kinds.map(kindRow),
    },
    {
      caption: 'What the next candle is, by what this one is',
      head: ['this candle', ...regimeKinds.map((kind) => REGIME_NAMES[kind])],
      rows: kinds.map(({ kind, next }) => [REGIME_NAMES[kind], ...regimeKinds.map((to) => percent(next?.[to]))]),
    },
  ];
}

export function statisticsText(statistics: RegimeStatistics): string {
  return tablesOf(statistics)
    .map(({ caption, head, rows }) => {
      const widths = head.map((label, c) => Math.max(label.length, ...rows.map((row) => row[c]!.length)));
      const line = (cells: readonly string[]): string =>
        cells.map((cell, c) => (c === 0 ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!))).join('  ');
      return [`${caption} (${counts(statistics)})`, line(head), ...rows.map(line)].join('\n');
    })
    .join('\n\n');
}

export function statisticsHtml(statistics: RegimeStatistics): Html {
  const tables = tablesOf(statistics).map(({ caption, head, rows }) => {
    const columns = head.map((label, c): Column => ({ label, kind: c === 0 ? 'text' : 'number' }));
    const cells = rows.map((row) => row.map((text) => ({ text })));
    return html`${htmlTable(columns, cells, { caption })}\n`;
  });
  return html`${tables}<p>${counts(statistics)}</p>`;
}

function counts({ sessions, candles, flipsPerDay }: RegimeStatistics): string {
  return `${integer(sessions)} sessions, ${integer(candles)} candles, ${decimal(flipsPerDay, 1)} flips a day`;
}
