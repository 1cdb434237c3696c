import { describe, expect, it } from 'vitest';
import { JsonScanner, type JsonToken } from '../../../../src/adapters/datasets/text/json-scanner.ts';

function tokens(text: string): readonly (readonly [JsonToken, string, number, number])[] {
  const scanner = new JsonScanner('a.json', new TextEncoder().encode(text));
  const all: (readonly [JsonToken, string, number, number])[] = [];
  for (let token = scanner.next(); token !== 'end'; token = scanner.next()) {
    all.push([token, token.length === 1 ? token : scanner.text, scanner.line, scanner.column]);
  }
  return all;
}

describe('JSON tokens', () => {
  it('carry the line and column they begin at', () => {
    expect(tokens('{"a":\r\n  [-1.5e3, null],\n\t"b\\n\\u0041": true}')).toEqual([
      ['{', '{', 1, 1],
      ['string', 'a', 1, 2],
      [':', ':', 1, 5],
      ['[', '[', 2, 3],
      ['number', '-1.5e3', 2, 4],
      [',', ',', 2, 10],
      ['word', 'null', 2, 12],
      [']', ']', 2, 16],
      [',', ',', 2, 17],
      ['string', 'b\nA', 3, 2],
      [':', ':', 3, 13],
      ['word', 'true', 3, 15],
      ['}', '}', 3, 19],
    ]);
  });

  it.each([
    ['{"a', 'no closing quote', 1, 2],
    ['\n "a\\x"', 'written wrongly', 2, 2],
    ['[01]', '"01" is no value', 1, 2],
    ['1.', '"1." is no value', 1, 1],
    ['nul', '"nul" is no value', 1, 1],
  ])('refuses %j', (text, why, line, column) => {
    expect(() => tokens(text)).toThrow(
      expect.objectContaining({ code: 'wrong-format', line, column, message: expect.stringContaining(why) }),
    );
  });
});
