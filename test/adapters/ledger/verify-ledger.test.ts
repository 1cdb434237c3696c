// Each way to change a ledger afterwards is named with the first line at which it shows.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordTrials } from '../../../src/adapters/ledger/record-trial.ts';
import { verifiedLedger } from '../../../src/adapters/ledger/verify-ledger.ts';
import { aTrial } from './a-trial.ts';

const ENTRIES = 8;

describe('a ledger that was tampered with', () => {
  const root = mkdtempSync(join(tmpdir(), 'qt-ledger-'));
  const home = join(root, 'home');
  let lines: readonly string[] = [];
  const ledger = join(home, 'runs', 'ledger.jsonl');
  const head = join(home, 'runs', 'ledger', 'head.json');

  const write = (changed: readonly string[]): void =>
    writeFileSync(ledger, changed.map((line) => `${line}\n`).join(''));
  const faultAfter = (changed: readonly string[]) => {
    write(changed);
    return verifiedLedger(home).fault;
  };

  beforeAll(() => {
    recordTrials(
      home,
      Array.from({ length: ENTRIES }, (_, seed) => aTrial({ seed, labels: { seed } })),
    );
    lines = readFileSync(ledger, 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(ENTRIES);
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('shows nothing as long as it is as it was written', () => {
    expect(faultAfter(lines)).toBeUndefined();
  });

  it('shows a line that was edited, taken out, doubled, moved or put in', () => {
    const better = lines.with(3, lines[3]!.replace('-50000', '50000'));
    expect(better[3]).not.toBe(lines[3]);
    expect(faultAfter(better)).toMatchObject({ line: 4, reason: 'it is not an entry as it was written' });
    expect(faultAfter(lines.toSpliced(2, 1))).toMatchObject({ line: 3, reason: 'it has number 4 where 3 belongs' });
    expect(faultAfter(lines.slice(1))).toMatchObject({ line: 1, reason: 'it has number 2 where 1 belongs' });
    expect(faultAfter(lines.toSpliced(5, 0, lines[5]!))).toMatchObject({ line: 7 });
    expect(faultAfter(lines.with(4, lines[5]!).with(5, lines[4]!))).toMatchObject({ line: 5 });
    expect(faultAfter(lines.toSpliced(1, 0, ''))).toMatchObject({ line: 2 });
    expect(faultAfter(lines.toSpliced(1, 0, '{"entry":{},"sha256":"x"}'))).toMatchObject({ line: 2 });
  });

  it('shows an entry of another ledger in its place, whole in itself', () => {
    const other = join(root, 'other');
    recordTrials(
      other,
      Array.from({ length: ENTRIES }, (_, seed) => aTrial({ seed: seed + 100 })),
    );
    const theirs = readFileSync(join(other, 'runs', 'ledger.jsonl'), 'utf8')
      .trimEnd()
      .split('\n');
    expect(faultAfter(lines.with(3, theirs[3]!))).toMatchObject({
      line: 4,
      reason: 'it does not follow the entry before it',
    });
    expect(faultAfter([...lines.slice(0, 3), ...theirs.slice(3)])).toMatchObject({ line: 4 });
    const replaced = faultAfter(theirs);
    expect(replaced).toMatchObject({ line: undefined });
    expect(replaced!.reason).toMatch(/^entry 8 \([0-9a-f]{12}\), which was the newest, is no longer there$/);
  });

  it('shows an end that was cut off, and a ledger that is gone', () => {
    for (const kept of [ENTRIES - 1, 1, 0]) {
      expect(faultAfter(lines.slice(0, kept))).toMatchObject({ line: undefined });
      expect(verifiedLedger(home).entries).toHaveLength(kept);
    }
    rmSync(ledger);
    expect(verifiedLedger(home)).toMatchObject({ entries: [], head: undefined, fault: { line: undefined } });
  });

  it('shows a shared list that was changed or lost', () => {
    write(lines);
    const lists = join(home, 'runs', 'ledger', 'lists');
    cpSync(lists, join(root, 'lists'), { recursive: true });
    for (const name of readdirSync(lists)) {
      const whole = readFileSync(join(lists, name), 'utf8');
      writeFileSync(join(lists, name), whole.replace('2025-09-01', '2024-09-01'));
      expect(verifiedLedger(home).fault).toMatchObject({ line: 1 });
      rmSync(join(lists, name));
      expect(verifiedLedger(home).fault!.reason).toContain('missing or was changed');
      writeFileSync(join(lists, name), whole);
    }
    expect(verifiedLedger(home).fault).toBeUndefined();
  });

  it('does so for any byte that is changed to another, with the memory of its newest entry and of its first', () => {
    const remembered = readFileSync(head, 'utf8');
    const first = JSON.stringify({ seq: 1, sha256: JSON.parse(lines[0]!).sha256 });
    const whole = Buffer.from(lines.map((line) => `${line}\n`).join(''));
    for (const isRemembered of [true, false]) {
      writeFileSync(head, isRemembered ? remembered : first);
      // the very last line feed alone makes no difference to what was said: the entry before it is cut off as a torn one
      fc.assert(
        fc.property(fc.nat(whole.length - 2), fc.integer({ min: 1, max: 255 }), (at, change) => {
          const bytes = Buffer.from(whole);
          bytes[at] = bytes[at]! ^ change;
          writeFileSync(ledger, bytes);
          expect(verifiedLedger(home).fault).toBeDefined();
        }),
        { seed: 1, numRuns: 150 },
      );
    }
  });
});
