// Positions in code, between the protocol's count of Unicode code points and JavaScript's count of UTF-16 units.

/** The UTF-16 index of the character after `codePoints` characters; the end of the text when it has fewer. */
export function utf16Index(text: string, codePoints: number): number {
  let index = 0;
  for (let count = 0; count < codePoints && index < text.length; count++) index += isPair(text, index) ? 2 : 1;
  return index;
}

/** How many characters begin before this UTF-16 index. */
export function codePointCount(text: string, index: number): number {
  let count = 0;
  const end = Math.min(index, text.length);
  for (let at = 0; at < end; at += isPair(text, at) ? 2 : 1) count += 1;
  return count;
}

function isPair(text: string, index: number): boolean {
  return text.codePointAt(index)! > 0xffff;
}
