// A release and what its bundle took when it was promoted in; a signed file beside its folder out, and back with its proof.

import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { replaceDurably } from '../../adapters/durable-file.ts';
import { figuresSchema } from '../performance/performance-figures.ts';
import type { SigningKey, TrustedKey } from './keys.ts';
import { type ReleaseRef, releaseDir } from './release-folders.ts';
import { provedLine, signedLine } from './signed-line.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const schema = z.strictObject({
  kind: z.literal('performance'),
  /** Id of the release. */
  release: sha256,
  /** Of code/strategy.mjs, and of model.json; null without a model. */
  codeSha256: sha256,
  modelSha256: sha256.nullable(),
  /** What was traded and the kind of parts: a bundle that keeps up with candles says nothing of ticks. Absent in records of earlier versions. */
  market: z.strictObject({ instrument: z.string().min(1), kind: z.string().min(1) }).optional(),
  /** See `machineHere`. */
  machine: z.string().min(1).max(300),
  /** UTC in ISO 8601. */
  at: z.iso.datetime(),
  /** What was asked for. */
  limits: z.strictObject({ decisionP99Us: z.number(), memoryMb: z.number() }),
  figures: figuresSchema,
});

export type PerformanceRecord = Readonly<z.infer<typeof schema>>;

type Named = Omit<ReleaseRef, 'dir'>;

function performancePath(home: string, { strategy, id }: Named): string {
  return `${releaseDir(home, strategy, id)}.performance`;
}

/** Figures differ from run to run, so they are no part of the release: the same parts must give the same id. A later promotion replaces them. */
export function writePerformance(
  release: Named,
  home: string,
  record: Omit<PerformanceRecord, 'kind' | 'release'>,
  key: SigningKey,
): void {
  const whole: PerformanceRecord = { kind: 'performance', release: release.id, ...record };
  replaceDurably(performancePath(home, release), signedLine(whole, key));
}

/** `changed`: it is not what a trusted key signed, or of another release. */
export function readPerformance(
  release: Named,
  home: string,
  trustedKeys: readonly TrustedKey[],
): PerformanceRecord | 'missing' | 'changed' {
  const file = performancePath(home, release);
  return existsSync(file) ? proved(release, readFileSync(file, 'utf8'), trustedKeys, file) : 'missing';
}

function proved(
  release: Named,
  text: string,
  trustedKeys: readonly TrustedKey[],
  file: string,
): PerformanceRecord | 'changed' {
  const record = provedLine(text, schema, trustedKeys, file);
  return record !== 'changed' && record.release === release.id ? record : 'changed';
}
