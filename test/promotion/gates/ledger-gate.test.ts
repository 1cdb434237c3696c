// A promotion is told of every trial behind the choice, and of a ledger that lost some, whichever way it did.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordTrial, recordTrials } from '../../../src/adapters/ledger/record-trial.ts';
import { ledgerGate, type RecordedValidation } from '../../../src/promotion/gates/ledger-gate.ts';
import { parseReleaseManifest } from '../../../src/promotion/release/release-manifest.ts';
import { killedRuns } from '../../../src/research/trials/killed-runs.ts';
import { aTrial } from '../../adapters/ledger/a-trial.ts';
import { TempHome } from '../support/sample-release.ts';

let temp: TempHome;
beforeEach(() => {
  temp = new TempHome();
});
afterEach(() => temp.remove());

const ledgerFile = (): string => join(temp.home, 'runs', 'ledger.jsonl');
const validation = (seed = 1): RecordedValidation => {
  const trial = aTrial({ kind: 'validation', seed });
  return { trial, entry: recordTrial(temp.home, trial) };
};

describe('the gate of the ledger', () => {
  it('counts the trials of the strategy and of others on the days, once each, and anchors the newest that counts', () => {
    recordTrials(temp.home, [aTrial({ seed: 3 }), aTrial({ strategy: 'another' }), aTrial({ seed: 1 })]);
    const first = ledgerGate(temp.home, validation());
    expect(first.gate).toMatchObject({ id: 'ledger', passed: true, value: 2 });
    expect(first.gate.reason).toBe(
      '2 trials of wdo-regime on days of the validation, and 1 of other strategies: all are in the ledger',
    );
    expect(first.anchor.seq).toBe(3);
    expect(first.newest.seq).toBe(4);
    // the same promotion again makes the same release; that the ledger went on stands beside it
    const { gate, anchor, newest } = ledgerGate(temp.home, validation());
    expect([gate, anchor, newest.seq]).toEqual([first.gate, first.anchor, 5]);
    expect(ledgerGate(temp.home, validation(9)).anchor.seq).toBe(6);
    expect(ledgerGate(temp.home, validation()).gate).toMatchObject({ value: 3 });
  });

  it('takes the validation itself as a trial where nothing was tried before', () => {
    const { gate, anchor } = ledgerGate(temp.home, validation());
    expect(gate).toMatchObject({ passed: true, value: 1 });
    expect(anchor.seq).toBe(1);
  });

  it('fails where the chain was changed, and names the line', () => {
    recordTrials(temp.home, [aTrial({ seed: 3 }), aTrial({ seed: 4 })]);
    const made = validation();
    writeFileSync(ledgerFile(), readFileSync(ledgerFile(), 'utf8').replace('-50000', '50000'));
    const { gate } = ledgerGate(temp.home, made);
    expect(gate).toMatchObject({ passed: false, value: null });
    expect(gate.reason).toBe('The ledger of trials is not whole: line 1: it is not an entry as it was written');
  });

  it('fails where an earlier release knew entries that are gone, though the ledger that is there is whole', () => {
    recordTrials(temp.home, [aTrial({ seed: 3 }), aTrial({ seed: 4 }), aTrial({ seed: 5 })]);
    const { seq, head } = ledgerGate(temp.home, validation()).anchor;
    const { id } = temp.build(undefined, { ledger: { seq, head } });
    expect(ledgerGate(temp.home, validation()).gate.passed).toBe(true);
    rmSync(join(temp.home, 'runs'), { recursive: true });
    const { gate } = ledgerGate(temp.home, validation());
    expect(gate.passed).toBe(false);
    expect(gate.reason).toContain(`the release sample ${id.slice(0, 12)} was made when it had entry 4`);
    expect(ledgerGate(temp.home, validation()).gate).toMatchObject({ passed: false });
  });

  it('fails where a run was recorded in a ledger that is another now', () => {
    const { entry } = validation();
    const run = join(temp.home, 'runs', '20270301T120000Z-backtest-wdo-regime-abcdef');
    mkdirSync(run);
    writeFileSync(join(run, 'run.json'), JSON.stringify({ trial: entry }));
    expect(ledgerGate(temp.home, validation()).gate.passed).toBe(true);
    rmSync(ledgerFile());
    rmSync(join(temp.home, 'runs', 'ledger'), { recursive: true });
    const { gate } = ledgerGate(temp.home, validation());
    expect(gate).toMatchObject({ passed: false });
    expect(gate.reason).toContain('the run 20270301T120000Z-backtest-wdo-regime-abcdef was recorded as entry 1');
  });

  it('tells of backtests that were ended by force, whose journals are there and whose entries are not', () => {
    const made = validation();
    const put = (name: string, info: object): void => {
      mkdirSync(join(temp.home, 'runs', name));
      writeFileSync(join(temp.home, 'runs', name, 'run.json'), JSON.stringify(info));
    };
    const gone = spawnSync(process.execPath, ['--version']).pid;
    put('killed', { mode: 'backtest', pid: gone, finishedAtUtc: null });
    put('under-way', { mode: 'backtest', pid: process.pid, finishedAtUtc: null });
    put('live', { mode: 'live', pid: gone, finishedAtUtc: null });
    put('ended', { mode: 'backtest', pid: gone, finishedAtUtc: '2027-03-01T12:00:00.000Z' });
    expect(killedRuns(temp.home)).toEqual(['killed']);
    const { gate } = ledgerGate(temp.home, made);
    expect(gate).toMatchObject({ passed: true, value: 1 });
    expect(gate.reason).toContain('; 1 more of this home, ended by force, are not (qt trials verify)');
  });

  it('fails where the validation is in another ledger', () => {
    const other = new TempHome();
    const made = { trial: aTrial(), entry: recordTrial(other.home, aTrial()) };
    validation(2);
    expect(ledgerGate(temp.home, made).gate).toMatchObject({
      passed: false,
      reason: 'The ledger of trials does not hold the validation that was just made',
    });
    other.remove();
  });
});

it('a release of before the ledger is a release all the same', () => {
  const { dir } = temp.build();
  const { ledger, ...older } = JSON.parse(readFileSync(join(dir, 'release.json'), 'utf8')) as Record<string, unknown>;
  expect(ledger).toEqual({ seq: 7, head: expect.stringMatching(/^[0-9a-f]{64}$/) });
  const parsed = parseReleaseManifest(JSON.stringify({ ...older, ledgerHead: null }), 'release.json');
  expect([parsed.ledger, parsed.ledgerHead]).toEqual([undefined, null]);
});
