// A subject and its validation in; the gate of its time and memory judged, with the figures that it was judged by, out.

import type { SimulatedRun } from '../runner/simulated-run.ts';
import type { GateRun } from './gate-run.ts';
import { isWithin, type PerformanceLimits, performanceGate } from './gates/performance-gate.ts';
import { measureBundle } from './performance/measure-bundle.ts';
import type { MeasureAnswer } from './performance/measure-request.ts';
import { machineHere } from './performance/performance-figures.ts';
import { readPromotionSettings } from './promotion-settings.ts';
import { readTrustedKeys } from './release/keys.ts';
import { type PerformanceRecord, readPerformance } from './release/performance-record.ts';
import { sha256Of } from './release/plain-file.ts';
import { releaseRefs } from './release/release-folders.ts';
import type { Subject } from './subject.ts';

export type MeasuredPerformance = Omit<PerformanceRecord, 'kind' | 'release'>;

export interface PerformanceRequest {
  readonly home: string;
  readonly instrument?: string | undefined;
  readonly seed: number;
  readonly capitalBrl: number;
}

/** A busy machine is given another chance; a bundle that is too slow stays so. */
const TRIES = 3;

/** Undefined where it could not be measured. */
export async function judgePerformance(
  subject: Subject,
  request: PerformanceRequest,
  validation: SimulatedRun,
  run: GateRun,
): Promise<MeasuredPerformance | undefined> {
  const { home } = request;
  const { decisionP99Us, memoryMb } = readPromotionSettings(home);
  const limits = { decisionP99Us, memoryMb };
  const code = await subject.bundle();
  const modelSha256 = validation.plan.model?.manifestSha256 ?? null;
  const market = marketOf(request, validation);
  const parts = { codeSha256: sha256Of(code), modelSha256, market, machine: machineHere() };
  const before = run.stage === 'live' ? undefined : passedBefore(home, subject.strategy.name, parts, limits);
  const measured = before ?? (await best(() => measureOnce(request, validation, code), limits));
  run.add(performanceGate(measured, limits));
  if (!('figures' in measured)) return undefined;
  return { ...parts, limits, at: before?.at ?? new Date().toISOString(), figures: measured.figures };
}

function marketOf({ instrument }: PerformanceRequest, { feeds, plan }: SimulatedRun) {
  return { instrument: instrument ?? plan.strategy.instruments.trade, kind: feeds.kind };
}

function measureOnce(request: PerformanceRequest, validation: SimulatedRun, code: Uint8Array): Promise<MeasureAnswer> {
  const { home, seed, capitalBrl } = request;
  const { feeds, plan } = validation;
  const { model, modelFolder } = plan;
  return measureBundle({
    ...{ code, home, seed, capitalBrl, ...marketOf(request, validation), days: feeds.days.map(({ day }) => day) },
    ...(model === undefined ? {} : { modelFolder: modelFolder!, manifestSha256: model.manifestSha256 }),
  });
}

/** The first that keeps within the limits, or the last. */
async function best(measure: () => Promise<MeasureAnswer>, limits: PerformanceLimits): Promise<MeasureAnswer> {
  let answer = await measure();
  for (let tried = 1; tried < TRIES; tried += 1) {
    if (!('figures' in answer) || isWithin(answer.figures, limits)) break;
    answer = await measure();
  }
  return answer;
}

/**
 * Of a release of the same code and model that passed on this machine in the same market. A run on the border would otherwise make a second release of the same parts:
 * below live the gate warns, and its judgement is part of the id. At live it stops, and is measured each time.
 */
function passedBefore(
  home: string,
  strategy: string,
  parts: Pick<PerformanceRecord, 'codeSha256' | 'modelSha256' | 'market' | 'machine'>,
  limits: PerformanceLimits,
): PerformanceRecord | undefined {
  const trustedKeys = readTrustedKeys(home);
  return releaseRefs(home, strategy)
    .map((ref) => readPerformance(ref, home, trustedKeys))
    .filter((record) => typeof record !== 'string')
    .find(
      (record) =>
        record.codeSha256 === parts.codeSha256 &&
        record.modelSha256 === parts.modelSha256 &&
        record.machine === parts.machine &&
        record.market?.instrument === parts.market?.instrument &&
        record.market?.kind === parts.market?.kind &&
        isWithin(record.figures, limits),
    );
}
