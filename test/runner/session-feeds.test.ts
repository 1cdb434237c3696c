// What a run read: every part of it counts in provenance and fingerprint, warm-up, leaders, quotes and levels included.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { partRef } from '../../src/adapters/datasets/part-path.ts';
import type { PartKind } from '../../src/adapters/datasets/schema.ts';
import { openStore } from '../../src/adapters/datasets/store.ts';
import { readRunInfo } from '../../src/adapters/journal/run-folder.ts';
import type { EpochStart } from '../../src/core/account/account-event.ts';
import type { Provenance } from '../../src/core/market/provenance.ts';
import { onInstrument, type Strategy } from '../../src/core/signal/strategy.ts';
import { returns, ruleRegime } from '../../src/index.ts';
import { codeFromSource } from '../../src/runner/engine-code.ts';
import { planRun, type RunPlan } from '../../src/runner/run-plan.ts';
import { SessionFeeds, type SidesNeeded } from '../../src/runner/session-feeds.ts';
import { userErrorOf } from '../adapters/datasets/scratch.ts';
import { sha256, ToyModel } from '../adapters/onnx/toy-model.ts';
import { temporaryFolder } from '../cli/support/qt.ts';
import { holds, testStrategy } from '../support/test-strategy.ts';
import { storyOf } from './session-story.ts';
import { DAY, runDay, storeDays } from './synthetic-run.ts';

const SECOND_DAY = '2027-03-02';
const MINUTE = { kind: 'time', us: 60_000_000 } as const;

function strategyWith(instruments: Strategy['instruments']): Strategy {
  const features = 'lead' in instruments ? { leading: onInstrument('lead', returns({ candles: 1 })) } : {};
  return testStrategy(holds, { instruments, features });
}

async function planWith(instruments: Strategy['instruments'] = { trade: 'WDOFUT' }): Promise<RunPlan> {
  return planRun({ code: codeFromSource(strategyWith(instruments)) });
}

function feedsOf(home: string, requested: readonly string[], sides?: SidesNeeded): SessionFeeds {
  return new SessionFeeds({
    ...{ store: openStore(home), code: codeFromSource(strategyWith({ trade: 'WDOFUT' })), requested, sides },
    ...{ from: SECOND_DAY, to: SECOND_DAY, candle: '1m', interval: MINUTE, warmupCandles: 100, capitalBrl: 50_000 },
  });
}

/** Says in a part's own manifest where it comes from. */
function mark(home: string, contract: string, kind: PartKind, day: string, provenance: Provenance): void {
  const { manifestPath } = partRef(openStore(home).root, contract, kind, day);
  const manifest = JSON.parse(readFileSync(manifestPath, 'utf8')) as object;
  writeFileSync(manifestPath, JSON.stringify({ ...manifest, provenance }));
}

async function exchangeDays(home: string, ...marks: readonly Parameters<typeof mark>[]): Promise<void> {
  // synthetic days lie in the future, where nothing of the exchange can be: they are called so afterwards
  await storeDays(home, 4, 2);
  const store = openStore(home);
  for (const { instrument, kind, day } of store.parts('WDOJ27')) mark(home, instrument, kind, day, 'exchange');
  for (const each of marks) mark(...each);
}

async function provenanceOf(home: string, plan: RunPlan): Promise<readonly string[]> {
  const { story, observer } = storyOf(SECOND_DAY);
  const { info, feeds, folder } = await runDay(home, plan, { from: SECOND_DAY, to: SECOND_DAY, observer });
  const [start] = story.answers as readonly { readonly payload: EpochStart }[];
  return [info.provenance, feeds.provenance, start!.payload.provenance, readRunInfo(folder!).provenance];
}

const FOUR = (provenance: Provenance): readonly Provenance[] => Array.from({ length: 4 }, () => provenance);

describe('the provenance of a run', () => {
  it('is the exchange when all that it reads is', async () => {
    const home = temporaryFolder('feeds');
    await exchangeDays(home);
    expect(await provenanceOf(home, await planWith())).toEqual(FOUR('exchange'));
  });

  it('is that of the day before, from which its warm-up comes, when that is weaker', async () => {
    const home = temporaryFolder('feeds');
    await exchangeDays(home, [home, 'WDOJ27', 'trades', DAY, 'synthetic']);
    expect(await provenanceOf(home, await planWith())).toEqual(FOUR('synthetic'));
  });

  it('is that of quotes or levels beside its trades', async () => {
    for (const kind of ['quotes', 'levels'] as const) {
      const home = temporaryFolder('feeds');
      await exchangeDays(home, [home, 'WDOJ27', kind, SECOND_DAY, 'simulated']);
      expect(await provenanceOf(home, await planWith())).toEqual(FOUR('simulated'));
      expect(feedsOf(home, ['WDOFUT']).provenance).toBe('simulated');
    }
  });

  it('is that of a leader, known before the run begins', async () => {
    const home = temporaryFolder('feeds');
    await exchangeDays(home);
    await storeDays(home, 5, 2, { root: 'DOL' });
    expect(feedsOf(home, ['WDOFUT', 'DOLFUT']).provenance).toBe('synthetic');
    expect(await provenanceOf(home, await planWith({ trade: 'WDOFUT', lead: 'DOLFUT' }))).toEqual(FOUR('synthetic'));
  });
});

