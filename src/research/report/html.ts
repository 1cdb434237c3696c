// Takes text and pieces of a page; gives markup in which every text is escaped, so that no name or reason can become a tag.

/** Markup made by `html`; anything else put into a page is text. */
export interface Html {
  readonly markup: string;
}

type Content = string | number | Html | readonly Html[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

// Not allowed in a page, with or without escapes; tab and line feed are.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Text for an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(CONTROLS, '\ufffd')
    .replaceAll(/[&<>"']/g, (character) => ESCAPES[character]!);
}

function markupOf(content: Content): string {
  if (typeof content === 'number') return String(content);
  if (typeof content === 'string') return escapeHtml(content);
  return 'markup' in content ? content.markup : content.map((piece) => piece.markup).join('');
}

/** Template of a page: what is put in is escaped unless it is Html itself. */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Html {
  return { markup: parts.map((part, i) => (i === 0 ? part : markupOf(contents[i - 1]!) + part)).join('') };
}

/** A data block: JSON in which `<` cannot end the script element or open a comment. */
export function jsonBlock(id: string, value: unknown): Html {
  const json = JSON.stringify(value).replaceAll('<', '\\u003c');
  return { markup: `<script type="application/json" id="${escapeHtml(id)}">${json}</script>` };
}
