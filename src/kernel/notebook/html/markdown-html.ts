// Markdown in; HTML of its headings, paragraphs, lists, quotes, tables and code, in which no markup of the text's own stands, out.
import { escapeHtml } from './escape-html.ts';
import { type ImageOf, inlineHtml } from './markdown-inline.ts';
import { isTableAt, tableAt } from './markdown-table.ts';

const FENCE = /^ {0,3}(`{3,}|~{3,})\s*([^`\s]*)[^`]*$/;
const HEADING = /^ {0,3}(#{1,6})(?:\s+(.*?))?(?:\s+#+)?\s*$/;
const RULE = /^ {0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$/;
const QUOTE = /^ {0,3}> ?/;
const ITEM = /^( {0,3})([-*+]|(\d{1,9})[.)])(?:( {1,4})(?=\S)|\s|$)/;
/** Of those that end a paragraph without an empty line: a line that happens to begin with a number does not. */
const INTERRUPTING_ITEM = /^ {0,3}(?:[-*+]|1[.)])\s+\S/;
const INDENTED = /^(?: {4}|\t)/;
const UNDERLINE = /^ {0,3}(=+|-+)\s*$/;

/** A piece of HTML, and the line after what it stands for. */
type Block = readonly [html: string, next: number];

export function markdownHtml(text: string, imageOf: ImageOf = () => undefined): string {
  return blocksHtml(text.replaceAll(/\r\n?/g, '\n').split('\n'), imageOf, true);
}

/** `wrapsText` false: paragraphs stand without their tags, as in the items of a short list. */
function blocksHtml(lines: readonly string[], imageOf: ImageOf, wrapsText: boolean): string {
  const parts: string[] = [];
  for (let at = 0; at < lines.length; ) {
    if (isBlank(lines[at]!)) {
      at += 1;
      continue;
    }
    const [html, next] = blockAt(lines, at, imageOf, wrapsText);
    parts.push(html);
    at = next;
  }
  return parts.join('\n');
}

function blockAt(lines: readonly string[], at: number, imageOf: ImageOf, wrapsText: boolean): Block {
  const line = lines[at]!;
  const fence = FENCE.exec(line);
  if (fence !== null) return fencedCode(lines, at, fence[1]!);
  const heading = HEADING.exec(line);
  if (heading !== null) return [headingHtml(heading[1]!.length, heading[2] ?? '', imageOf), at + 1];
  if (RULE.test(line)) return ['<hr>', at + 1];
  if (QUOTE.test(line)) return quote(lines, at, imageOf);
  if (ITEM.test(line)) return list(lines, at, imageOf);
  if (INDENTED.test(line)) return indentedCode(lines, at);
  if (isTableAt(lines, at)) return tableAt(lines, at, imageOf);
  return paragraph(lines, at, imageOf, wrapsText);
}

function fencedCode(lines: readonly string[], at: number, mark: string): Block {
  const indent = lines[at]!.search(/\S/);
  const isEnd = (line: string): boolean => {
    const trimmed = line.trim();
    return trimmed.length >= mark.length && trimmed === mark[0]!.repeat(trimmed.length);
  };
  let end = at + 1;
  while (end < lines.length && !isEnd(lines[end]!)) end += 1;
  const code = lines.slice(at + 1, end).map((line) => withoutIndent(line, indent));
  return [`<pre><code>${escapeHtml(code.join('\n'))}</code></pre>`, end + 1];
}

function indentedCode(lines: readonly string[], at: number): Block {
  let end = at;
  while (end < lines.length && (INDENTED.test(lines[end]!) || isBlank(lines[end]!))) end += 1;
  const code = lines.slice(at, end).map((line) => line.replace(INDENTED, ''));
  return [`<pre><code>${escapeHtml(code.join('\n').trimEnd())}</code></pre>`, end];
}

function quote(lines: readonly string[], at: number, imageOf: ImageOf): Block {
  let end = at;
  while (end < lines.length && (QUOTE.test(lines[end]!) || (end > at && isContinued(lines[end]!)))) end += 1;
  const inner = lines.slice(at, end).map((line) => line.replace(QUOTE, ''));
  return [`<blockquote>\n${blocksHtml(inner, imageOf, true)}\n</blockquote>`, end];
}

function list(lines: readonly string[], at: number, imageOf: ImageOf): Block {
  const [, , mark = '', first] = ITEM.exec(lines[at]!)!;
  const kind = mark.at(-1)!;
  const items: (readonly string[])[] = [];
  let isLoose = false;
  let next = at;
  for (;;) {
    const begin = ITEM.exec(lines[next] ?? '');
    if (begin === null || begin[2]!.at(-1) !== kind || RULE.test(lines[next]!)) break;
    const [item, after] = itemAt(lines, next, begin);
    items.push(item);
    const following = after + blanksAt(lines, after);
    const goesOn = ITEM.exec(lines[following] ?? '')?.[2]?.at(-1) === kind;
    isLoose ||= (goesOn && following > after) || item.some((line, i) => isBlank(line) && !isBlank(item[i + 1] ?? ''));
    next = goesOn ? following : after;
  }
  const html = items.map((item) => `<li>${blocksHtml(checkbox(item), imageOf, isLoose)}</li>`).join('\n');
  if (first === undefined) return [`<ul>\n${html}\n</ul>`, next];
  const start = Number(first) === 1 ? '' : ` start="${Number(first)}"`;
  return [`<ol${start}>\n${html}\n</ol>`, next];
}

/** Its lines without what indents them, and the line after them. */
function itemAt(
  lines: readonly string[],
  at: number,
  [whole, before = '', mark = '', , gap = ' ']: RegExpExecArray,
): readonly [readonly string[], number] {
  const indent = before.length + mark.length + gap.length;
  const belongs = (line: string): boolean => {
    const own = line.search(/\S/);
    // an item a little further in than this one is meant as one of its own
    return own >= indent || (own >= 2 && own > before.length && ITEM.test(line));
  };
  const item = [lines[at]!.slice(whole.length)];
  let next = at + 1;
  for (; next < lines.length; next++) {
    const line = lines[next]!;
    const isMore = isBlank(line)
      ? belongs(lines[next + blanksAt(lines, next)] ?? '')
      : belongs(line) || (isContinued(line) && !ITEM.test(line) && !isBlank(item.at(-1)!));
    if (!isMore) break;
    item.push(withoutIndent(line, indent));
  }
  return [item, next];
}

function checkbox([first = '', ...rest]: readonly string[]): readonly string[] {
  const box = /^\[([ xX])\] /.exec(first);
  return box === null ? [first, ...rest] : [`${box[1] === ' ' ? '☐' : '☑'} ${first.slice(4)}`, ...rest];
}

function paragraph(lines: readonly string[], at: number, imageOf: ImageOf, wrapsText: boolean): Block {
  let end = at + 1;
  while (end < lines.length && isContinued(lines[end]!) && !UNDERLINE.test(lines[end]!)) end += 1;
  const text = lines
    .slice(at, end)
    .map((line) => line.trimStart())
    .join('\n')
    .trimEnd();
  const underline = UNDERLINE.exec(lines[end] ?? '')?.[1];
  if (underline !== undefined) return [headingHtml(underline.startsWith('=') ? 1 : 2, text, imageOf), end + 1];
  const html = inlineHtml(text, imageOf);
  return [wrapsText ? `<p>${html}</p>` : html, end];
}

function headingHtml(level: number, text: string, imageOf: ImageOf): string {
  return `<h${level}>${inlineHtml(text, imageOf)}</h${level}>`;
}

/** More of a paragraph, and not the begin of something else. */
function isContinued(line: string): boolean {
  if (isBlank(line)) return false;
  return ![FENCE, HEADING, RULE, QUOTE, INTERRUPTING_ITEM].some((pattern) => pattern.test(line));
}

function isBlank(line: string): boolean {
  return line.trim() === '';
}

function blanksAt(lines: readonly string[], at: number): number {
  let count = 0;
  while (at + count < lines.length && isBlank(lines[at + count]!)) count += 1;
  return count;
}

function withoutIndent(line: string, indent: number): string {
  const own = line.search(/\S/);
  return line.slice(own < 0 ? line.length : Math.min(own, indent));
}
