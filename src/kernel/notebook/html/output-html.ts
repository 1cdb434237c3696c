// One output of a cell in; the HTML that shows it, in the richest of its forms, out.
import { joined, type Output } from '../notebook-file.ts';
import { ansiHtml } from './ansi-html.ts';
import { escapeHtml } from './escape-html.ts';
import { markdownHtml } from './markdown-html.ts';

type Text = string | readonly string[];

/** From the richest on. What HTML a cell displays is taken as it is: it is the notebook's own, with its scripts. */
const FORMS: readonly (readonly [mime: string, html: (value: unknown) => string])[] = [
  ['text/html', (value) => textOf(value)],
  ['image/svg+xml', (value) => imageHtml('image/svg+xml', Buffer.from(textOf(value)).toString('base64'))],
  ['image/png', (value) => imageHtml('image/png', textOf(value))],
  ['image/jpeg', (value) => imageHtml('image/jpeg', textOf(value))],
  ['image/gif', (value) => imageHtml('image/gif', textOf(value))],
  ['text/markdown', (value) => markdownHtml(textOf(value))],
  ['text/latex', (value) => preHtml(escapeHtml(textOf(value)))],
  ['application/json', (value) => preHtml(escapeHtml(JSON.stringify(value, null, 2)))],
  ['text/plain', (value) => preHtml(ansiHtml(textOf(value)))],
];

export function outputHtml(output: Output): string {
  switch (output.output_type) {
    case 'stream':
      return `<pre class="stream ${output.name === 'stderr' ? 'stderr' : 'stdout'}">${ansiHtml(textOf(output.text))}</pre>`;
    case 'error': {
      const traceback = Array.isArray(output.traceback) ? output.traceback.join('\n') : '';
      const text = traceback === '' ? `${output.ename}: ${output.evalue}` : traceback;
      return `<pre class="error">${ansiHtml(text)}</pre>`;
    }
    default:
      return dataHtml(output.data);
  }
}

function dataHtml(data: unknown): string {
  if (typeof data !== 'object' || data === null) return '';
  const bundle = data as Readonly<Record<string, unknown>>;
  const found = FORMS.find(([mime]) => bundle[mime] !== undefined);
  if (found === undefined)
    return preHtml(`(no form of it can be shown: ${escapeHtml(Object.keys(bundle).join(', '))})`);
  return `<div class="data">${found[1](bundle[found[0]])}</div>`;
}

function imageHtml(mime: string, base64: string): string {
  return `<img alt="output" src="data:${mime};base64,${escapeHtml(base64.replaceAll(/\s/g, ''))}">`;
}

function preHtml(html: string): string {
  return `<pre>${html}</pre>`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' || Array.isArray(value) ? joined(value as Text) : String(value ?? '');
}
