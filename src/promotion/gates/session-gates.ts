// A home, the code and model of a release, and a stage in; a gate that says whether enough sessions of the stage before went as they should, out.

import { join } from 'node:path';
import { RUNS_FOLDER, readRunInfo } from '../../adapters/journal/run-folder.ts';
import { UserError } from '../../adapters/user-error.ts';
import { isoDay } from '../../core/market/civil-time.ts';
import type { ParityCertificate } from '../parity/parity-certificate.ts';
import { readCertificates } from '../parity/read-certificates.ts';
import type { CheckedGate } from '../release/gate.ts';
import { readTrustedKeys, type TrustedKey } from '../release/keys.ts';
import { releaseDir } from '../release/release-folders.ts';
import { CODE_FILE } from '../release/release-manifest.ts';
import { verifyRelease } from '../release/verify-release.ts';

export interface SessionsOf {
  readonly home: string;
  readonly strategy: string;
  /** sha256 of code/strategy.mjs, and of model.json; null without a model. */
  readonly codeSha256: string;
  readonly modelSha256: string | null;
}

/**
 * On paper: the session replays to the bit, and whatever a backtest of its day does otherwise has a recorded cause. A backtest is not asked to be equal:
 * orders that took some milliseconds fill a tick apart in it, which is what the model of latency is there for.
 */
export function paperSessionsGate(of: SessionsOf, least: number): CheckedGate {
  return sessionsGate(of, least, {
    id: 'paperSessions',
    mode: 'paper',
    isGood: ({ verdict }) => verdict !== 'unexplained',
    says: 'identical to their replay, with a cause for whatever a backtest of the day did otherwise',
  });
}

/** On the broker's simulator: nothing happened that must never happen. */
export function demoSessionsGate(of: SessionsOf, least: number): CheckedGate {
  return sessionsGate(of, least, {
    id: 'demoSessions',
    mode: 'demo',
    isGood: ({ violations }) => violations.length === 0,
    says: 'without a violated invariant',
  });
}

interface Asked {
  readonly id: string;
  readonly mode: 'paper' | 'demo';
  readonly isGood: (certificate: ParityCertificate) => boolean;
  readonly says: string;
}

/**
 * The value is the number of days, the limit how many are asked. Any release of the same code and model counts, whatever stage it was built for. A day
 * counts when every certificate of it is good and one of them is of a session that ended; a run over recorded days is no session.
 */
function sessionsGate(of: SessionsOf, limit: number, { id, mode, isGood, says }: Asked): CheckedGate {
  const { home, strategy } = of;
  const isSame = sameParts(of, readTrustedKeys(home));
  const { certificates, refused } = readCertificates(home, { strategy, mode });
  const good = new Map<string, boolean>();
  const ended = new Set<string>();
  for (const certificate of certificates) {
    const [day] = certificate.days;
    if (day === undefined || !isSame(certificate) || !isOfItsDay(home, certificate, day)) continue;
    good.set(day, (good.get(day) ?? true) && isGood(certificate));
    if (certificate.isFinished) ended.add(day);
  }
  const value = [...good].filter(([day, isGoodDay]) => isGoodDay && ended.has(day)).length;
  const others = [
    ...(good.size > value ? [`${good.size - value} days were not`] : []),
    ...(refused.length > 0 ? [`${refused.length} certificates do not hold (${refused[0]!.message})`] : []),
  ];
  const reason = [`${value} days of ${mode} sessions of this code and model were ${says}`, ...others].join('; ');
  if (value >= limit) return { id, passed: true, value, limit, reason, fix: '' };
  const fix = `Run it at ${mode} for ${limit} days; each session is certified after its close (qt certify --list)`;
  return { id, passed: false, value, limit, reason, fix };
}

/** By the release that the certificate names, which must be here and whole. */
function sameParts(
  { home, strategy, codeSha256, modelSha256 }: SessionsOf,
  trustedKeys: readonly TrustedKey[],
): (certificate: ParityCertificate) => boolean {
  const known = new Map<string, string | undefined>();
  const codeOf = (release: string): string | undefined => {
    if (!known.has(release)) known.set(release, codeSha256Of(releaseDir(home, strategy, release), trustedKeys));
    return known.get(release);
  };
  return ({ release, model }) => model === modelSha256 && release !== null && codeOf(release) === codeSha256;
}

function codeSha256Of(dir: string, trustedKeys: readonly TrustedKey[]): string | undefined {
  try {
    return verifyRelease(dir, trustedKeys).manifest.files.find(({ path }) => path === CODE_FILE)?.sha256;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** A session begins on its day; what plays recorded days began long after. */
function isOfItsDay(home: string, { run, days }: ParityCertificate, day: string): boolean {
  const { startedAtUtc } = readRunInfo(join(home, RUNS_FOLDER, run));
  return days.length === 1 && isoDay(Date.parse(startedAtUtc) * 1000) === day;
}
