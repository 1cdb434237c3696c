// Takes the inspected series of a report; gives its title, the numbers one looks at first, and a table of the series.

import { type Html, html } from '../report/html.ts';
import { integer } from '../report/number-format.ts';
import { type DayState, stateCounts, worstVerdict } from './report-days.ts';
import type { ReportedSeries } from './series-section.ts';
import { STATE_WORDS } from './state-colours.ts';

const CARDS: readonly { readonly state: DayState; readonly note: string }[] = [
  { state: 'refuse', note: 'kept out of promotion and live' },
  { state: 'warn', note: 'for a person to look at' },
  { state: 'missing', note: 'trading days without data' },
  { state: 'clean', note: 'no rule found anything' },
];

/** The worst of what was found, in the series and in its parts. */
export function verdictOfSeries({ inspected: { findings, parts } }: ReportedSeries) {
  return worstVerdict([...findings.map(({ severity }) => severity), ...parts.map(({ verdict }) => verdict)]);
}

function cards(series: readonly ReportedSeries[]): readonly Html[] {
  const counts = series.map(({ days }) => stateCounts(days));
  return CARDS.map(({ state, note }) => {
    const sum = counts.reduce((total, count) => total + count[state], 0);
    return html`<div class="card"><dt>Days ${STATE_WORDS[state]}</dt><dd>${integer(sum)}</dd><dd class="note">${note}</dd></div>`;
  });
}

function row(reported: ReportedSeries, id: string): Html {
  const { inspected, days } = reported;
  const counts = stateCounts(days);
  const verdict = verdictOfSeries(reported);
  const numbers = (['clean', 'note', 'warn', 'refuse', 'missing'] as const).map(
    (state) => html`<td class="number">${integer(counts[state])}</td>`,
  );
  return html`<tr><td class="text"><a href="#${id}">${inspected.series.symbol}, ${inspected.series.kind}</a></td><td class="text">${days[0]?.isoDay ?? ''}</td><td class="text">${days.at(-1)?.isoDay ?? ''}</td>${numbers}<td class="text"><span class="severity ${verdict}">${verdict}</span></td></tr>
`;
}

/** `idOf` gives the place of a series on the page. */
export function overviewSection(title: string, series: readonly ReportedSeries[], idOf: (at: number) => string): Html {
  const days = series.reduce((sum, { inspected }) => sum + inspected.series.days.length, 0);
  return html`<header><h1>${title}</h1><p>Quality of ${integer(series.length)} series, ${integer(days)} days with data</p>
<dl class="cards">${cards(series)}</dl></header>
<section id="overview"><h2>Series</h2><div class="scroll" tabindex="0"><table class="plain"><thead><tr><th scope="col">Series</th><th scope="col">From</th><th scope="col">To</th><th scope="col" class="number">Clean</th><th scope="col" class="number">Noted</th><th scope="col" class="number">Warned of</th><th scope="col" class="number">Refused</th><th scope="col" class="number">Missing</th><th scope="col">Worst finding</th></tr></thead>
<tbody>${series.map((each, at) => row(each, idOf(at)))}</tbody></table></div></section>`;
}
