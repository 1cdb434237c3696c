// A command of the person at this terminal in; the name that stands behind a `by` out.
import { userInfo } from 'node:os';
import { describe, expect, it, vi } from 'vitest';
import { operatorName } from '../../src/cli/operator-name.ts';

const node = vi.hoisted(() => ({ userInfo: vi.fn() }));
vi.mock('node:os', async (original) => ({ ...(await original<typeof import('node:os')>()), ...node }));

describe('the name of an operator', () => {
  const nameOf = (username: string): string => {
    vi.mocked(userInfo).mockReturnValue({ username } as ReturnType<typeof userInfo>);
    return operatorName('qt flatten --direct');
  };

  it('is the person and the way, without a second by', () => {
    expect(nameOf('ana')).toBe('ana via qt flatten --direct');
  });

  it('is printable ASCII of at most 64 characters, with the command whole', () => {
    expect(nameOf('joão')).toBe('jo?o via qt flatten --direct');
    const long = nameOf('a'.repeat(100));
    expect(long).toHaveLength(64);
    expect(long).toMatch(/^a+ via qt flatten --direct$/);
  });

  it('is there also where the system has none', () => {
    vi.mocked(userInfo).mockImplementation(() => {
      throw new Error('no such user');
    });
    expect(operatorName('qt kill')).toBe('unknown via qt kill');
  });
});