describe('the datasets of a run', () => {
  it('are all parts that it read, in order, each once', async () => {
    const home = temporaryFolder('feeds');
    await storeDays(home, 4, 2);
    await storeDays(home, 5, 2, { root: 'DOL' });
    const plan = await planWith({ trade: 'WDOFUT', lead: 'DOLFUT' });
    const paths = async (from: string) =>
      (await runDay(home, plan, { from, to: SECOND_DAY, record: false })).info.datasets.map(({ path }) => path);
    const day = (contract: string, of: string, kinds = ['trades', 'quotes', 'levels']) =>
      kinds.map((kind) => `datasets/${contract}/${kind}/${of}.parquet`);
    expect(await paths(SECOND_DAY)).toEqual([
      ...day('WDOJ27', DAY, ['trades']),
      ...day('WDOJ27', SECOND_DAY),
      ...day('DOLJ27', DAY, ['trades']),
      ...day('DOLJ27', SECOND_DAY),
    ]);
    expect(await paths(DAY)).toEqual([
      ...day('WDOJ27', DAY),
      ...day('DOLJ27', DAY),
      ...day('WDOJ27', SECOND_DAY),
      ...day('DOLJ27', SECOND_DAY),
    ]);
  });

  it('are read only as their manifests describe them', async () => {
    const home = temporaryFolder('feeds');
    await storeDays(home, 4, 2);
    const { path } = partRef(openStore(home).root, 'WDOJ27', 'trades', DAY);
    const bytes = readFileSync(path);
    bytes[100]! ^= 1;
    writeFileSync(path, bytes);
    expect(await userErrorOf(feedsOf(home, ['WDOFUT']).nextSession())).toMatchObject({ code: 'part-corrupt' });
  });
});

describe('the sides of trades', () => {
  it('must be found as the model found them, also those of the warm-up', async () => {
    const home = temporaryFolder('feeds');
    await storeDays(home, 4, 2, { without: [SECOND_DAY], sideSource: 'tickRule' });
    await storeDays(home, 4, 2, { without: [DAY], sideSource: 'feed' });
    const sides = { model: 'flowing', sideSource: 'feed', inputs: new Map([['WDOFUT', 'ofi_10']]) } as const;
    const error = await userErrorOf(feedsOf(home, ['WDOFUT'], sides).nextSession());
    expect(error).toMatchObject({ code: 'side-source-differs', field: 'sideSource' });
    expect(error.message).toContain(`WDOJ27 trades of ${DAY} tell the aggressor by tickRule`);
    expect(await feedsOf(home, ['WDOFUT']).nextSession()).toBeDefined();
  });

  it('matter to a run whose model has an input of order flow', async () => {
    const flow = new ToyModel(['return_1', 'orderFlowImbalance_10']);
    const plain = new ToyModel();
    onTestFinished(() => {
      flow.remove();
      plain.remove();
    });
    const strategy = testStrategy(holds, { regime: ruleRegime(), model: 'toy' });
    const planOf = (modelFolder: string) => planRun({ code: codeFromSource(strategy), modelFolder });
    const [withFlow, without] = [await planOf(flow.folder), await planOf(plain.folder)];
    expect(without.sides).toBeUndefined();
    expect(withFlow.sides).toEqual({
      ...{ model: 'toy', sideSource: 'none' },
      inputs: new Map([['WDOFUT', 'orderFlowImbalance_10']]),
    });
    const home = temporaryFolder('feeds');
    await storeDays(home, 4);
    expect(await userErrorOf(runDay(home, withFlow))).toMatchObject({ code: 'side-source-differs' });
    await Promise.all([withFlow.model?.predictor.close(), without.model?.predictor.close()]);
  });
});

describe('the model of a release', () => {
  it('is refused when its manifest is not the one that was signed', async () => {
    const model = new ToyModel();
    onTestFinished(() => model.remove());
    const strategy = testStrategy(holds, { regime: ruleRegime(), model: 'toy' });
    const planOf = (manifestSha256: string) =>
      planRun({ code: codeFromSource(strategy), modelFolder: model.folder, manifestSha256 });
    const { model: loaded } = await planOf(sha256(readFileSync(join(model.folder, 'model.json'))));
    await loaded?.predictor.close();
    expect(await userErrorOf(planOf('0'.repeat(64)))).toMatchObject({ code: 'release-hash-mismatch' });
  });
});
