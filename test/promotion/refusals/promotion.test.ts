// Cheats with model, data, code and limits, each done in a home of its own and brought to the promotion itself: each ends in the refusal of its row.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { manifestText, type PartManifest, parseManifest } from '../../../src/adapters/datasets/manifest.ts';
import { catalogue } from '../../../src/core/catalogue/catalogue.ts';
import { defineFeature } from '../../../src/core/features/define-feature.ts';
import { limitsOf, type RiskLimits } from '../../../src/core/risk/risk-limits.ts';
import { approve } from '../../../src/promotion/approve.ts';
import { readBuildFacts } from '../../../src/promotion/build-facts.ts';
import { GateRun } from '../../../src/promotion/gate-run.ts';
import { datasetsGate } from '../../../src/promotion/gates/datasets-gate.ts';
import { leakCheckGate, warmupCheckGate } from '../../../src/promotion/gates/feature-gates.ts';
import { gatesAskedAt } from '../../../src/promotion/gates/gate-table.ts';
import { riskLimitsGate } from '../../../src/promotion/gates/risk-limits-gate.ts';
import type { Gate } from '../../../src/promotion/release/gate.ts';
import { openSigningKey } from '../../../src/promotion/release/keys.ts';
import type { ReleaseDraft } from '../../../src/promotion/release/release-manifest.ts';
import type { Stage } from '../../../src/promotion/release/stage.ts';
import { buildRelease } from '../../../src/promotion/release-builder.ts';
import { checkedWaivers } from '../../../src/promotion/waivers.ts';
import strategy from '../../../strategies/wdo-regime.ts';
import { EAGER, eagerSource } from '../../cli/support/eager-strategy.ts';
import { changeThresholds, copyModel, negateModel, readManifest, writeManifest } from '../../cli/support/model-copy.ts';
import { repositoryRoot } from '../../cli/support/qt.ts';
import { writeNotebook } from '../../kernel/notebook/small-notebook.ts';
import { sampleDraft, sampleFiles, sha256 } from '../support/sample-release.ts';
import { CheatStage, TRAINED_DAYS, VALIDATED_DAY, type Wish } from './support/cheat-stage.ts';
import { byGate, type Refusal, refusedIn, refuses } from './support/refusal-table.ts';

const eager = eagerSource.replace("'2t'", "'1m'");
const STRATEGIES = {
  [EAGER]: eager,
  stateful: eager
    .replace(`name: '${EAGER}'`, "name: 'stateful'")
    .replace('export default', 'let decisions = 0;\n\nexport default')
    .replace('Math.round(price * 2)', 'Math.floor(decisions++ / 7)'),
  overnight: eager.replace(`name: '${EAGER}'`, "name: 'overnight'").replace("'15m'", "'1m'"),
  renamed: readFileSync(join(repositoryRoot, 'strategies', 'wdo-regime.ts'), 'utf8')
    .replace("name: 'wdo-regime'", "name: 'renamed'")
    .replace("model: 'wdo-regime'", "model: 'renamed'"),
  others: eager.replace("candle: '1m',", "candle: '5m',\n  model: 'wdo-regime',"),
};

const stage = new CheatStage();
const { home } = stage;

beforeAll(async () => {
  await stage.start(STRATEGIES);
}, 60_000);

/** Through the promotion itself, at the easiest stage that the row names. */
const promoted = (at: Stage, wish: Wish, says?: RegExp): Promise<Refusal> =>
  refusedIn(home, () => stage.promote(at, wish), says === undefined ? {} : { says });

it('what the cheats below begin from passes what refuses them, up to the sessions that a home of today has not', async () => {
  const gates: Gate[] = [];
  expect(await refusedIn(home, () => stage.judged('live', {}, gates))).toEqual({ by: 'gate demoSessions' });
  const passed = gates.filter((gate) => gate.passed).map(({ id }) => id);
  expect(passed).toEqual(['modelPackage', 'dayPositions', 'riskLimits', 'trainingData', 'cleanCommit']);
  expect(readBuildFacts(stage.root).git.clean).toBe(true);
});

