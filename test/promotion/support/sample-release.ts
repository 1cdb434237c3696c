// A temporary home with a key, and the parts of a small complete release that tests build, damage and switch between.

import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../../src/adapters/user-error.ts';
import type { Gate } from '../../../src/promotion/release/gate.ts';
import { gatesText } from '../../../src/promotion/release/gates-file.ts';
import { openSigningKey, type SigningKey } from '../../../src/promotion/release/keys.ts';
import type { ReleaseDraft } from '../../../src/promotion/release/release-manifest.ts';
import type { ValidationRecord } from '../../../src/promotion/release/validation-record.ts';
import { type BuiltRelease, buildRelease } from '../../../src/promotion/release-builder.ts';

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export const passedGate: Gate = {
  ...{ id: 'types', passed: true, severity: 'required', value: 0, limit: 0 },
  ...{ reason: 'The sources and the strategy compile', fix: '' },
};

const modelText = '{"name":"sample"}\n';

/** Two days, one of each sign. */
export const sampleValidation: ValidationRecord = {
  ...{ schemaVersion: 1, digest: sha256('digest'), instrument: 'WDOFUT', seed: 1, capitalBrl: 50_000 },
  features: [{ id: 'return_1', version: 1, inCatalogue: true }],
  ...{ matchedOn: 'trades', simulation: { orderLatencyUs: 15_000, costs: { factor: 1 } } },
  ...{ netBrl: 120.5, costsBrl: 24, trades: 120, contracts: 20, deepestFallBrl: 80 },
  days: [
    { day: '2025-08-04', netBrl: 200.5, trades: 70, costsBrl: 14 },
    { day: '2025-08-11', netBrl: -80, trades: 50, costsBrl: 10 },
  ],
  equity: { timeUs: [1_754_312_400_000_000, 1_754_917_200_000_000], netBrl: [200.5, 120.5] },
};

export const sampleDraft: ReleaseDraft = {
  schemaVersion: 1,
  strategy: 'sample',
  stage: 'live',
  lockfileSha256: sha256('lockfile'),
  nodeVersion: process.versions.node,
  packageVersion: '0.0.1',
  engineVersion: '1',
  tools: { typescript: '7.0.2', esbuild: '0.28.2', onnxruntime: '1.30.0' },
  git: { commit: null, clean: false },
  limits: {
    ...{ riskPerTrade: 0.02, dailyLossLimit: 0.05, maxPositions: 1, maxContracts: 2 },
    ...{ flattenBeforeCloseUs: 900_000_000, stopSlippageTicks: 2 },
  },
  model: {
    ...{ name: 'sample', manifestSha256: sha256(modelText), inputs: ['return_1'], schemaHash: sha256('schema') },
    ...{ thresholdsPreset: 'fitted', provenance: 'exchange', sideSource: 'feed' },
  },
  provenance: 'exchange',
  datasets: [{ path: 'datasets/WDOU25/trades/2025-08-11.parquet', sha256: sha256('dataset') }],
  validation: { digest: sha256('digest'), from: '2025-08-04', to: '2025-08-11', trades: 120 },
  ledger: { seq: 7, head: sha256('ledger') },
};

export function sampleFiles(code = "export const strategy = { name: 'sample' };\n"): Map<string, Uint8Array> {
  const text = new TextEncoder();
  return new Map([
    ['models/sample/model.json', text.encode(modelText)],
    ['models/sample/a.onnx', Uint8Array.from({ length: 300 }, (_, i) => (i * 37) % 256)],
    ['code/strategy.mjs', text.encode(code)],
    ['golden.json', text.encode('{"rows":[]}\n')],
    ['gates.json', text.encode(gatesText([passedGate]))],
  ]);
}

/** Read-only files of releases stay deletable: the folders around them are not read-only. */
export class TempHome {
  readonly home = realpathSync(mkdtempSync(join(tmpdir(), 'promotion-')));
  readonly key: SigningKey = openSigningKey(this.home).key;

  build(code?: string, draft: Partial<ReleaseDraft> = {}): BuiltRelease {
    return buildRelease({
      home: this.home,
      draft: { ...sampleDraft, ...draft },
      files: sampleFiles(code),
      key: this.key,
    });
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}

/** Writes over a file that was made read-only. */
export function overwrite(file: string, bytes: Uint8Array | string): void {
  if (existsSync(file)) chmodSync(file, 0o644);
  writeFileSync(file, bytes);
}

/** Every file below a folder with its bytes, to see whether anything has changed. */
export function snapshot(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [path, sha256(readFileSync(path))]));
}

export function refusalOf(work: () => unknown): UserError {
  try {
    work();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

export async function asyncRefusalOf(work: () => Promise<unknown>): Promise<UserError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
