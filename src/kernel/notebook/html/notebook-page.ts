// A notebook with its outputs in; one HTML page, which needs no network, out.
import { readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { joined, type Notebook, type NotebookCell } from '../notebook-file.ts';
import { escapeHtml } from './escape-html.ts';
import { markdownHtml } from './markdown-html.ts';
import type { ImageOf } from './markdown-inline.ts';
import { outputHtml } from './output-html.ts';
import { PAGE_STYLE } from './page-style.ts';

/** Scripts of figures run, and nothing is fetched from anywhere. */
const CONTENT_POLICY = [
  ...["default-src 'none'", "script-src 'unsafe-inline'", "style-src 'unsafe-inline'", 'img-src data: blob:'],
  ...['font-src data:', 'media-src data:', "base-uri 'none'", "form-action 'none'"],
].join('; ');

const IMAGES: Readonly<Record<string, string>> = {
  ...{ '.png': 'image/png', '.jpg': 'image/jpeg', '.jpeg': 'image/jpeg', '.gif': 'image/gif' },
  ...{ '.svg': 'image/svg+xml', '.webp': 'image/webp' },
};
const IMAGE_BYTES_MAX = 5_000_000;

export interface PageOptions {
  readonly title: string;
  /** Of the notebook: pictures that its text names are found from there. */
  readonly folder: string;
}

/** The same notebook gives the same page. */
export function notebookPage(notebook: Notebook, { title, folder }: PageOptions): string {
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${escapeHtml(CONTENT_POLICY)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${PAGE_STYLE}</style></head>`,
    '<body><main>',
    ...notebook.cells.map((cell) => cellHtml(cell, folder)),
    '</main></body></html>\n',
  ].join('\n');
}

function cellHtml(cell: NotebookCell, folder: string): string {
  const source = joined(cell.source);
  if (cell.cell_type === 'markdown') {
    return `<section class="markdown">${markdownHtml(source, imagesOf(cell, folder))}</section>`;
  }
  if (cell.cell_type !== 'code') return `<section class="raw"><pre>${escapeHtml(source)}</pre></section>`;
  const { outputs = [], execution_count: count } = cell;
  const shown = outputs.map((output) => `<div class="output">${outputHtml(output)}</div>`);
  return [
    '<section class="code">',
    `<div class="prompt">[${typeof count === 'number' ? count : ' '}]</div>`,
    `<pre class="source"><code>${escapeHtml(source)}</code></pre>`,
    ...shown,
    '</section>',
  ].join('\n');
}

/** Pictures that the cell carries, and files beside the notebook. */
function imagesOf({ attachments = {} }: NotebookCell, folder: string): ImageOf {
  return (source) => {
    const name = /^attachment:(.*)$/.exec(source)?.[1];
    if (name !== undefined) {
      const [mime, data] = Object.entries(attachments[name] ?? attachments[decoded(name)] ?? {})[0] ?? [];
      return typeof data === 'string' && mime?.startsWith('image/') ? `data:${mime};base64,${data.trim()}` : undefined;
    }
    const mime = IMAGES[extname(source).toLowerCase()];
    if (mime === undefined || /^[a-z][a-z\d+.-]*:|^[/\\]/i.test(source)) return undefined;
    const path = join(folder, decoded(source));
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isFile() !== true || found.size > IMAGE_BYTES_MAX) return undefined;
    return `data:${mime};base64,${readFileSync(path).toString('base64')}`;
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
