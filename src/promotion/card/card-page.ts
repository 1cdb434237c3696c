// The facts of a release in; one HTML page that opens without a network and without a script, light and dark, on a phone and on paper, out.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Html, html } from '../../research/report/html.ts';
import { ABSENT } from '../../research/report/number-format.ts';
import type { Gate } from '../release/gate.ts';
import type { ReleaseChange } from '../release/release-changes.ts';
import type { CardChanges } from './card-changes.ts';
import { isSame } from './card-changes.ts';
import type { CardFacts } from './card-facts.ts';
import { moneyText, risks, unknowns } from './card-risks.ts';
import { type CardLanguage, type CardWords, cardWords } from './card-words.ts';
import { equityPicture } from './equity-picture.ts';

const ID_SHOWN = 12;
/** Rows of one group of changes; the page says how many it leaves out, and `qt releases explain` shows them all. */
const CHANGES_MAX = 25;
const TEXT_MAX = 300;
const DIGITS = 6;

/** The same facts give the same text. */
export function cardPage(facts: CardFacts, language: CardLanguage): string {
  const words = cardWords[language];
  const { manifest } = facts.release;
  const title = words.title(manifest.strategy, facts.stage);
  const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
  const page = html`<!doctype html>
<html lang="${words.lang}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${styleSheet()}</style></head>
<body><main>
${headline(facts, words, title)}
${list('unknown', words, unknowns(facts, words))}
${changesPart(facts, words)}
${equityPart(facts, words)}
${list('risks', words, risks(facts, words))}
${gatesPart(facts, words)}
${footer(facts, words)}
</main></body></html>
`;
  return page.markup;
}

function styleSheet(): Html {
  const files = ['../../research/report/page/report.css', 'page/card.css'];
  const texts = files.map((file) => readFileSync(join(import.meta.dirname, file), 'utf8').replaceAll('\r\n', '\n'));
  return { markup: texts.join('\n') };
}

function headline(
  { release: { id, manifest }, parts: { validation } }: CardFacts,
  words: CardWords,
  title: string,
): Html {
  const { from, to, trades } = manifest.validation;
  const head = html`<header><h1>${title}</h1><p>${manifest.strategy} <code>${id.slice(0, ID_SHOWN)}</code>. ${words.validated(from, to, words.provenance[manifest.provenance])}</p>`;
  if (validation === undefined) return html`${head}<p>${words.noDays}</p></header>`;
  const { netBrl, costsBrl, deepestFallBrl, days } = validation;
  const worst = Math.min(...days.map((each) => each.netBrl));
  const values = [
    ...[moneyText(words, netBrl), words.number(trades), words.number(days.length)],
    ...[moneyText(words, costsBrl), moneyText(words, worst), moneyText(words, deepestFallBrl)],
  ];
  const cards = values.map(
    (value, at) => html`<div class="card"><dt>${words.headline[at]!}</dt><dd>${value}</dd></div>`,
  );
  return html`${head}<dl class="cards">${cards}</dl></header>`;
}

function list(id: 'unknown' | 'risks', words: CardWords, lines: readonly string[]): Html {
  return html`<section id="${id}"><h2>${words.sections[id]}</h2><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul></section>`;
}

function equityPart({ parts: { validation } }: CardFacts, words: CardWords): Html {
  if (validation === undefined) return html``;
  const title = words.sections.equity;
  const picture = equityPicture(validation.equity, title, (brl) => moneyText(words, brl));
  return html`<section id="equity"><h2>${title}</h2>${picture}</section>`;
}

function changesPart({ against }: CardFacts, words: CardWords): Html {
  const head = html`<h2>${words.sections.changes}</h2>`;
  if (against === undefined) return html`<section id="changes">${head}<p>${words.firstOne}</p></section>`;
  const id = against.id.slice(0, ID_SHOWN);
  if (against.fault !== undefined) {
    return html`<section id="changes">${head}<p class="bad">${words.unreadable(id, against.fault)}</p></section>`;
  }
  const { changes } = against;
  const text = isSame(changes) ? html`<p>${words.same}</p>` : html`<ul>${changeGroups(changes, words)}</ul>`;
  return html`<section id="changes">${head}<p>${words.comparedWith(id)}</p>${text}</section>`;
}

