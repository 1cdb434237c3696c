// A text and the characters that surround it in; the text without them out, in one pass: a pattern would try every run within it to the end.

export function naiveTrim(text: string, characters: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && characters.includes(text[from]!)) from++;
  while (to > from && characters.includes(text[to - 1]!)) to--;
  return text.slice(from, to);
}
