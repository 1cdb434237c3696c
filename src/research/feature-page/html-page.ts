// Sections of features and a session on which they were computed in; the page as one HTML file that needs no network out.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Html, html } from '../report/html.ts';
import type { FeatureFamily } from './feature-family.ts';
import { type FeatureTrace, featurePicture, noPictureText } from './feature-picture.ts';
import { type IntroductionPart, introduction } from './introduction.ts';
import type { PageSection } from './page-sections.ts';

/** Nothing may be loaded or run, whatever an own feature is called. */
const CONTENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export interface HtmlPage {
  readonly text: string;
  /** Families that could be drawn. */
  readonly pictures: number;
}

/** The same text as the Markdown page. Every text is escaped. */
export function htmlPage(sections: readonly PageSection[], trace: FeatureTrace): HtmlPage {
  const families = sections.flatMap((section) => section.families);
  const pictures = new Map(families.map((family) => [family, featurePicture(family, [trace])?.svg]));
  const count = families.reduce((sum, { ids }) => sum + ids.length, 0);
  const title = `Features on ${trace.name}`;
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${CONTENT_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>${title}</title><style>${styleSheet()}</style></head>
<body><main><h1>${title}</h1>
${introduction(count).map(introductionPart)}
<p>${sections.map((section, at) => html`${at === 0 ? '' : ' · '}<a href="#s${at}">${section.title}</a>`)}</p>
${sections.map((section, at) => sectionPart(section, at, pictures))}
</main></body></html>
`;
  return { text: page.markup, pictures: [...pictures.values()].filter((svg) => svg !== undefined).length };
}

function styleSheet(): Html {
  const files = [
    join(import.meta.dirname, '../report/page/report.css'),
    join(import.meta.dirname, 'page/feature-page.css'),
  ];
  return { markup: files.map((file) => readFileSync(file, 'utf8').replaceAll('\r\n', '\n')).join('\n') };
}

function introductionPart({ title, paragraphs, list }: IntroductionPart): Html {
  const rows = list.map(([name, text]) => html`<tr><td>${inline(name)}</td><td>${inline(text)}</td></tr>`);
  return html`${title === undefined ? html`` : html`<h2>${title}</h2>`}${paragraphs.map((text) => html`<p>${inline(text)}</p>`)}${rows.length === 0 ? html`` : html`<div class="scroll" tabindex="0"><table><tbody>${rows}</tbody></table></div>`}
`;
}

/** The marks that the introduction uses: code, bold, and links, of which a file on its own keeps the words. */
function inline(text: string): readonly Html[] {
  return text
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .split(/(`[^`]*`|\*\*[^*]*\*\*)/)
    .map((part) => {
      if (part.startsWith('`')) return html`<code>${part.slice(1, -1)}</code>`;
      return part.startsWith('**') ? html`<b>${part.slice(2, -2)}</b>` : html`${part}`;
    });
}

function sectionPart(
  { title, says, families }: PageSection,
  at: number,
  pictures: ReadonlyMap<FeatureFamily, Html | undefined>,
): Html {
  return html`<h2 id="s${at}">${title}</h2>
<p>${says}</p>
<div class="scroll" tabindex="0"><table class="features"><tbody>
${families.map((family) => rowPart(family, pictures.get(family)))}</tbody></table></div>
`;
}

function rowPart(family: FeatureFamily, picture: Html | undefined): Html {
  const { ids, meaning, formula, source, facts } = family;
  return html`<tr><td class="names">${ids.map((id) => html`<code>${id}</code> `)}<div>${picture ?? html`<small>${noPictureText(family)}</small>`}</div></td><td>${meaning}<div><code>${formula}</code></div><small>${source}</small></td><td class="facts">${facts.map((fact) => html`<div>${fact}</div>`)}</td></tr>
`;
}
