// The id of a gate and a stage in; whether it is asked there, whether it stops, and whether a person may waive it, out.

import type { CheckedGate } from '../release/gate.ts';
import { STAGES, type Stage } from '../release/stage.ts';

export type Asked = 'required' | 'warning' | 'notAsked';

/** By stage: paper, demo, live. */
type Row = readonly [paper: Asked, demo: Asked, live: Asked];

interface Rule {
  readonly asked: Row;
  /** Where what it looks at is not there at all; `asked` where this is left out. */
  readonly missing?: Row;
  /** Whether a person may let it fail, by name and with a reason. What keeps a release honest is never waived, at no stage. */
  readonly isWaivable: boolean;
  /** Asked of some releases only: with a model, with a digest to compare. */
  readonly isOccasional?: boolean;
}

const EVERYWHERE: Row = ['required', 'required', 'required'];
const BELOW_LIVE_WARNS: Row = ['warning', 'warning', 'required'];
const LIVE_ONLY: Row = ['notAsked', 'notAsked', 'required'];
const PAPER_WARNS: Row = ['warning', 'required', 'required'];

const integrity = (asked: Row, more: Pick<Rule, 'missing' | 'isOccasional'> = {}): Rule => ({
  ...{ asked, isWaivable: false },
  ...more,
});
/** What a result is worth as evidence: a person may know better, and signs for it. */
const evidence = (asked: Row, more: Pick<Rule, 'isOccasional'> = {}): Rule => ({ asked, isWaivable: true, ...more });

/** The one place that says what is asked at which stage. In the order in which they run. */
export const GATE_TABLE: Readonly<Record<string, Rule>> = {
  modelPackage: integrity(EVERYWHERE),
  dayPositions: integrity(EVERYWHERE),
  riskLimits: integrity(PAPER_WARNS),
  trainingData: integrity(EVERYWHERE, { missing: ['notAsked', 'warning', 'required'], isOccasional: true }),
  notebook: integrity(PAPER_WARNS, { isOccasional: true }),
  cleanCommit: integrity(PAPER_WARNS),
  types: integrity(EVERYWHERE),
  strategyTests: integrity(EVERYWHERE, { missing: BELOW_LIVE_WARNS }),
  // a release takes its time at each stage: what it did there is evidence
  paperSessions: evidence(['notAsked', 'required', 'notAsked']),
  demoSessions: evidence(LIVE_ONLY),
  reproducible: integrity(EVERYWHERE),
  notebookDigest: integrity(EVERYWHERE, { isOccasional: true }),
  datasets: integrity(EVERYWHERE),
  leakCheck: integrity(EVERYWHERE),
  warmupCheck: integrity(PAPER_WARNS),
  provenance: integrity(EVERYWHERE),
  ledger: integrity(PAPER_WARNS),
  deflatedSharpe: evidence(BELOW_LIVE_WARNS),
  overfitting: evidence(BELOW_LIVE_WARNS),
  doubledCosts: evidence(BELOW_LIVE_WARNS),
  oneDay: evidence(BELOW_LIVE_WARNS),
  validationTrades: evidence(BELOW_LIVE_WARNS),
  outOfSample: evidence(BELOW_LIVE_WARNS),
  performance: evidence(BELOW_LIVE_WARNS),
  // three more backtests: asked where money is at stake
  stressLatency: evidence(LIVE_ONLY),
  stressGap: evidence(LIVE_ONLY),
  stressWorstDays: evidence(LIVE_ONLY),
  // as long as the training itself
  notebookRerun: evidence(LIVE_ONLY, { isOccasional: true }),
};

/** A gate that the table does not name is required and never waived. */
function ruleOf(id: string): Rule {
  return GATE_TABLE[id] ?? integrity(EVERYWHERE);
}

export function askedAt(gate: Pick<CheckedGate, 'id' | 'isMissing'>, stage: Stage): Asked {
  const { asked, missing = asked } = ruleOf(gate.id);
  return (gate.isMissing === true ? missing : asked)[STAGES.indexOf(stage)]!;
}

export function isWaivable(id: string): boolean {
  return ruleOf(id).isWaivable;
}

/** Gates that must have been judged before a release is written: one that was left out has not passed. */
export function gatesAskedAt(stage: Stage): readonly string[] {
  return Object.entries(GATE_TABLE)
    .filter(([id, { isOccasional }]) => isOccasional !== true && askedAt({ id }, stage) !== 'notAsked')
    .map(([id]) => id);
}
