// Takes the findings of a series; gives their table: how bad, which rule, how many days and rows, what it means, examples.

import type { Example } from '../../core/quality/finding.ts';
import { type Html, html } from '../report/html.ts';
import { ABSENT, integer, localTime } from '../report/number-format.ts';
import type { ToldFinding } from './told-findings.ts';

/** Examples shown at once; the others wait behind a click. */
const SHOWN_EXAMPLES = 3;

/** @param isLocal times may be shown by the clock of Sao Paulo */
function exampleText({ day, timeUs, row, what }: Example, isLocal: boolean): string {
  const clock = timeUs === undefined || !isLocal ? undefined : localClock(timeUs);
  const place = row === undefined ? undefined : `row ${integer(row)}`;
  const where = [day, clock, place].filter((text) => text !== undefined).join(' ');
  return where === '' ? what : `${where}: ${what}`;
}

/** Undefined for a time that no calendar has: rules tell of such times as well. */
function localClock(timeUs: number): string | undefined {
  try {
    return localTime(timeUs).slice(11);
  } catch {
    return undefined;
  }
}

function exampleList(examples: readonly Example[], isLocal: boolean): Html {
  return html`<ul>${examples.map((example) => html`<li>${exampleText(example, isLocal)}</li>`)}</ul>`;
}

function examplesCell(examples: readonly Example[], isLocal: boolean): Html {
  const rest = examples.slice(SHOWN_EXAMPLES);
  const more =
    rest.length === 0
      ? html``
      : html`<details><summary>${rest.length} more</summary>${exampleList(rest, isLocal)}</details>`;
  return html`${examples.length === 0 ? html`` : exampleList(examples.slice(0, SHOWN_EXAMPLES), isLocal)}${more}`;
}

function row({ severity, rule, scope, days, rows, detail, examples }: ToldFinding, isLocal: boolean): Html {
  return html`<tr><td class="text"><span class="severity ${severity}">${severity}</span></td><td class="text">${rule}<br><span class="note">${scope}</span></td>
<td class="number">${integer(days)}</td><td class="number">${rows === undefined ? ABSENT : integer(rows)}</td><td class="text">${detail}</td><td class="text examples">${examplesCell(examples, isLocal)}</td></tr>
`;
}

export function findingsTable(findings: readonly ToldFinding[], isLocal: boolean): Html {
  if (findings.length === 0) return html`<p>No rule found anything.</p>`;
  return html`<div class="scroll" tabindex="0"><table class="plain quality"><thead><tr><th scope="col">Severity</th><th scope="col">Rule</th><th scope="col" class="number">Days</th><th scope="col" class="number">Rows</th><th scope="col">What it found</th><th scope="col">Examples</th></tr></thead>
<tbody>${findings.map((finding) => row(finding, isLocal))}</tbody></table></div>`;
}
