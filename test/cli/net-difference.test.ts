// Positions as the host shows them in several looks; a difference to the broker that lasts is told, one that passes is not.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { differencesOf, lastingDifferences } from '../../src/cli/net-difference.ts';

const ACCOUNT = '32003:10001-7';
const home = mkdtempSync(join(tmpdir(), 'net-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

type Accounts = Parameters<typeof differencesOf>[0];

function held(...nets: readonly [number, number | undefined][]): Accounts {
  const positions = nets.map(([net, accountNet], index) => {
    return { strategyId: `s${index}`, ticker: 'WDOV26', net, accountNet, closing: undefined };
  });
  return [{ account: ACCOUNT, positions }];
}

describe('our count and that of the broker', () => {
  it('are compared over all strategies of an account, and not where the broker has told nothing', () => {
    expect(differencesOf(held([1, 3], [2, 3]))).toEqual([]);
    expect(differencesOf(held([1, undefined]))).toEqual([]);
    expect(differencesOf(held([0, 1]))).toEqual([{ account: ACCOUNT, ticker: 'WDOV26', ours: 0, broker: 1 }]);
  });

  it('differ where they stay apart, not while a fill is on its way', async () => {
    const closed = held([1, 0]);
    const lasting = await lastingDifferences(home, closed, () => Promise.resolve(closed));
    expect(lasting).toEqual([{ account: ACCOUNT, ticker: 'WDOV26', ours: 1, broker: 0 }]);
    const looks = [held([1, 1])];
    expect(await lastingDifferences(home, closed, () => Promise.resolve(looks.shift() ?? closed))).toEqual([]);
  });
});
