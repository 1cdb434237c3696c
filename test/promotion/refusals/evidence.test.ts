// Results that are worth less than they look, and ledgers that tell of fewer trials than were made: each ends in the refusal of its row.
import { copyFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import type { EntryMark } from '../../../src/adapters/ledger/ledger-entry.ts';
import { recordTrial, recordTrials } from '../../../src/adapters/ledger/record-trial.ts';
import type { Trial } from '../../../src/adapters/ledger/trial.ts';
import { verifiedLedger } from '../../../src/adapters/ledger/verify-ledger.ts';
import { ledgerGate, type RecordedValidation } from '../../../src/promotion/gates/ledger-gate.ts';
import { overfittingGates } from '../../../src/promotion/gates/overfitting-gates.ts';
import { validationGates } from '../../../src/promotion/gates/validation-gates.ts';
import { worstDaysGate } from '../../../src/promotion/gates/worst-days-gate.ts';
import type { CheckedGate } from '../../../src/promotion/release/gate.ts';
import { type BuiltRelease, buildRelease } from '../../../src/promotion/release-builder.ts';
import { fakeModel } from '../../support/fake-model.ts';
import { sampleDraft, sampleFiles, TempHome } from '../support/sample-release.ts';
import { yearlyTrial } from '../support/yearly-trial.ts';
import { byGate, type Refusal, refuses } from './support/refusal-table.ts';

let temp: TempHome;
let other: TempHome;
beforeEach(() => {
  temp = new TempHome();
  other = new TempHome();
});
afterEach(() => {
  temp.remove();
  other.remove();
});

const VARIANTS = Array.from({ length: 60 }, (_, at) => at + 2);
const named = (gates: readonly CheckedGate[], id: string): CheckedGate => gates.find((gate) => gate.id === id)!;
/** A year that looks good: it passes where nothing else was tried. */
const winner = (changes: Partial<Trial> = {}): Trial => yearlyTrial(3, 0.16, { kind: 'validation', ...changes });
const judged = (entry: EntryMark, id: string): CheckedGate => named(overfittingGates(temp.home, { entry }), id);

/** The same winner passes without what was hidden, and is refused with it. */
function beside(hidden: readonly Trial[]): Promise<Refusal> {
  const alone = judged(recordTrial(temp.home, winner()), 'deflatedSharpe');
  expect(alone.passed, alone.reason).toBe(true);
  recordTrials(temp.home, hidden);
  return byGate(temp.home, judged(recordTrial(temp.home, winner()), 'deflatedSharpe'));
}

describe('a result', () => {
  const days = { from: '2025-09-01', to: '2025-09-30', trades: 400 };
  const trained = (training: object, validation: object) =>
    fakeModel([], { provenance: 'exchange', training, validation } as never);
  const seen = (model: ReturnType<typeof fakeModel>) =>
    byGate(temp.home, named(validationGates(days, model), 'outOfSample'));

  refuses(1, () => {
    const before = { from: '2025-08-01', to: '2025-08-15' };
    const honest = validationGates(days, trained(before, { from: '2025-08-16', to: '2025-08-29' }));
    expect(named(honest, 'outOfSample').passed).toBe(true);
    return seen(trained({ from: '2025-08-01', to: '2025-09-05' }, { from: '2025-10-01', to: '2025-10-10' }));
  });
  refuses(2, () => seen(trained({ from: '2025-08-01', to: '2025-08-29' }, { from: '2025-09-29', to: '2025-10-10' })));
  refuses(3, () => beside(VARIANTS.map((seed) => yearlyTrial(seed, 0, { kind: 'sweep' }))));
  refuses(4, () => beside(VARIANTS.map((seed) => yearlyTrial(seed, 0, {}, [seed, 60]))));
  refuses(5, () => beside(VARIANTS.map((seed) => ({ ...yearlyTrial(seed, 0), settings: winner().settings, seed }))));
  refuses(6, () => beside(VARIANTS.map((seed) => yearlyTrial(seed, 0, { strategy: `variant-${seed}` }))));
  refuses(7, () => beside(VARIANTS.map((seed) => yearlyTrial(seed, 0, { kind: 'check', codeSha256: null }))));
  refuses(8, () => {
    const nothing = { digest: null, trades: null, measures: {}, daily: null };
    const begun = (seed: number): Trial => ({ ...yearlyTrial(seed, 0), outcome: 'began', seed, result: nothing });
    return beside(VARIANTS.map(begun));
  });
  refuses(9, () => {
    recordTrials(
      temp.home,
      VARIANTS.map((seed) => yearlyTrial(seed, 0)),
    );
    return byGate(temp.home, judged(recordTrial(temp.home, winner()), 'overfitting'));
  });
  refuses(10, () => {
    const { result, ...trial } = winner();
    const { days: all, netE4 } = result.daily!;
    const lucky = netE4.map((_, day) => (day === 80 ? 500_000_000 : day % 2 === 0 ? 900_000 : -1_000_000));
    const entry = recordTrial(temp.home, { ...trial, result: { ...result, daily: { days: all, netE4: lucky } } });
    return byGate(temp.home, judged(entry, 'oneDay'));
  });
  refuses(11, () => {
    const paying = (costsBrl: number, seed: number): EntryMark => {
      const { result, ...trial } = winner({ seed });
      return recordTrial(temp.home, {
        ...trial,
        result: { ...result, measures: { costsBrl, assumedCostsBrl: 2_000 } },
      });
    };
    // what was paid is in the result already; what was not is taken off it
    expect(judged(paying(2_000, 1), 'doubledCosts').passed).toBe(true);
    return byGate(temp.home, judged(paying(0, 2), 'doubledCosts'));
  });
  refuses(12, () => byGate(temp.home, named(validationGates({ ...days, trades: 12 }, undefined), 'validationTrades')));
});

describe('a capital', () => {
  refuses(84, () => {
    const daily = Array.from({ length: 20 }, () => -10_000_000);
    const machine = { schemaVersion: 1, dllPath: '/opt/profit/ProfitDLL64.dll', capitalBrl: 50_000 };
    writeFileSync(join(temp.home, 'machine.json'), JSON.stringify(machine));
    return byGate(temp.home, worstDaysGate(temp.home, daily, 100_000_000));
  });
});

describe('a ledger', () => {
  const file = (of = temp): string => join(of.home, 'runs', 'ledger.jsonl');
  const head = (of = temp): string => join(of.home, 'runs', 'ledger', 'head.json');
  const lines = (): string[] => readFileSync(file(), 'utf8').trimEnd().split('\n');
  const write = (kept: readonly string[]): void => writeFileSync(file(), `${kept.join('\n')}\n`);
  const trials = (count: number): Trial[] => Array.from({ length: count }, (_, at) => yearlyTrial(at + 20, 0));
  const validated = (of = temp): RecordedValidation => ({
    trial: winner({ strategy: 'sample' }),
    entry: recordTrial(of.home, winner({ strategy: 'sample' })),
  });

  function released(): BuiltRelease {
    const { gate, anchor, newest } = ledgerGate(temp.home, validated());
    expect(gate.passed, gate.reason).toBe(true);
    const { home, key } = temp;
    return buildRelease({
      home,
      draft: { ...sampleDraft, ledger: anchor },
      files: sampleFiles(),
      key,
      newestEntry: newest,
    });
  }
  /** A release stands behind 6 entries; then the ledger is doctored, and another promotion tried. */
  function doctored(cheat: (release: BuiltRelease) => void): Promise<Refusal> {
    recordTrials(temp.home, trials(5));
    const release = released();
    const validation = validated();
    expect(ledgerGate(temp.home, validation).gate.passed).toBe(true);
    cheat(release);
    return byGate(temp.home, ledgerGate(temp.home, validation).gate);
  }

  refuses(15, () => doctored(() => write(lines().toSpliced(1, 2))));
  refuses(16, () =>
    doctored(() => {
      write(lines().slice(0, 3));
      const { entries } = verifiedLedger(temp.home);
      writeFileSync(head(), JSON.stringify({ seq: 3, sha256: entries[2]!.sha256 }));
      expect(verifiedLedger(temp.home).fault).toBeUndefined();
    }),
  );
  refuses(17, () => doctored(() => rmSync(join(temp.home, 'runs'), { recursive: true })));
  refuses(18, () =>
    doctored(() => {
      validated(other);
      rmSync(join(temp.home, 'runs'), { recursive: true });
      cpSync(join(other.home, 'runs'), join(temp.home, 'runs'), { recursive: true });
      expect(verifiedLedger(temp.home).fault).toBeUndefined();
    }),
  );
  refuses(19, () =>
    doctored(() => write(lines().map((line, at) => (at === 2 ? line.replace(/"netE4":\[/, '"netE4":[-') : line)))),
  );
  refuses(20, () => doctored(() => rmSync(head())));
  refuses(21, () => doctored(({ dir }) => rmSync(`${dir}.ledger`)));
  refuses(22, () => {
    recordTrials(temp.home, trials(5));
    const { dir, id } = released();
    const there = join(other.home, 'releases', 'sample', id);
    cpSync(dir, there, { recursive: true });
    copyFileSync(`${dir}.ledger`, `${there}.ledger`);
    copyFileSync(
      join(temp.home, 'keys', 'trusted', `${temp.key.fingerprint}.pub.pem`),
      join(other.home, 'keys', 'trusted', `${temp.key.fingerprint}.pub.pem`),
    );
    return byGate(other.home, ledgerGate(other.home, validated(other)).gate);
  });
});