describe('a promotion', () => {
  refuses(13, () => refusedIn(home, () => stage.judged('paper', { strategy: 'stateful' })));
  refuses(14, async () => {
    const gates: Gate[] = [];
    const unknown = sha256('no digest');
    await refusedIn(home, () => stage.judged('paper', { expectDigest: unknown }, gates));
    const reproducible = gates.find(({ id }) => id === 'reproducible')!;
    expect(reproducible.passed).toBe(true);
    const model = stage.modelWith((folder) => changeThresholds(folder, 'fitted', { probability: 0.45 }));
    return refusedIn(home, () => stage.judged('paper', { model, expectDigest: String(reproducible.value) }));
  });
});

describe('a model', () => {
  const SEEN = { from: '2025-09-02', to: '2025-09-02' };

  /** At demo, there without the names of its data too, and at live: under its name and another, a training without files beside it or not. */
  async function changed(change: (folder: string) => void): Promise<Refusal> {
    const says = /No training in the ledger made/;
    const model = stage.modelWith(change);
    const refusal = await promoted('demo', { model }, says);
    const nameless = stage.modelWith((folder) => {
      change(folder);
      writeManifest(folder, { ...readManifest(folder), datasets: [] });
    });
    const renamed = stage.modelWith((folder) => {
      change(folder);
      writeManifest(folder, { ...readManifest(folder), name: 'renamed' });
    });
    stage.recordTraining();
    for (const at of ['demo', 'live'] as const) {
      expect(await promoted(at, { model }, says)).toEqual(refusal);
      expect(await promoted(at, { model: nameless }, says)).toEqual(refusal);
      expect(await promoted(at, { model: renamed, strategy: 'renamed' }, says)).toEqual(refusal);
    }
    return refusal;
  }

  refuses(23, () => promoted('paper', { model: stage.modelWith((folder) => flip(weightsOf(folder))) }, /sha256|hash/));
  refuses(24, () => {
    const model = stage.modelWith((folder) => {
      const honest = readFileSync(join(folder, 'golden.json'));
      negateModel(folder);
      writeFileSync(join(folder, 'golden.json'), honest);
      const { golden, ...manifest } = readManifest(folder);
      const text = JSON.stringify({ ...manifest, golden: { ...golden, sha256: sha256(honest) } });
      writeFileSync(join(folder, 'model.json'), text);
    });
    return promoted('paper', { model }, /golden/);
  });
  refuses(25, () =>
    promoted('paper', { model: stage.withManifest(({ inputs }) => ({ inputs: [...inputs].reverse() })) }),
  );
  refuses(26, () => promoted('paper', { strategy: 'others' }, /candles/));
  refuses(27, () => promoted('demo', { model: stage.modelWith(negateModel) }, /No training in the ledger made/));
  refuses(28, () =>
    changed((folder) => {
      changeThresholds(folder, 'fitted', { probability: 0.45 });
    }),
  );
  refuses(29, () => changed((folder) => writeManifest(folder, { ...readManifest(folder), validation: SEEN })));
  refuses(30, () => {
    const model = stage.modelWith((folder) => {
      copyModel(folder);
      const text = readFileSync(join(folder, 'model.json'), 'utf8');
      writeFileSync(join(folder, 'model.json'), text.replace('"provenance": "synthetic"', '"provenance": "exchange"'));
      expect(readManifest(folder).provenance).toBe('exchange');
    });
    stage.recordTraining(model);
    return promoted('live', { model }, /was trained on synthetic/);
  });
  refuses(31, () => promoted('live', { model: stage.modelWith(copyModel) }));
  refuses(32, () => {
    const model = stage.withManifest(({ datasets }) => ({
      datasets: datasets.map((each) => ({ ...each, refusedParts: 1 })),
    }));
    return promoted('paper', { model }, /quality gate refused/);
  });
  refuses(33, async () => {
    const [, day] = TRAINED_DAYS;
    await stage.storeDay(day!, 5600);
    const refusal = await promoted('live', {}, /does not hold as it was then/);
    await stage.storeDay(day!);
    return refusal;
  });
});

