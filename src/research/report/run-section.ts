// Takes a run; gives where its data and its model come from, its settings and the digest by which it can be repeated.

import { type Html, html } from './html.ts';
import { type Column, htmlTable } from './html-table.ts';
import { brl, integer } from './number-format.ts';
import type { BookSizes, FillSource, SessionResult } from './session-result.ts';

const FILLS: Readonly<Record<FillSource, string>> = {
  bars: 'candles (no queue, no path inside a candle)',
  trades: 'trades',
  book: 'the order book',
  exchange: 'the exchange itself',
};

const SIZES: Readonly<Record<BookSizes, string>> = {
  known: 'told by the data',
  unknown: 'not told by the data: assumed',
};

const text = (label: string): Column => ({ label, kind: 'text' });

function modelText({ model }: SessionResult): string {
  if (model === null) return 'none';
  return `${model.name}, trained on ${model.trainedFrom} to ${model.trainedTo}, ${model.provenance} data`;
}

export function runSection(result: SessionResult): Html {
  const limit = result.dailyLossLimitBrl;
  const facts: readonly (readonly [string, string])[] = [
    ['Strategy', result.strategy],
    ['Mode', result.mode],
    ['Instrument', result.instrument],
    ['Provenance of the market', result.provenance],
    ['Orders were matched against', FILLS[result.fillSource]],
    ['Sizes of the book', result.bookSizes === undefined ? 'not recorded' : SIZES[result.bookSizes]],
    ['Days asked for', `${result.from} to ${result.to}`],
    ['Days with data', integer(result.sessionDays.length)],
    ['Candles', integer(result.candles.timeUs.length)],
    ['Capital', brl(result.capitalBrl * 10_000)],
    ['Daily loss limit', limit === undefined ? 'none' : brl(limit * 10_000)],
    ['Tick', `${result.tick} points, ${brl(result.tickValueE4)} per contract`],
    [
      'Rolls crossed',
      `${integer(result.rollsCrossed)}, with at most ${integer(result.maxHeldOverRoll)} contracts held`,
    ],
    ['Model', modelText(result)],
    ['Seed', String(result.seed)],
    ['Digest', result.digest],
  ];
  const factRows = facts.map((row) => row.map((value) => ({ text: value })));
  const datasets = result.datasets.map(({ path, sha256 }) => [{ text: path }, { text: sha256 }]);
  return html`<section id="run"><h2>The run</h2>
${htmlTable([text('Fact'), text('Value')], factRows)}
<h3>Data sets</h3><details><summary>${integer(datasets.length)} files</summary>${htmlTable([text('File'), text('sha256')], datasets)}</details>
<h3>Settings of the simulation</h3><pre>${result.settings}</pre></section>`;
}
