import { expect, it } from 'vitest';
import { WARNINGS_MAX, warningText } from '../../../src/kernel/language/warning-text.ts';

const error = (line: number, message = 'no') => ({ line, column: 5, message, code: 2322 });

it('is a line for each error, with the reasons below it', () => {
  expect(warningText([error(2), error(3, 'why\n  because\n    of\n      that')])).toBe(
    'Type warning, line 2, column 5: no (TS2322)\nType warning, line 3, column 5: why (TS2322)\n    because\n      of\n',
  );
  expect(warningText([])).toBe('');
});

it('tells a handful, and how many more there are', () => {
  const errors = Array.from({ length: WARNINGS_MAX + 7 }, (_, k) => error(k));
  const lines = warningText(errors).split('\n');
  expect([lines.length, lines.at(-2)]).toEqual([WARNINGS_MAX + 2, 'and 7 more']);
});
