import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/adapters/user-error.ts';

describe('a user error', () => {
  it('is an Error with its message and its cause', () => {
    const cause = new Error('below');
    const error = new UserError({ code: 'file-missing', message: 'There is no file', fix: 'Check the path', cause });
    expect(error).toBeInstanceOf(Error);
    expect(error.message).toBe('There is no file');
    expect(error.cause).toBe(cause);
  });

  it('prints as JSON with the places that are known and no others', () => {
    const place = { file: 'a.csv', line: 3, column: 2, field: 'price' };
    const error = new UserError({ code: 'bad-line', message: 'Not a number', fix: 'Mend it', ...place });
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      code: 'bad-line',
      message: 'Not a number',
      ...place,
      fix: 'Mend it',
    });
    const bare = new UserError({ code: 'x', message: 'y', fix: 'z' });
    expect(Object.keys(bare.toJSON())).toEqual(['code', 'message', 'fix']);
  });
});
