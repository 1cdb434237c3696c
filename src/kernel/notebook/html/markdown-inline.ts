// The text of one paragraph in Markdown in; HTML, in which no markup of the text's own stands, out.
import { escapeHtml } from './escape-html.ts';

/** The content of a picture as a data URL; undefined where it is not at hand. */
export type ImageOf = (source: string) => string | undefined;

interface Rule {
  /** Sticky. */
  readonly pattern: RegExp;
  readonly html: (match: RegExpExecArray, imageOf: ImageOf) => string;
}

const DESTINATION = String.raw`<?([^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*)>?(?:\s+["'(]([^"')]*)["')])?\s*`;

const wrapped = (tag: string): Rule['html'] => {
  return ([, text = ''], imageOf) => `<${tag}>${inlineHtml(text, imageOf)}</${tag}>`;
};

/** The first that fits is taken. */
const RULES: readonly Rule[] = [
  { pattern: /\\\n/y, html: () => '<br>\n' },
  { pattern: /\\([!-/:-@[-`{-~])/y, html: ([, mark = '']) => escapeHtml(mark) },
  {
    pattern: /(?<!`)(`+)(?!`)([\s\S]*?[^`])\1(?!`)/y,
    html: ([, , code = '']) => `<code>${escapeHtml(codeText(code))}</code>`,
  },
  { pattern: /\$\$[\s\S]+?\$\$|\$(?=\S)[^$\n]*[^\s$]\$(?!\d)/y, html: ([formula]) => escapeHtml(formula) },
  {
    pattern: /<((?:https?:\/\/|mailto:)[^\s<>]+)>/y,
    html: ([, url = '']) => linkHtml(url, escapeHtml(url), undefined),
  },
  {
    pattern: new RegExp(String.raw`!\[([^\]]*)\]\(\s*${DESTINATION}\)`, 'y'),
    html: ([, alt = '', source = '', title], imageOf) => imageHtml(alt, source, title, imageOf),
  },
  {
    pattern: new RegExp(String.raw`\[((?:[^[\]]|!?\[[^\]]*\](?:\([^()]*\))?)*)\]\(\s*${DESTINATION}\)`, 'y'),
    html: ([, text = '', url = '', title], imageOf) => linkHtml(url, inlineHtml(text, imageOf), title),
  },
  {
    pattern: /(?<![\w/])https?:\/\/[^\s<>]*[^\s<>.,:;!?'")\]*_]/y,
    html: ([url]) => linkHtml(url, escapeHtml(url), undefined),
  },
  {
    pattern: /\*\*\*(?=\S)([\s\S]*?[^\s*])\*\*\*(?!\*)/y,
    html: ([, text = ''], imageOf) => `<strong><em>${inlineHtml(text, imageOf)}</em></strong>`,
  },
  { pattern: /\*\*(?=[^\s*])([\s\S]*?\S)\*\*(?!\*(?!\*))/y, html: wrapped('strong') },
  { pattern: /(?<!\w)__(?=[^\s_])([\s\S]*?\S)__(?!\w)/y, html: wrapped('strong') },
  {
    pattern: /\*(?=[^\s*])((?:[^*]|\*\*[^*]+\*\*)*?[^\s*]|(?:[^*]|\*\*[^*]+\*\*)*?\*\*)\*(?!\*)/y,
    html: wrapped('em'),
  },
  { pattern: /(?<!\w)_(?=[^\s_])([^_]*[^\s_])_(?!\w)/y, html: wrapped('em') },
  { pattern: /~~(?=\S)([\s\S]*?\S)~~/y, html: wrapped('del') },
  { pattern: /&(?:[a-z]+\d*|#\d{1,7}|#x[\da-f]{1,6});/iy, html: ([entity]) => entity },
  { pattern: / {2,}\n/y, html: () => '<br>\n' },
  { pattern: /[\p{L}\p{N}]+(?: [\p{L}\p{N}]+)*/uy, html: ([words]) => words },
];

export function inlineHtml(text: string, imageOf: ImageOf): string {
  const parts: string[] = [];
  for (let at = 0; at < text.length; ) {
    const [html, taken] = pieceAt(text, at, imageOf);
    parts.push(html);
    at += taken;
  }
  return parts.join('');
}

function pieceAt(text: string, at: number, imageOf: ImageOf): readonly [html: string, taken: number] {
  for (const { pattern, html } of RULES) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) return [html(match, imageOf), match[0].length];
  }
  const character = text[at]!;
  return [escapeHtml(character), 1];
}

function codeText(code: string): string {
  const line = code.replaceAll('\n', ' ');
  return /^ .*\S.* $/.test(line) ? line.slice(1, -1) : line;
}

function linkHtml(url: string, html: string, title: string | undefined): string {
  if (!isHarmless(url)) return html;
  return `<a href="${escapeHtml(url)}"${titleHtml(title)}>${html}</a>`;
}

function imageHtml(alt: string, source: string, title: string | undefined, imageOf: ImageOf): string {
  const data = /^data:image\/(?:png|jpeg|gif|webp|svg\+xml)[;,]/i.test(source) ? source : imageOf(source);
  if (data === undefined) return linkHtml(source, `[${escapeHtml(alt === '' ? source : alt)}]`, title);
  return `<img src="${escapeHtml(data)}" alt="${escapeHtml(alt)}"${titleHtml(title)}>`;
}

function titleHtml(title: string | undefined): string {
  return title === undefined ? '' : ` title="${escapeHtml(title)}"`;
}

/** Nothing that runs when it is followed. */
function isHarmless(url: string): boolean {
  const scheme = /^\s*([a-z][a-z\d+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  if ([...url].some((character) => character < ' ')) return false;
  return scheme === undefined || ['http', 'https', 'mailto'].includes(scheme);
}
