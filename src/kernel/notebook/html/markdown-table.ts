// Lines of Markdown that are a table in; its HTML out.
import { type ImageOf, inlineHtml } from './markdown-inline.ts';

const SEPARATOR = /^ {0,3}\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;

export function isTableAt(lines: readonly string[], at: number): boolean {
  const [head = '', separator = ''] = lines.slice(at, at + 2);
  return head.includes('|') && SEPARATOR.test(separator) && cellsOf(head).length === cellsOf(separator).length;
}

/** Its HTML, and the line after it. */
export function tableAt(lines: readonly string[], at: number, imageOf: ImageOf): readonly [string, number] {
  const alignments = cellsOf(lines[at + 1]!).map(alignmentOf);
  let end = at + 2;
  while (end < lines.length && lines[end]!.includes('|')) end += 1;
  const row = (line: string, tag: 'th' | 'td'): string => {
    const cells = cellsOf(line);
    const html = alignments.map(
      (align, column) => `<${tag}${align}>${inlineHtml(cells[column] ?? '', imageOf)}</${tag}>`,
    );
    return `<tr>${html.join('')}</tr>`;
  };
  const body = lines.slice(at + 2, end).map((line) => row(line, 'td'));
  return [`<table>\n<thead>${row(lines[at]!, 'th')}</thead>\n<tbody>${body.join('\n')}</tbody>\n</table>`, end];
}

/** Bars behind a backslash divide no cells. */
function cellsOf(line: string): readonly string[] {
  const inner = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
}

function alignmentOf(cell: string): string {
  const [isLeft, isRight] = [cell.startsWith(':'), cell.endsWith(':')];
  if (!isRight) return isLeft ? ' style="text-align:left"' : '';
  return ` style="text-align:${isLeft ? 'center' : 'right'}"`;
}
