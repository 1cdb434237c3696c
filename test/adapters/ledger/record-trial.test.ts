// The ledger keeps what it is given, in order, with its proof, and says what stands in its way.
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { recordTrial, recordTrials } from '../../../src/adapters/ledger/record-trial.ts';
import { repairHead } from '../../../src/adapters/ledger/repair-head.ts';
import { verifiedLedger } from '../../../src/adapters/ledger/verify-ledger.ts';
import { aTrial, DAYS } from './a-trial.ts';

const homes: string[] = [];
function newHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'qt-ledger-'));
  homes.push(home);
  return home;
}
afterEach(() => {
  for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true });
});
const ledgerOf = (home: string): string => join(home, 'runs', 'ledger.jsonl');
const headOf = (home: string): string => join(home, 'runs', 'ledger', 'head.json');

it('numbers entries and gives them back with lists and results', () => {
  const home = newHome();
  const first = recordTrial(home, aTrial());
  const [second, third] = recordTrials(home, [aTrial({ seed: 2 }), aTrial({ kind: 'sweep', labels: { point: 7 } })]);
  expect([first.seq, second!.seq, third!.seq]).toEqual([1, 2, 3]);
  const { entries, head, fault, hasTornTail } = verifiedLedger(home);
  expect(fault).toBeUndefined();
  expect(hasTornTail).toBe(false);
  expect(head).toEqual(third);
  expect(entries.map(({ previous }) => previous)).toEqual(['0'.repeat(64), first.sha256, second!.sha256]);
  expect(entries[2]!.trial.labels).toEqual({ point: 7 });
  expect(entries[0]!.trial.result.daily!.netE4).toEqual([100_000, -50_000, 0]);
  const lists = readdirSync(join(home, 'runs', 'ledger', 'lists')).map((name) =>
    readFileSync(join(home, 'runs', 'ledger', 'lists', name), 'utf8'),
  );
  // three trials share one list of parts and one of days
  expect(lists.sort()[0]).toBe(JSON.stringify(DAYS));
  expect(lists).toHaveLength(2);
});

it('knows a repetition by what was chosen and what came of it, not by what it was done for', () => {
  const home = newHome();
  recordTrials(home, [
    aTrial(),
    aTrial({ kind: 'validation', run: 'a-run', labels: { why: 'again' } }),
    aTrial({ settings: { stopPoints: 6 } }),
    aTrial({ seed: 2 }),
  ]);
  const [first, again, ...others] = verifiedLedger(home).entries.map(({ identity }) => identity);
  expect(again).toBe(first);
  expect(new Set([first, ...others]).size).toBe(3);
});

it('shares a list whatever the order of the keys in it', () => {
  const home = newHome();
  const { path, sha256 } = aTrial().data.datasets[0]!;
  const part = { refused: true, sha256, path } as const;
  const other = { path, sha256, refused: true } as const;
  for (const dataset of [part, other]) recordTrial(home, aTrial({ data: { ...aTrial().data, datasets: [dataset] } }));
  const [a, b] = verifiedLedger(home).entries;
  expect(a!.trial.data.datasets).toBe(b!.trial.data.datasets);
  expect(a!.identity).toBe(b!.identity);
});

it('cuts off what a crash left half written, and loses no whole entry', () => {
  const home = newHome();
  recordTrials(home, [aTrial(), aTrial({ seed: 2 })]);
  const whole = readFileSync(ledgerOf(home), 'utf8');
  const head = readFileSync(headOf(home));
  const next = recordTrial(home, aTrial({ seed: 3 }));
  const line = readFileSync(ledgerOf(home), 'utf8').slice(whole.length);
  for (const length of [1, 9, 200, line.length - 1]) {
    writeFileSync(ledgerOf(home), whole + line.slice(0, length));
    // after such a crash the head is still that of the entry before
    writeFileSync(headOf(home), head);
    expect(verifiedLedger(home)).toMatchObject({ hasTornTail: true, fault: undefined, head: { seq: 2 } });
    expect(recordTrial(home, aTrial({ seed: 3 })).seq).toBe(next.seq);
    expect(verifiedLedger(home)).toMatchObject({ hasTornTail: false, fault: undefined, head: { seq: 3 } });
  }
  appendFileSync(ledgerOf(home), '\0'.repeat(5000));
  expect(recordTrial(home, aTrial({ seed: 4 })).seq).toBe(4);
  expect(verifiedLedger(home).fault).toBeUndefined();
});

