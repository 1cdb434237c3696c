// Small complete releases with a model, gates and validated days of one's choice, for cards and explanations to be made of.

import type { Gate } from '../../../src/promotion/release/gate.ts';
import { gatesText } from '../../../src/promotion/release/gates-file.ts';
import type { ReleaseDraft } from '../../../src/promotion/release/release-manifest.ts';
import { type ValidationRecord, validationText } from '../../../src/promotion/release/validation-record.ts';
import { type BuiltRelease, buildRelease } from '../../../src/promotion/release-builder.ts';
import { passedGate, sampleDraft, sampleValidation, sha256, type TempHome } from './sample-release.ts';

export const bundleOf = (strategy: string): string =>
  `// quantumtrader:src/core/engine/engine.ts\nvar Engine = class {\n};\n\n// quantumtrader:strategies/sample.ts\n${strategy}\nexport {\n  Engine\n};\n`;

export const modelText = (probability: number, from = '2025-01-02'): string => {
  const bounds = { regimeConfidence: 0.5, probability, direction: 0.1, magnitude: 0, confidence: 0.2 };
  return `${JSON.stringify({
    ...{ schemaVersion: 1, name: 'sample', horizonCandles: 10, candle: '1m', inputs: ['return_1'] },
    members: [{ file: 'a.onnx', sha256: sha256('a'), weight: 1, regimes: ['trend_up'], role: 'direction' }],
    thresholds: { fitted: { trend_up: bounds, trend_down: bounds, range: bounds } },
    training: { from, to: '2025-06-30' },
    validation: { from: '2025-07-01', to: '2025-07-31' },
    datasets: [{ path: 'WDOU25/candles-1m', sha256: sha256('parts') }],
  })}\n`;
};

export interface CardRelease {
  readonly strategy?: string;
  readonly model?: string;
  readonly gates?: readonly Gate[];
  /** None: as releases of before it was kept. */
  readonly validation?: ValidationRecord | 'none';
  readonly draft?: Partial<ReleaseDraft>;
}

export function buildCardRelease({ home, key }: TempHome, of: CardRelease = {}): BuiltRelease {
  const model = of.model ?? modelText(0.5);
  const validation = of.validation ?? sampleValidation;
  const text = new TextEncoder();
  const files = new Map<string, Uint8Array>([
    ['models/sample/model.json', text.encode(model)],
    ['models/sample/a.onnx', text.encode('a')],
    ['code/strategy.mjs', text.encode(bundleOf(of.strategy ?? 'var sample = 1;'))],
    ['golden.json', text.encode('{"rows":[]}\n')],
    ['gates.json', text.encode(gatesText(of.gates ?? [passedGate]))],
  ]);
  if (validation !== 'none') files.set('validation.json', text.encode(validationText(validation)));
  const used = { ...sampleDraft.model!, ...of.draft?.model, manifestSha256: sha256(model) };
  const draft = { ...sampleDraft, ...of.draft, model: used };
  return buildRelease({ home, draft, files, key });
}
