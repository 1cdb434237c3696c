// Trades by day in an entry: kept where they are known, not asked of earlier entries, and no part of what makes two trials the same.
import { describe, expect, it } from 'vitest';
import { recordTrial, recordTrials } from '../../../src/adapters/ledger/record-trial.ts';
import type { Trial } from '../../../src/adapters/ledger/trial.ts';
import { verifiedLedger } from '../../../src/adapters/ledger/verify-ledger.ts';
import { countedTrials } from '../../../src/research/trials/counted-trials.ts';
import { temporaryFolder } from '../../cli/support/qt.ts';
import { aTrial, DAYS } from './a-trial.ts';

function withDaily(daily: Trial['result']['daily']): Trial {
  const trial = aTrial();
  return { ...trial, result: { ...trial.result, daily } };
}

describe('trades by day', () => {
  const netE4 = [100_000, -50_000, 0];

  it('stand in the entry, and the same trial without them is its repetition', () => {
    const home = temporaryFolder('trades-by-day');
    recordTrials(home, [withDaily({ days: DAYS, netE4 }), withDaily({ days: DAYS, netE4, trades: [2, 1, 0] })]);
    const { entries, fault } = verifiedLedger(home);
    expect(fault).toBeUndefined();
    expect(entries.map(({ trial }) => trial.result.daily!.trades)).toEqual([undefined, [2, 1, 0]]);
    expect(countedTrials(entries).map(({ standing }) => standing)).toEqual([
      { kind: 'counted' },
      { kind: 'repetition', of: 1 },
    ]);
  });

  it('are refused where a day lacks them, or where they are no numbers of trades', () => {
    const home = temporaryFolder('trades-by-day');
    for (const trades of [
      [1, 2],
      [1, 2, 3, 4],
      [1, -1, 0],
      [0.5, 1, 1],
    ]) {
      expect(() => recordTrial(home, withDaily({ days: DAYS, netE4, trades }))).toThrow(/A trial cannot be recorded/);
    }
    expect(verifiedLedger(home).entries).toEqual([]);
  });
});
