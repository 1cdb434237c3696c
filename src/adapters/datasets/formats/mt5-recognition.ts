// The beginning of a file to how sure it is that MetaTrader 5 exported it, as bars or as ticks.

import type { FileHead, Recognition } from '../importing/import-format.ts';

const DATE = /^\d{4}[.-]\d{2}[.-]\d{2}$/;

/** `needed` are the columns without which it is no such export, `strange` those that an export of the other kind has. */
export function recogniseMt5(
  head: FileHead,
  needed: readonly string[],
  strange: readonly string[],
): Recognition | undefined {
  const first = (head.lines[0] ?? '').trim();
  const delimiter = first.includes('\t') ? '\t' : ',';
  const cells = first.split(delimiter);
  const names = cells.map((cell) => cell.replace(/^<|>$/g, '').trim());
  if (!needed.every((name) => names.includes(name)) || strange.some((name) => names.includes(name))) return undefined;
  const bracketed = cells.every((cell) => /^<.*>$/.test(cell.trim()));
  const second = head.lines[1] ?? '';
  const dated = second === '' || DATE.test((second.split(delimiter)[names.indexOf('DATE')] ?? '').trim());
  const confidence = (bracketed ? 0.99 : 0.8) - (dated ? 0 : 0.2);
  const separated = delimiter === '\t' ? 'tab' : 'comma';
  const shown = needed.map((name) => (bracketed ? `<${name}>` : name)).join(', ');
  return { confidence, why: `the header names ${shown}, ${separated} separated` };
}