it('refuses to go on after an end that was changed or taken away', () => {
  const home = newHome();
  recordTrials(home, [aTrial(), aTrial({ seed: 2 }), aTrial({ seed: 3 })]);
  const text = readFileSync(ledgerOf(home), 'utf8');
  const lines = text.trimEnd().split('\n');
  const changed: readonly (readonly [string, RegExp])[] = [
    [text.replace(/"seed":3/, '"seed":4'), /last line is not an entry/],
    [`${lines.slice(0, 2).join('\n')}\n`, /it ended with entry 3 .* and does so no more/],
    ['', /it ended with entry 3/],
  ];
  for (const [content, reason] of changed) {
    writeFileSync(ledgerOf(home), content);
    expect(() => recordTrial(home, aTrial({ seed: 5 }))).toThrow(reason);
    expect(readFileSync(ledgerOf(home), 'utf8')).toBe(content);
  }
  rmSync(ledgerOf(home));
  expect(() => recordTrial(home, aTrial({ seed: 5 }))).toThrow(/it ended with entry 3/);
  writeFileSync(ledgerOf(home), text);
  expect(recordTrial(home, aTrial({ seed: 5 })).seq).toBe(4);
});

it('does not go on, and is not whole, where its head is gone or cannot be read', () => {
  const home = newHome();
  recordTrials(home, [aTrial(), aTrial({ seed: 2 }), aTrial({ seed: 3 })]);
  const lines = readFileSync(ledgerOf(home), 'utf8').trimEnd().split('\n');
  writeFileSync(ledgerOf(home), `${lines.slice(0, 2).join('\n')}\n`);
  for (const lose of [() => writeFileSync(headOf(home), ''), () => rmSync(headOf(home))]) {
    lose();
    expect(verifiedLedger(home).fault).toMatchObject({ line: undefined, reason: expect.stringContaining('head.json') });
    expect(() => recordTrial(home, aTrial({ seed: 4 }))).toThrow(
      expect.objectContaining({ code: 'ledger-broken', fix: expect.stringContaining('qt trials repair') }),
    );
  }
});

it('goes on without its head only where a person says so, and where nothing else is wrong', () => {
  const home = newHome();
  const entry = recordTrials(home, [aTrial(), aTrial({ seed: 2 })])[1]!;
  const whole = readFileSync(ledgerOf(home), 'utf8');
  expect(repairHead(home, () => undefined)).toBeUndefined();
  rmSync(headOf(home));
  const lost = (): never => {
    throw new Error('a run names an entry that is gone');
  };
  expect(() => repairHead(home, lost)).toThrow('a run names');
  writeFileSync(ledgerOf(home), whole.replace('"seed":1', '"seed":7'));
  expect(() => repairHead(home, () => undefined)).toThrow(expect.objectContaining({ code: 'ledger-broken', line: 1 }));
  expect(existsSync(headOf(home))).toBe(false);
  writeFileSync(ledgerOf(home), whole);
  expect(repairHead(home, () => undefined)).toEqual(entry);
  expect(verifiedLedger(home).fault).toBeUndefined();
  expect(recordTrial(home, aTrial({ seed: 3 })).seq).toBe(3);
});

it('refuses what is no trial, by field, before anything is written', () => {
  const home = newHome();
  const bad = [
    [aTrial({ strategy: 'Not A Name' }), 'strategy'],
    [aTrial({ result: { ...aTrial().result, measures: { auc: Number.NaN } } }), 'result.measures.auc'],
    [aTrial({ result: { ...aTrial().result, daily: { days: DAYS, netE4: [1, 2] } } }), 'result.daily'],
    [aTrial({ result: { ...aTrial().result, daily: { days: DAYS, netE4: [1, 2, 0.5] } } }), 'result.daily.netE4.2'],
    [
      aTrial({ result: { ...aTrial().result, daily: { days: [...DAYS].reverse(), netE4: [1, 2, 3] } } }),
      'result.daily',
    ],
  ] as const;
  for (const [trial, field] of bad) {
    expect(() => recordTrials(home, [aTrial(), trial])).toThrow(
      expect.objectContaining({ code: 'trial-invalid', field }),
    );
  }
  expect(verifiedLedger(home)).toMatchObject({ entries: [], head: undefined, fault: undefined });
});

it('says so where it cannot be written', () => {
  const home = newHome();
  writeFileSync(join(home, 'runs'), 'a file where the folder belongs');
  expect(() => recordTrial(home, aTrial())).toThrow(expect.objectContaining({ code: 'ledger-unwritable' }));
});
