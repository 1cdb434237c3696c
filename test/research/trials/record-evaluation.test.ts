// A training or an evaluation on frames of a store is in the ledger of the home with the parts behind it; one on made-up rows is not.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { verifiedLedger } from '../../../src/adapters/ledger/verify-ledger.ts';
import { type FrameMeta, NO_META } from '../../../src/research/frames/frame-meta.ts';
import { plainSettings } from '../../../src/research/trials/plain-settings.ts';
import { type Evaluation, recordEvaluation } from '../../../src/research/trials/record-evaluation.ts';
import { trialsOf } from '../../../src/research/trials/trials-of.ts';

const home = mkdtempSync(join(tmpdir(), 'qt-evaluation-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const part = (instrument: string, day: string, digit: string) =>
  ({ instrument, kind: 'candles-1m', day, sha256: digit.repeat(64) }) as const;
const features: FrameMeta = {
  ...{ instrument: 'WDOFUT', provenance: 'exchange' },
  sources: [part('WDOU25', '2025-08-28', 'a'), part('WDOV25', '2025-09-01', 'b')],
};
const labels: FrameMeta = { ...features, provenance: 'simulated', sources: [part('WDOV25', '2025-09-01', 'b')] };
const evaluation: Evaluation = {
  ...{ home, kind: 'evaluation', name: 'an-idea', seed: 3 },
  metas: [features, labels],
  settings: { threshold: 0.6, rule: (x: number) => x > 1 },
  measures: { auc: 0.53, unknown: undefined, broken: Number.NaN },
};

it('names every part once, the weakest provenance and the figures that there are', () => {
  const daily = { days: ['2025-08-28', '2025-09-01'], netBrl: Float64Array.of(12.5, -0.0001) };
  const entry = recordEvaluation({ ...evaluation, daily, trades: 4 })!;
  const { trial } = verifiedLedger(home).entries[entry.seq - 1]!;
  expect(trial).toMatchObject({
    ...{ kind: 'evaluation', strategy: 'an-idea', seed: 3, settings: { threshold: 0.6 } },
    data: { instrument: 'WDO', provenance: 'simulated', from: '2025-08-28', to: '2025-09-01', parts: 2 },
    result: { trades: 4, measures: { auc: 0.53 }, daily: { netE4: [125_000, -1] } },
  });
  expect(Object.keys(trial.result.measures)).toEqual(['auc']);
  const [compared] = trialsOf({ home, instrument: 'WDOFUT' }).compared;
  expect([...compared!.netBrl]).toEqual([12.5, -0.0001]);
});

it('is another trial with another function, the same with the same', () => {
  const of = (rule: (x: number) => boolean): string => {
    const { seq } = recordEvaluation({ ...evaluation, settings: { rule } })!;
    return verifiedLedger(home).entries[seq - 1]!.identity;
  };
  expect(of((x) => x > 2)).toBe(of((x) => x > 2));
  expect(of((x) => x > 2)).not.toBe(of((x) => x > 3));
});

it('does not record what rests on no part of a store', () => {
  expect(recordEvaluation({ ...evaluation, metas: [NO_META] })).toBeUndefined();
});

it('keeps settings that JSON has no word for apart', () => {
  expect(
    plainSettings({ a: Number.POSITIVE_INFINITY, b: 3n, c: new Set([1]), d: new Map([['x', 1]]), e: undefined }),
  ).toEqual({
    ...{ a: 'Infinity', b: '3', c: [1], d: { x: 1 } },
  });
  const hash = (value: unknown): unknown => plainSettings({ value }).value;
  expect(hash(Float32Array.of(1, 2))).toMatch(/^numbers [0-9a-f]{64}$/);
  expect(hash(Float32Array.of(1, 2))).not.toBe(hash(Float32Array.of(1, 3)));
});

it('is filed under what would be traded, and refused where several roots went in and nobody says which', () => {
  const full: FrameMeta = { ...features, instrument: 'DOLFUT', sources: [part('DOLV25', '2025-09-01', 'c')] };
  const metas = [features, full];
  expect(() => recordEvaluation({ ...evaluation, metas })).toThrow(
    expect.objectContaining({ code: 'instrument-unclear', field: 'instrument' }),
  );
  const { seq } = recordEvaluation({ ...evaluation, metas, instrument: 'WDOV25' })!;
  expect(verifiedLedger(home).entries[seq - 1]!.trial.data.instrument).toBe('WDO');
});
