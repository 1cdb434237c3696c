// A release of 20 MB in; what its delivery over loopback takes until the channel there has moved, beside writing the same bytes to the disk once, out.

import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { writeDurably } from '../src/adapters/durable-file.ts';
import { Secret } from '../src/adapters/secrets/secret.ts';
import { deliver } from '../src/promotion/delivery/deliver.ts';
import { serveDeliveries } from '../src/promotion/delivery/delivery-server.ts';
import { HttpCarrier } from '../src/promotion/delivery/http-carrier.ts';
import { Receiver } from '../src/promotion/delivery/receiver.ts';
import type { Gate } from '../src/promotion/release/gate.ts';
import { gatesText } from '../src/promotion/release/gates-file.ts';
import { openSigningKey, publicKeyFile, readTrustedKeys } from '../src/promotion/release/keys.ts';
import type { ReleaseDraft } from '../src/promotion/release/release-manifest.ts';
import { trustKey } from '../src/promotion/release/trust.ts';
import { type VerifiedRelease, verifyRelease } from '../src/promotion/release/verify-release.ts';
import { buildRelease } from '../src/promotion/release-builder.ts';
import { Random } from '../src/simulation/random.ts';
import type { BenchOptions } from './bench.ts';
import { leastOf, secondsOf } from './best-of.ts';
import { type Figure, figure } from './figure.ts';

const MODEL = Buffer.from('{"name":"large"}\n');
const gate: Gate = {
  ...{ id: 'types', passed: true, severity: 'required', value: 0, limit: 0 },
  ...{ reason: 'a release of the benchmark', fix: '' },
};
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export async function delivery({ home, quick, runs }: BenchOptions): Promise<readonly Figure[]> {
  const large = randomBytes(quick ? 200_000 : 20_000_000);
  const from = mkdtempSync(join(home, 'from-'));
  const release = releaseWith(from, large);
  const deliveryMs = await leastOf(runs, () => deliveredMs(from, mkdtempSync(join(home, 'to-')), release));
  const bareMs = await leastOf(runs, async () => {
    const folder = mkdtempSync(join(home, 'bare-'));
    return (await secondsOf(() => writeDurably(join(folder, 'large.onnx'), large))) * 1000;
  });
  const note = `${large.length} bytes in one file over http on 127.0.0.1; sent, put together and verified, in one process`;
  return [
    figure('delivery.loopback', deliveryMs, 'ms', {
      peer: { name: 'a durable write of the same bytes', value: bareMs },
      note,
    }),
  ];
}

async function deliveredMs(from: string, to: string, release: VerifiedRelease): Promise<number> {
  trustKey(to, publicKeyFile(from, release.signedBy[0]!));
  mkdirSync(join(to, 'releases'));
  const token = new Secret('a-token-of-the-benchmark');
  const receiver = new Receiver(to);
  const server = await serveDeliveries({ receiver, host: '127.0.0.1', port: 0, token, say: () => {} });
  const carrier = new HttpCarrier({ url: new URL(`http://127.0.0.1:${server.port}`), token });
  try {
    return (await secondsOf(() => deliver({ release, carrier, stage: 'paper', by: 'bench' }))) * 1000;
  } finally {
    carrier.close();
    await server.close();
  }
}

function releaseWith(home: string, large: Uint8Array): VerifiedRelease {
  const text = new TextEncoder();
  const files = new Map<string, Uint8Array>([
    ['code/strategy.mjs', text.encode('export const strategy = {};\n')],
    ['golden.json', text.encode('{"rows":[]}\n')],
    ['gates.json', text.encode(gatesText([gate]))],
    ['models/large/model.json', MODEL],
    ['models/large/large.onnx', large],
  ]);
  const { dir } = buildRelease({ home, draft, files, key: openSigningKey(home).key });
  return verifyRelease(dir, readTrustedKeys(home));
}

const draft: ReleaseDraft = {
  ...{ schemaVersion: 1, strategy: 'large', stage: 'paper', lockfileSha256: sha256(MODEL), nodeVersion: '24.0.0' },
  ...{
    packageVersion: '0',
    engineVersion: '0',
    tools: { typescript: '0', esbuild: '0', onnxruntime: '0' },
    git: { commit: null, clean: false },
  },
  limits: {
    ...{ riskPerTrade: 0.01, dailyLossLimit: 0.05, maxPositions: 1, maxContracts: 1 },
    ...{ flattenBeforeCloseUs: 900_000_000, stopSlippageTicks: 2 },
  },
  model: {
    ...{ name: 'large', manifestSha256: sha256(MODEL), inputs: ['return_1'], schemaHash: sha256(MODEL) },
    ...{ thresholdsPreset: 'fitted', provenance: 'synthetic', sideSource: 'none' },
  },
  ...{ provenance: 'synthetic', datasets: [], ledger: { seq: 1, head: sha256(MODEL) } },
  validation: { digest: sha256(MODEL), from: '2027-03-01', to: '2027-03-01', trades: 0 },
};

function randomBytes(length: number): Uint8Array {
  const random = new Random(1, 'delivery');
  const words = new Uint32Array(Math.ceil(length / 4));
  for (let i = 0; i < words.length; i++) words[i] = random.uint32();
  return new Uint8Array(words.buffer, 0, length);
}