describe('data', () => {
  const gate = async (): Promise<Refusal> => byGate(home, await datasetsGate(home, [part]));
  let part: { readonly path: string; readonly sha256: string };

  async function stored(
    day: string,
    provenance: 'exchange' | 'synthetic',
    format: string,
  ): Promise<ReturnType<CheatStage['partOf']>> {
    await stage.storeDay(day, 5500, provenance, format);
    const files = stage.partOf(day);
    part = { path: files.inHome, sha256: sha256(readFileSync(files.path)) };
    expect((await datasetsGate(home, [part])).passed).toBe(true);
    return files;
  }
  function edited(file: string, change: (manifest: PartManifest) => PartManifest): void {
    writeFileSync(file, manifestText(change(parseManifest(readFileSync(file, 'utf8'), file))));
  }

  refuses(34, async () => {
    const { manifestPath } = await stored('2025-09-22', 'synthetic', 'synthetic');
    edited(manifestPath, (manifest) => ({ ...manifest, provenance: 'exchange' }));
    return gate();
  });
  refuses(35, async () => {
    flip((await stored('2025-09-23', 'exchange', 'csv')).path);
    return gate();
  });
  refuses(36, async () => {
    const { manifestPath } = await stored('2025-09-24', 'exchange', 'csv');
    const finding = {
      rule: 'gap',
      severity: 'refuse',
      rows: 1,
      detail: 'half a day is missing',
      examples: [],
    } as const;
    edited(manifestPath, ({ quality, ...manifest }) => ({
      ...manifest,
      quality: { ...quality!, verdict: 'clean', findings: [finding] },
    }));
    return gate();
  });
});

describe('features', () => {
  const defined = { id: 'mine', meaning: 'planted', unit: 'points', warmup: 2, sessionRule: 'continue' } as const;

  refuses(37, async () => {
    const byTime = new Map<number, number>();
    const nextClose = defineFeature({ ...defined, id: 'next-close' }, () => (out, candle) => {
      byTime.set(candle.closeTimeUs, candle.close);
      const next = byTime.get(candle.closeTimeUs + 60_000_000);
      if (next !== undefined) out.set(next - candle.close);
    });
    // the engine writes over the candle that it hands out: what was the one before is the one of now
    const misaligned = defineFeature(defined, () => {
      let previous: { readonly close: number } | undefined;
      return (out, candle) => {
        if (previous !== undefined) out.set(candle.close - previous.close);
        previous = candle;
      };
    });
    const of = { store: stage.store, symbol: 'WDOFUT', day: VALIDATED_DAY };
    const refusals = [];
    for (const feature of [nextClose, misaligned]) {
      refusals.push(await byGate(home, await leakCheckGate([feature], of)));
    }
    expect(refusals[1]).toEqual(refusals[0]);
    return refusals[0]!;
  });
  refuses(38, () => {
    const { meta, ...ema } = [...catalogue.values()].find(({ meta: each }) => each.settled > 20 && each.warmup > 1)!;
    expect(warmupCheckGate([{ ...ema, meta }]).passed).toBe(true);
    return byGate(home, warmupCheckGate([{ ...ema, meta: { ...meta, id: 'mine', settled: meta.warmup, warmup: 1 } }]));
  });
});

describe('code', () => {
  refuses(42, async () => {
    stage.write(EAGER, `${eager}// tried a little\n`);
    const refusal = await promoted('demo', {});
    stage.write(EAGER, eager);
    return refusal;
  });
  refuses(43, async () => {
    const exclude = join(stage.root, '.git', 'info', 'exclude');
    const was = readFileSync(exclude, 'utf8');
    writeFileSync(exclude, `${was}strategies/hidden.ts\n`);
    stage.write('hidden', eager);
    const refusal = await promoted('demo', {});
    stage.remove('hidden');
    writeFileSync(exclude, was);
    stage.git('update-index', '--assume-unchanged', `strategies/${EAGER}.ts`);
    expect(await promoted('demo', {})).toEqual(refusal);
    stage.git('update-index', '--no-assume-unchanged', `strategies/${EAGER}.ts`);
    return refusal;
  });
});