function changeGroups(
  { limits, thresholds, model, features, code, data, others }: CardChanges,
  words: CardWords,
): readonly Html[] {
  const number = words.number;
  const inputs = [...features.added.map((name) => `+ ${name}`), ...features.removed.map((name) => `− ${name}`)];
  const lines = code.map(({ module, added, removed }) => `${module}: ${words.lines(number(added), number(removed))}`);
  const files = data.added + data.removed + data.changed;
  const groups: readonly (readonly [keyof CardWords['groups'], readonly string[]])[] = [
    ['limits', limits.map(changeText)],
    ['thresholds', thresholds.map(changeText)],
    ['model', model.map(changeText)],
    ['features', inputs],
    ['code', lines],
    ['data', files === 0 ? [] : [words.files(number(data.added), number(data.removed), number(data.changed))]],
    ['others', others.map(changeText)],
  ];
  return groups.filter(([, texts]) => texts.length > 0).map(([name, texts]) => group(words.groups[name], texts, words));
}

function group(name: string, texts: readonly string[], words: CardWords): Html {
  const more = texts.length - CHANGES_MAX;
  const shown = more > 0 ? [...texts.slice(0, CHANGES_MAX), words.more(words.number(more))] : texts;
  return html`<li><b>${name}</b><ul>${shown.map((text) => html`<li>${cut(text)}</li>`)}</ul></li>`;
}

function changeText({ field, from = ABSENT, to = ABSENT }: ReleaseChange): string {
  return `${field}: ${short(from)} → ${short(to)}`;
}

/** Hashes tell by their beginning. */
const short = (text: string): string => (/^[0-9a-f]{40,64}$/.test(text) ? text.slice(0, ID_SHOWN) : text);

const cut = (text: string): string => (text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}…` : text);

function gatesPart({ parts, approvals }: CardFacts, words: CardWords): Html {
  const note = words.asSigned === '' ? html`` : html`<p class="note">${words.asSigned}</p>`;
  const more = approvals.map((listed) => {
    if ('fault' in listed) return html`<p class="bad">${words.notApproved(listed.stage, listed.fault)}</p>`;
    const { stage, by, at, gates } = listed.approval;
    return html`<h3>${words.approved(stage, by, at)}</h3>${gateTable(gates, words)}`;
  });
  return html`<section id="gates"><h2>${words.sections.gates}</h2>${note}${gateTable(parts.gates, words)}${more}</section>`;
}

function gateTable(gates: readonly Gate[], words: CardWords): Html {
  const head = words.gateHead.map((name) => html`<th scope="col">${name}</th>`);
  const rows = gates.map((gate) => {
    const [word, look] = wordOf(gate, words);
    const waived = gate.waived === undefined ? '' : ` (${words.waived(gate.id, gate.waived.by, gate.waived.reason)})`;
    return html`<tr><td class="word ${look}">${word}</td><td class="gate">${gate.id}</td><td class="value">${valueText(gate.value)}</td><td class="limit">${valueText(gate.limit)}</td><td class="says">${cut(gate.reason)}${waived}</td></tr>\n`;
  });
  return html`<div class="scroll" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

function wordOf({ passed, waived, severity }: Gate, words: CardWords): readonly [word: string, look: string] {
  if (passed) return [words.passed, ''];
  if (waived !== undefined) return [words.waivedWord, 'bad'];
  return severity === 'warning' ? [words.warning, 'warn'] : [words.failed, 'bad'];
}

function valueText(value: Gate['value']): string {
  if (value === null) return ABSENT;
  if (typeof value === 'number')
    return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(DIGITS)));
  return cut(short(String(value)));
}

function footer({ release: { id, manifest, signedBy } }: CardFacts, words: CardWords): Html {
  const commit = manifest.git.commit?.slice(0, ID_SHOWN) ?? ABSENT;
  const keys = signedBy.map((key) => key.slice(0, ID_SHOWN)).join(', ');
  return html`<footer><p>${id} · Ed25519 ${keys} · ${words.builtFrom(commit, manifest.nodeVersion)}</p>
<p>${words.explain}: <code>qt releases explain ${id.slice(0, ID_SHOWN)}</code></p></footer>`;
}
