// A model names the data it was trained on by their hashes: only real parts of the exchange have them, whatever its manifest says.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { partRef } from '../../../src/adapters/datasets/part-path.ts';
import { type DatasetStore, openStore } from '../../../src/adapters/datasets/store.ts';
import { recordTrial } from '../../../src/adapters/ledger/record-trial.ts';
import { verifiedLedger } from '../../../src/adapters/ledger/verify-ledger.ts';
import { sessionOf } from '../../../src/core/market/session.ts';
import type { ModelManifest } from '../../../src/core/prediction/model-manifest.ts';
import { askedAt } from '../../../src/promotion/gates/gate-table.ts';
import { trainingDataGate } from '../../../src/promotion/gates/training-data-gate.ts';
import { recordForeignModel } from '../../../src/research/training/record-foreign-model.ts';
import { storedSessions } from '../../../src/research/training/stored-sessions.ts';
import { aTrial } from '../../adapters/ledger/a-trial.ts';
import { fakeModel } from '../../support/fake-model.ts';

/** Over the roll of 2025-08-29; the first day and the last give no row, so the span begins after and ends before them. */
const DAYS = ['2025-08-26', '2025-08-27', '2025-08-28', '2025-08-29', '2025-09-01', '2025-09-02'];
const SPAN = {
  training: { from: '2025-08-27', to: '2025-08-28' },
  validation: { from: '2025-09-01', to: '2025-09-01' },
};

let home: string;
let store: DatasetStore;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'training-data-'));
  store = openStore(home);
  for (const day of DAYS) await writeDay(day >= '2025-08-29' ? 'WDOV25' : 'WDOU25', day, 5500);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

async function writeDay(instrument: string, day: string, price: number): Promise<void> {
  const { openUs } = sessionOf('WDO', day)!;
  const prices = Float64Array.of(price, price + 1);
  const columns = {
    open_time_us: Float64Array.of(openUs, openUs + 60e6),
    close_time_us: Float64Array.of(openUs + 60e6, openUs + 120e6),
    ...{ open: prices, high: prices, low: prices, close: prices },
    volume: Float64Array.of(10, 20),
    trades: Float64Array.of(-1, -1),
  };
  const sources = [{ file: 'a.csv', sha256: '0'.repeat(64), format: 'csv' }];
  const about = { kind: 'candles-1m', day, instrument, provenance: 'exchange', sources, parameters: {} } as const;
  const how = { sideSource: 'none', bookSource: 'none', adjusted: 'none' } as const;
  await store.writeDay({ ...about, ...how, columns }, { replace: true });
}

async function trained(symbol = 'WDO', changes: Partial<ModelManifest> = {}): Promise<ModelManifest> {
  const { datasets } = await storedSessions(store, symbol, DAYS[0]!, DAYS.at(-1)!, 'candles-1m');
  return fakeModel([], { ...SPAN, datasets, provenance: 'exchange', ...changes });
}

const gateOf = (manifest: ModelManifest | undefined, manifestSha256?: string) =>
  trainingDataGate(store, home, manifest, manifestSha256);

/** What the training of a model leaves in the ledger: the file that came of it, or none where it was recorded before. */
const recordModel = (name: string, manifestSha256: string | undefined): void => {
  const model = manifestSha256 === undefined ? null : { name, manifestSha256 };
  recordTrial(home, aTrial({ kind: 'training', strategy: name, model, seed: null }));
};

