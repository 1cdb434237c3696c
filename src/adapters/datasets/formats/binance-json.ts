// The text of a message and what JSON made of it; what JSON has passed over in silence, a field named twice or a number rounded, out.

const QUOTE = '"';
const BACKSLASH = 92;
const COLON = 58;
const POINT = 46;
const LETTER_E = 101;
const ZERO = 48;
const NINE = 57;

/** In words for what the text must be; undefined where the value says the same as the text, which JSON has taken. */
export function lostInJson(json: string, value: unknown): string | undefined {
  let names = 0;
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (json[at] === QUOTE) at = closingQuote(json, at);
    else if (code === COLON) names++;
    // numbers of messages count things; decimal ones stand in quotes
    else if (code === POINT || ((code | 32) === LETTER_E && isDigit(json.charCodeAt(at - 1)))) {
      return 'a message whose numbers without quotes are written as whole ones';
    }
  }
  return names === namesIn(value) ? undefined : 'a message that names each field once';
}

/** Of a text that begins at `start`; a quote behind a backslash is part of it. */
function closingQuote(json: string, start: number): number {
  let at = json.indexOf(QUOTE, start + 1);
  for (;;) {
    let before = at;
    while (json.charCodeAt(before - 1) === BACKSLASH) before--;
    if ((at - before) % 2 === 0) return at;
    at = json.indexOf(QUOTE, at + 1);
  }
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

/** Fields of all objects in a value, however deep they lie. */
function namesIn(value: unknown): number {
  let names = 0;
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null) continue;
    const values: readonly unknown[] = Array.isArray(next) ? next : Object.values(next);
    if (!Array.isArray(next)) names += values.length;
    for (const each of values) if (typeof each === 'object') open.push(each);
  }
  return names;
}
