// A text, a picture or data in one form that front ends draw in; the MIME bundle that shows it out.
import { inspect } from 'node:util';
import type { MimeBundle } from './session-events.ts';

export type ShownForm = keyof typeof FORMS;

/** By the name of the function that shows it: `display.html(text)`. */
export const FORMS = {
  html: (text: unknown) => textBundle('html', 'text/html', text, (whole) => `HTML, ${whole.length} characters`),
  markdown: (text: unknown) => textBundle('markdown', 'text/markdown', text, (whole) => whole),
  latex: (text: unknown) => textBundle('latex', 'text/latex', text, (whole) => whole),
  svg: (text: unknown) => textBundle('svg', 'image/svg+xml', text, (whole) => `SVG, ${whole.length} characters`),
  json: (value: unknown) => jsonBundle(value),
  png: (bytes: unknown) => pictureBundle('png', bytes),
  jpeg: (bytes: unknown) => pictureBundle('jpeg', bytes),
} as const satisfies Readonly<Record<string, (value: unknown) => MimeBundle>>;

function textBundle(name: string, type: string, text: unknown, plain: (whole: string) => string): MimeBundle {
  if (typeof text !== 'string') throw new TypeError(`display.${name} takes a text, not ${inspect(text, { depth: 0 })}`);
  return { 'text/plain': plain(text), [type]: text };
}

function jsonBundle(value: unknown): MimeBundle {
  const text = JSON.stringify(value);
  if (text === undefined)
    throw new TypeError(`display.json takes what JSON can hold, not ${inspect(value, { depth: 0 })}`);
  return { 'text/plain': inspect(value, { depth: 4 }), 'application/json': JSON.parse(text) as unknown };
}

function pictureBundle(kind: 'png' | 'jpeg', bytes: unknown): MimeBundle {
  if (!(bytes instanceof Uint8Array)) {
    throw new TypeError(`display.${kind} takes the bytes of a picture, not ${inspect(bytes, { depth: 0 })}`);
  }
  const base64 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
  return { 'text/plain': `${kind.toUpperCase()}, ${bytes.byteLength} bytes`, [`image/${kind}`]: base64 };
}