describe('a notebook', () => {
  const CELLS = ['const days = 20;', 'const threshold = 0.4;', 'exportIt();'];
  const path = 'notebooks/study.ipynb';

  /** A model that says that these cells made it, and the notebook as it is now. */
  async function exported(ran: readonly string[], now: readonly string[] | undefined, says: RegExp): Promise<Refusal> {
    const cells = ran.map((cell) => sha256(cell));
    const model = stage.withManifest(() => ({ notebook: { path, cells } }));
    stage.recordTraining(model);
    mkdirSync(join(home, 'notebooks'), { recursive: true });
    if (now !== undefined) writeNotebook(join(home, 'notebooks'), 'study', now);
    const refusal = await promoted('demo', { model }, says);
    rmSync(join(home, 'notebooks'), { recursive: true });
    return refusal;
  }

  refuses(80, () => exported(CELLS, CELLS.with(1, 'const threshold = 0.6;'), /cell 2 .* is not what ran/));
  refuses(81, () => exported([CELLS[1]!, CELLS[0]!, CELLS[2]!], CELLS, /did not run once each from the top/));
  refuses(82, () => exported(CELLS, undefined, /is not here/));
  refuses(83, () => {
    const notebook = { path, cells: CELLS.map((cell) => sha256(cell)) };
    // other thresholds than those of the honest model: without its notebook it must not be that one
    const model = stage.modelWith((folder) => {
      changeThresholds(folder, 'fitted', { probability: 0.46 });
      writeManifest(folder, { ...readManifest(folder), notebook });
    });
    stage.recordTraining(model);
    const { notebook: made, ...without } = readManifest(model);
    expect(made).toEqual(notebook);
    writeManifest(model, without);
    return promoted('demo', { model }, /No training in the ledger made/);
  });
});

describe('limits', () => {
  const machine = join(home, 'machine.json');

  refuses(48, () => promoted('paper', { strategy: 'overnight' }));
  refuses(49, async () => {
    const limits = { maxContracts: 1 };
    writeFileSync(machine, JSON.stringify({ schemaVersion: 1, dllPath: '/opt/profit/ProfitDLL64.dll', limits }));
    const refusal = await promoted('demo', {}, /maxContracts is 2, machine.json allows 1/);
    rmSync(machine);
    return refusal;
  });
  refuses(50, () => {
    const { maxDrawdown: _, ...without } = limitsOf(strategy);
    return byGate(home, riskLimitsGate(home, without as RiskLimits));
  });
  refuses(51, async () => {
    const { limits } = await stage.subject(EAGER);
    const release = await signed({ limits: { ...limits, maxContracts: 50, maxGrossContracts: 50 } });
    return approved(release, /limits: they are not those of the code/);
  });
  refuses(78, async () => approved(await signed({ lockfileSha256: sha256('{}') })));
});

describe('a waiver', () => {
  const waive = (reasons: Readonly<Record<string, string>>, by: string | undefined, says: RegExp): Promise<Refusal> =>
    promoted('live', { waivers: { reasons, by } }, says);

  refuses(52, () => waive({ cleanCommit: 'no time' }, 'Ana Souza', /never waived/));
  refuses(53, () => waive({ oneDay: ' ' }, 'Ana Souza', /no reason/));
  refuses(54, () => waive({ oneDay: 'it was a good day' }, '', /nobody signs/));
  refuses(55, () => {
    const waivers = checkedWaivers({ reasons: { oneDay: 'to be sure' }, by: 'Ana Souza' }, 'live');
    const run = new GateRun({ strategy: 'wdo-regime', stage: 'live', waivers, isDryRun: false });
    for (const id of gatesAskedAt('live'))
      run.add({ id, passed: true, value: 1, limit: 1, reason: 'it holds', fix: '' });
    return refusedIn(home, () => run.finish(), { says: /the gate passes/ });
  });
});

const weightsOf = (folder: string): string => join(folder, readManifest(folder).members[0]!.file);

function flip(file: string): void {
  const bytes = readFileSync(file);
  bytes[Math.floor(bytes.length / 2)]! ^= 1;
  writeFileSync(file, bytes);
}

/** A release of the eager strategy, signed with the key of the home, whatever it says. */
async function signed(changes: Partial<ReleaseDraft>): Promise<string> {
  const subject = await stage.subject(EAGER);
  const files = sampleFiles(new TextDecoder().decode(await subject.bundle()));
  for (const path of files.keys()) if (path.startsWith('models/')) files.delete(path);
  const { packageVersion, ...facts } = readBuildFacts(stage.root);
  const draft = { ...sampleDraft, ...facts, packageVersion, strategy: EAGER, stage: 'paper', model: null } as const;
  const { key } = openSigningKey(home);
  return buildRelease({ home, draft: { ...draft, limits: subject.limits, ...changes }, files, key }).id;
}

function approved(release: string, says?: RegExp): Promise<Refusal> {
  const { home: _, from: __, to: ___, ...options } = stage.options();
  const who = { at: '2025-10-01T12:00:00.000Z', by: 'ana' };
  return refusedIn(
    home,
    () => approve({ ...options, ...who, home, strategy: EAGER, stage: 'demo', release }),
    says === undefined ? {} : { says },
  );
}