describe('trainingDataGate', () => {
  it('passes a model whose datasets are here, of the exchange, over a roll', async () => {
    expect(await gateOf(await trained())).toMatchObject({ passed: true, value: 2, limit: 2 });
  });

  it('finds those of a dated contract too, though the root stood for another', async () => {
    await writeDay('WDOV25', '2025-08-28', 5510);
    const manifest = await trained('WDOV25');
    expect(await gateOf(manifest)).toMatchObject({ passed: true, value: 1 });
    expect(await gateOf(await trained('WDO'))).toMatchObject({ passed: true, value: 2 });
  });

  it('fails a synthetic model that only says it rests on the exchange', async () => {
    const datasets = [{ path: 'synthetic {"root":"WDO","seed":2027}', sha256: '8'.repeat(64) }];
    const gate = await gateOf(await trained('WDO', { datasets }));
    expect(gate).toMatchObject({ passed: false, value: 0, limit: 1 });
    expect(gate.reason).toContain('synthetic {"root":"WDO","seed":2027}');
    expect(gate.fix).toContain('qt train');
  });

  it('fails a model that names nothing, or what is not here', async () => {
    expect(await gateOf(await trained('WDO', { datasets: [] }))).toMatchObject({ passed: false, value: 0, limit: 1 });
    const [first] = (await trained()).datasets;
    const others = ['WDOX25/candles-1m', 'WDOU25/trades', 'WDOU25/candles-1m/more', 'PETR4/candles-1m'];
    for (const path of others) {
      expect(await gateOf(await trained('WDO', { datasets: [first!, { ...first!, path }] })), path).toMatchObject({
        ...{ passed: false, value: 1, limit: 2 },
        reason: expect.stringContaining(path) as string,
      });
    }
  });

  it('fails when a part was replaced, added, damaged, or is not of the exchange', async () => {
    const manifest = await trained();
    const part = partRef(store.root, 'WDOU25', 'candles-1m', '2025-08-27');
    const was = readFileSync(part.manifestPath, 'utf8');
    writeFileSync(part.manifestPath, was.replace('"exchange"', '"synthetic"'));
    expect((await gateOf(manifest)).reason).toContain('which is synthetic on 2025-08-27');
    writeFileSync(part.manifestPath, was);
    const bytes = readFileSync(part.path);
    bytes[50]! ^= 1;
    writeFileSync(part.path, bytes);
    expect((await gateOf(manifest)).reason).toContain('WDOU25/candles-1m/2025-08-27.parquet has changed');
    await writeDay('WDOU25', '2025-08-27', 5600);
    expect((await gateOf(manifest)).passed).toBe(false);
  });

  it('says what is missing and what is wrong, and asks nothing of a strategy without a model', async () => {
    const manifest = await trained('WDO', { datasets: [] });
    expect(await gateOf(manifest)).toMatchObject({ passed: false, isMissing: true });
    const [entry] = (await trained()).datasets;
    const refused = await gateOf(await trained('WDO', { datasets: [{ ...entry!, refusedParts: 2 }] }));
    expect(refused).toMatchObject({ passed: false, value: 2, limit: 0 });
    expect(refused.isMissing).toBeUndefined();
    expect(await gateOf(undefined)).toMatchObject({ passed: true, value: null });
  });

  it('fails a model.json that no training made, whatever the trainings are called, data missing or not, others without files or not', async () => {
    const manifest = await trained();
    const [own, other] = ['a'.repeat(64), 'b'.repeat(64)];
    expect(await gateOf(manifest, own)).toMatchObject({ passed: true });
    recordModel('fake', undefined);
    expect(await gateOf(manifest, own)).toMatchObject({ passed: true });
    recordModel('another', other);
    const gate = await gateOf(manifest, own);
    expect(gate).toMatchObject({ id: 'trainingData', passed: false, value: own, limit: null });
    expect(gate.reason).toContain('No training in the ledger made this model.json: fake was changed');
    // it stops at demo too, where data that are only missing warn
    const without = await gateOf({ ...manifest, datasets: [] }, own);
    expect(without).toEqual(gate);
    expect(askedAt(without, 'demo')).toBe('required');
    recordModel('fake', own);
    expect(await gateOf(manifest, own)).toMatchObject({ passed: true, value: 2 });
    expect(await gateOf({ ...manifest, datasets: [] }, own)).toMatchObject({ passed: false, isMissing: true });
    expect(await gateOf(manifest, 'c'.repeat(64))).toMatchObject({ passed: false });
    recordModel('fake', undefined);
    expect(await gateOf(manifest, 'c'.repeat(64))).toMatchObject({ passed: false });
  });

  it('takes a model that was made elsewhere with what is said of it, and no other; what was made here stays so', async () => {
    const manifest = await trained();
    const [own, foreign] = ['a'.repeat(64), 'b'.repeat(64)];
    recordModel('fake', own);
    expect((await gateOf(manifest, foreign)).fix).toContain('qt models record fake');
    const origin = { by: 'Ana Souza', why: 'trained in the home of the desk' };
    expect(recordForeignModel(home, { manifest, manifestSha256: foreign }, origin)).toBe(true);
    expect(recordForeignModel(home, { manifest, manifestSha256: foreign }, origin)).toBe(false);
    const gate = await gateOf(manifest, foreign);
    expect(gate).toMatchObject({ passed: true, value: 2 });
    expect(gate.reason).toContain('(made elsewhere, stated by Ana Souza: trained in the home of the desk)');
    // its data are asked for all the same, and a change afterwards is one
    expect(await gateOf({ ...manifest, datasets: [] }, foreign)).toMatchObject({ passed: false, isMissing: true });
    expect(await gateOf(manifest, 'c'.repeat(64))).toMatchObject({ passed: false, limit: null });
    expect(recordForeignModel(home, { manifest, manifestSha256: own }, origin)).toBe(false);
    expect((await gateOf(manifest, own)).reason).not.toContain('elsewhere');
    const [entry] = verifiedLedger(home).entries.slice(-1);
    expect(entry!.trial).toMatchObject({ data: { instrument: 'WDO', from: '2025-08-27', to: '2025-09-01', parts: 2 } });
  });
});
