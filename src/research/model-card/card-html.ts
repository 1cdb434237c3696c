// The facts of a card in; the same as in Markdown as markup for a notebook out.

import { html } from '../report/html.ts';
import type { CardFacts } from './card-facts.ts';
import { type CardSection, cardSections } from './card-sections.ts';

export function cardHtml(facts: CardFacts): string {
  const parts = cardSections(facts).map(section);
  return html`<div><h3>${facts.name}</h3><p><b>${facts.verdict.says}</b></p>${parts}</div>`.markup;
}

function section({ title, lines, table }: CardSection) {
  const isList = lines.length > 0 && lines.every((line) => line.startsWith('- '));
  const text = isList
    ? html`<ul>${lines.map((line) => html`<li>${line.slice(2)}</li>`)}</ul>`
    : html`${lines.map((line) => html`<p>${line}</p>`)}`;
  const rows = (table?.rows ?? []).map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`);
  const head = (table?.head ?? []).map((cell) => html`<th>${cell}</th>`);
  const shown =
    table === undefined ? html`` : html`<table><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table>`;
  return html`<h4>${title}</h4>${text}${shown}`;
}
