// Bytes of a field that holds one of a few words to what the word means, without making strings for words seen before.

import { decodeText, plainWord } from './plain-word.ts';

interface Seen<Meaning> {
  readonly bytes: Uint8Array;
  readonly meaning: Meaning;
}

export class WordTable<Meaning> {
  private readonly words: ReadonlyMap<string, Meaning>;
  private readonly seen: Seen<Meaning>[] = [];

  /** `words` are keyed as `plainWord` writes them. */
  constructor(words: ReadonlyMap<string, Meaning>) {
    this.words = words;
  }

  /** Undefined for a word that is not in the table. */
  meaningOf(bytes: Uint8Array, start: number, end: number): Meaning | undefined {
    for (const seen of this.seen) if (isSame(seen.bytes, bytes, start, end)) return seen.meaning;
    const field = bytes.slice(start, end);
    const meaning = this.words.get(plainWord(decodeText(field)));
    // each spelling once: capitals, accents and encodings of the table's words are few
    if (meaning !== undefined && this.seen.length < SPELLINGS) this.seen.push({ bytes: field, meaning });
    return meaning;
  }
}

const SPELLINGS = 64;

function isSame(word: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (word.length !== end - start) return false;
  for (let at = start; at < end; at++) if (bytes[at] !== word[at - start]) return false;
  return true;
}
