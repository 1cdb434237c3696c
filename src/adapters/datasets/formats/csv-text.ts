// The texts of a column that takes few values to what each means, looked up without making strings.

const SLOTS = 256;
/** Longer texts are decoded each time. */
const MAX_LENGTH = 64;
const MAX_TEXTS = 4096;
const UTF8 = new TextDecoder('utf-8', { fatal: true });
const LATIN1 = new TextDecoder('latin1');

/** Text of a field without the spaces around it; Windows-1252 where it is no UTF-8. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  const field = bytes.subarray(start, end);
  try {
    return UTF8.decode(field).trim();
  } catch {
    return LATIN1.decode(field).trim();
  }
}

/** Remembers what texts mean, a limited number of them; undefined for a text without meaning. */
export class TextMeanings<T> {
  private readonly meaningOf: (text: string) => T | undefined;
  private readonly keys: (Uint8Array | undefined)[] = new Array(SLOTS).fill(undefined);
  private readonly values: (T | undefined)[] = new Array(SLOTS).fill(undefined);
  private readonly byText = new Map<string, T | undefined>();

  constructor(meaningOf: (text: string) => T | undefined) {
    this.meaningOf = meaningOf;
  }

  ofBytes(bytes: Uint8Array, start: number, end: number): T | undefined {
    const length = end - start;
    if (length > MAX_LENGTH) return this.meaningOf(textOf(bytes, start, end));
    let hash = length;
    for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + bytes[at]!) | 0;
    const slot = (hash ^ (hash >>> 8) ^ (hash >>> 16)) & (SLOTS - 1);
    const key = this.keys[slot];
    let same = key !== undefined && key.length === length;
    for (let at = 0; same && at < length; at++) same = key![at] === bytes[start + at];
    if (same) return this.values[slot];
    const value = this.meaningOf(textOf(bytes, start, end));
    this.keys[slot] = bytes.slice(start, end);
    this.values[slot] = value;
    return value;
  }

  ofText(text: string): T | undefined {
    const known = this.byText.get(text);
    if (known !== undefined || this.byText.has(text)) return known;
    if (this.byText.size >= MAX_TEXTS) this.byText.clear();
    const value = this.meaningOf(text.trim());
    this.byText.set(text, value);
    return value;
  }
}

/** The meanings that lists of texts have; undefined for texts in no list. */
export function listedMeanings<T>(lists: readonly (readonly [readonly string[], T])[]): TextMeanings<T> {
  const meanings = new Map<string, T>();
  for (const [texts, meaning] of lists) for (const text of texts) meanings.set(text, meaning);
  return new TextMeanings((text) => meanings.get(text));
}
