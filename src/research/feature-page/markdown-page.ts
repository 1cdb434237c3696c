// Sections of features and the titles of their pictures in; the page as Markdown out.

import type { FeatureFamily } from './feature-family.ts';
import { noPictureText } from './feature-picture.ts';
import { type IntroductionPart, introduction } from './introduction.ts';
import type { PageSection } from './page-sections.ts';

/** Wide enough that a table does not squeeze the pictures. */
const PICTURE_COLUMN = `feature${'&emsp;'.repeat(12)}`;

/** `titles`: of the pictures that there are, by family; they lie in the folder `features` beside the page. */
export function markdownPage(sections: readonly PageSection[], titles: ReadonlyMap<string, string>): string {
  const count = sections.flatMap(({ families }) => families.flatMap(({ ids }) => ids)).length;
  const contents = sections.map(({ title }) => `[${title}](#${anchorOf(title)})`).join(' · ');
  return [
    '# Features',
    '',
    '<!-- Made by `npm run features-page` from the metadata of the features: change those, not this page. -->',
    '',
    ...introduction(count).flatMap(introductionLines),
    contents,
    '',
    ...sections.flatMap((section) => sectionLines(section, titles)),
  ].join('\n');
}

function introductionLines({ title, paragraphs, list }: IntroductionPart): readonly string[] {
  return [
    ...(title === undefined ? [] : [`## ${title}`, '']),
    ...paragraphs.flatMap((text) => [text, '']),
    ...(list.length === 0 ? [] : ['| | |', '|---|---|', ...list.map(([name, text]) => `| ${name} | ${text} |`), '']),
  ];
}

function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');
}

function sectionLines({ title, says, families }: PageSection, titles: ReadonlyMap<string, string>): readonly string[] {
  return [
    ...[`## ${title}`, ''],
    ...(says === '' ? [] : [says, '']),
    `| ${PICTURE_COLUMN} | what it is | |`,
    '|---|---|---|',
    ...families.map((family) => rowOf(family, titles.get(family.name))),
    '',
  ];
}

function rowOf(family: FeatureFamily, title: string | undefined): string {
  const { name, ids, meaning, formula, source, facts } = family;
  const picture =
    title === undefined
      ? `<sub>${noPictureText(family)}</sub>`
      : `<img src="features/${name}.svg" width="220" alt="${title}">`;
  const said = [
    plain(meaning),
    formula === '' ? '' : code(formula),
    source === '' ? '' : `<sub>${plain(source)}</sub>`,
  ];
  const cells = [
    `${ids.map(code).join(' ')}<br>${picture}`,
    said.filter((text) => text !== '').join('<br>'),
    `<sub>${facts.map(plain).join('<br>')}</sub>`,
  ];
  return `| ${cells.join(' | ')} |`;
}

/** In a table a bar ends a cell, also inside of code. */
function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}

function plain(text: string): string {
  return text.replaceAll(/[\\*<>|[\]_]/g, (character) => (character === '<' ? '&lt;' : `\\${character}`));
}
