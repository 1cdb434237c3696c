// A text for a log or a report goes in; the same text without any secret that this process knows comes out.

import { HIDDEN, seenSecrets } from './secret.ts';

/** Longest first, so that a secret that contains another one leaves no rest of itself. */
function variants(): readonly string[] {
  const all = new Set<string>();
  for (const value of seenSecrets()) for (const variant of variantsOf(value)) all.add(variant);
  return [...all].sort((a, b) => b.length - a.length);
}

/** The forms in which a text travels: as it is, inside JSON, in an address, as base64 and hexadecimal of its UTF-8 or UTF-16. */
function variantsOf(value: string): readonly string[] {
  const utf8 = Buffer.from(value, 'utf8');
  const utf16 = Buffer.from(value, 'utf16le');
  return [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
    ...[utf8, utf16].flatMap((bytes) => [withoutPadding(bytes.toString('base64')), bytes.toString('hex')]),
  ];
}

function withoutPadding(base64: string): string {
  return base64.replace(/=+$/, '');
}

/** Text from outside (the vendor's messages, errors of the system) goes through here before it is written anywhere. */
export function redact(text: string): string {
  let result = text;
  for (const variant of variants()) result = result.replaceAll(variant, HIDDEN);
  return result;
}
