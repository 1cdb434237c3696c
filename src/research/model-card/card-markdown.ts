// The facts of a card in; a page of Markdown, the verdict first, out.

import type { CardFacts } from './card-facts.ts';
import { cardSections } from './card-sections.ts';

export function cardMarkdown(facts: CardFacts): string {
  const sections = cardSections(facts).map(({ title, lines, table }) => {
    const rows = table === undefined ? [] : [table.head, table.head.map(() => '---'), ...table.rows];
    const text = [lines.join('\n'), rows.map(row).join('\n')].filter((each) => each !== '');
    return [`## ${title}`, ...text].join('\n\n');
  });
  return `${[`# ${facts.name}`, `**${facts.verdict.says}**`, ...sections].join('\n\n')}\n`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}
