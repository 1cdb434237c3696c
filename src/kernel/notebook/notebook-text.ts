// A notebook in; the text of its file, with the same form, line for line, as Jupyter writes it, out.
import { joined, type Notebook, type NotebookCell, type Output } from './notebook-file.ts';

/** Where Jupyter splits texts into lines. */
const ENDS = `\\n\\r\\v\\f${String.fromCharCode(0x1c, 0x1d, 0x1e, 0x85, 0x2028, 0x2029)}`;
const LINE = new RegExp(`[^${ENDS}]*(?:\\r\\n|[${ENDS}])|[^${ENDS}]+$`, 'g');

/** MIME types of text that begin otherwise than text ones. */
const SPLIT: ReadonlySet<string> = new Set(['application/javascript', 'image/svg+xml']);

export function notebookText(notebook: Notebook): string {
  return `${sortedJson({ ...notebook, cells: notebook.cells.map(cellForm) }, '')}\n`;
}

function cellForm(cell: NotebookCell): object {
  const { source, outputs } = cell;
  const form = { ...cell, source: linesOf(joined(source)) };
  return outputs === undefined ? form : { ...form, outputs: outputs.map(outputForm) };
}

function outputForm(output: Output): object {
  const { output_type: type, text, data } = output as Output & { readonly text?: unknown; readonly data?: unknown };
  if (type === 'stream') return isText(text) ? { ...output, text: linesOf(joined(text)) } : output;
  if (typeof data !== 'object' || data === null) return output;
  const split = Object.entries(data).map(([mime, value]: [string, unknown]) => {
    const isLines = typeof value === 'string' && (mime.startsWith('text/') || SPLIT.has(mime));
    return [mime, isLines ? linesOf(value) : value];
  });
  return { ...output, data: Object.fromEntries(split) };
}

function isText(value: unknown): value is string | readonly string[] {
  return typeof value === 'string' || (Array.isArray(value) && value.every((line) => typeof line === 'string'));
}

function linesOf(text: string): readonly string[] {
  return text.match(LINE) ?? [];
}

/** Keys in order, one space for each level. */
function sortedJson(value: unknown, indent: string): string {
  const inner = `${indent} `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((each) => inner + sortedJson(each ?? null, inner)).join(',\n')}\n${indent}]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  if (entries.length === 0) return '{}';
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  const fields = entries.map(([key, each]) => `${inner}${JSON.stringify(key)}: ${sortedJson(each, inner)}`);
  return `{\n${fields.join(',\n')}\n${indent}}`;
}
