// The bytes of a word in UTF-8 or Windows-1252 to the word in small letters without accents, by which words are compared.

const UTF8 = new TextDecoder('utf-8', { fatal: true });
const WINDOWS_1252 = new TextDecoder('windows-1252');
const ACCENTS = /\p{M}/gu;

/** Windows-1252 exports are no valid UTF-8 wherever they have an accent. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    return WINDOWS_1252.decode(bytes);
  }
}

/** `Leilão` and ` LEILAO ` are both `leilao`. */
export function plainWord(text: string): string {
  return text.normalize('NFD').replace(ACCENTS, '').trim().toLowerCase();
}
