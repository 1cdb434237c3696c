// An exported ensemble, what was measured of it and what was tried in; its model card, for a notebook and as files beside the model, out.

import { UserError } from '../../adapters/user-error.ts';
import { e4ToBrl } from '../../core/account/money.ts';
import { JUPYTER_DISPLAY, type MimeBundle } from '../display/jupyter-display.ts';
import type { RegimeEnsemble } from '../ensembles/train-for-regimes.ts';
import type { Importances } from '../importance/importances.ts';
import { effectiveTrials } from '../overfitting/effective-trials.ts';
import type { Evidence } from '../overfitting/evidence.ts';
import { judge } from '../overfitting/judge.ts';
import { whatToDistrust } from '../statistics/distrust.ts';
import type { StressReport } from '../stress/stress-report.ts';
import type { ExportedEnsemble } from '../training/export/export-ensemble.ts';
import type { CardBacktest, CardFacts, CardTrials } from './card-facts.ts';
import { cardHtml } from './card-html.ts';
import { cardMarkdown } from './card-markdown.ts';
import { cardVerdict } from './card-verdict.ts';
import { regimeEvidence } from './regime-evidence.ts';

export interface ModelCardRequest {
  readonly exported: ExportedEnsemble;
  readonly ensemble: RegimeEnsemble;
  /** In words: what is predicted, such as `the move of the next 10 candles`. */
  readonly labels: string;
  /** Of a round trip, as the thresholds were fitted with, in points. */
  readonly costPoints: number;
  readonly importances?: Importances | undefined;
  /** Of the exported files, on days that the training did not see. Without it no edge is claimed. */
  readonly stress?: StressReport | undefined;
  /** `trialEvidence({ home, seq })` of the backtest in `stress`. Without it no gate is judged, and no edge claimed. */
  readonly evidence?: Evidence | undefined;
}

/** Shows itself in a notebook. `files` (card.md, card.json) are for `writeModelFolder`. */
export class ModelCard {
  readonly facts: CardFacts;

  constructor(facts: CardFacts) {
    this.facts = facts;
  }

  get markdown(): string {
    return cardMarkdown(this.facts);
  }

  get files(): ReadonlyMap<string, Uint8Array> {
    const text = new TextEncoder();
    return new Map([
      ['card.md', text.encode(this.markdown)],
      ['card.json', text.encode(`${JSON.stringify(this.facts, undefined, 2)}\n`)],
    ]);
  }

  [JUPYTER_DISPLAY](): MimeBundle {
    return { 'text/plain': this.markdown, 'text/html': cardHtml(this.facts) };
  }
}

/**
 * It judges the gates itself; a claim cannot be handed in. UserError `card-evidence` where the stress test is of another model, or the
 * evidence of another run.
 */
export function modelCard(request: ModelCardRequest): ModelCard {
  const { exported, ensemble, labels, costPoints, importances, stress } = request;
  const { candle, horizonCandles, inputs, provenance, training, datasets, regimeDetector, schemaHash, name } =
    exported.manifest;
  if (stress !== undefined) checkStress(stress, request);
  const errors = ensemble.statistics.toRows().flatMap((line) => {
    const error = line.calibration_error;
    return typeof error === 'number' ? [error] : [];
  });
  const backtest = stress === undefined ? undefined : backtestOf(stress, training.to);
  const facts: Omit<CardFacts, 'verdict'> = {
    ...{ schemaVersion: 1, name, labels, costPoints },
    manifest: { candle, horizonCandles, inputs, provenance, training, datasets, regimeDetector, schemaHash },
    rows: ensemble.rows.isUsed.reduce((sum, each) => sum + each, 0),
    leftOut: { ...ensemble.rows.leftOut },
    members: ensemble.members.map(({ recipe, weights, trainedOn }) => ({
      ...{ name: recipe.name, kind: recipe.kind, role: recipe.role, weights, trainedOn },
      calibration: recipe.role === 'magnitude' ? 'none' : (recipe.calibration ?? 'platt'),
    })),
    importance: importances?.names.map((input, at) => ({ input, value: importances.values[at]! })),
    byRegime: regimeEvidence(ensemble),
    calibrationError: errors.length === 0 ? undefined : errors.reduce((sum, each) => sum + each, 0) / errors.length,
    ...{ backtest, trials: trialsOfCard(request.evidence, backtest) },
    distrust: stress === undefined ? [] : whatToDistrust(stress.result, stress.statistics, { stress }),
  };
  return new ModelCard({ ...facts, verdict: cardVerdict(facts) });
}

function checkStress({ result, statistics }: StressReport, { exported, evidence }: ModelCardRequest): void {
  const bad = (message: string, field: string, fix: string): UserError =>
    new UserError({ code: 'card-evidence', message, field, fix });
  if (result.model?.name !== exported.manifest.name) {
    const traded = result.model?.name ?? 'no model';
    throw bad(`The stress test is of ${traded}, not of ${exported.manifest.name}`, 'stress', 'Run the exported model');
  }
  const { trials, chosen = -1 } = evidence ?? {};
  if (trials?.[chosen] === undefined) return;
  const net = Array.from(trials[chosen]).reduce((sum, each) => sum + each, 0);
  if (Math.abs(net - e4ToBrl(statistics.netE4)) < 0.01) return;
  const message = `The evidence is of a run that made ${net.toFixed(2)}, the stress test of one that made ${e4ToBrl(statistics.netE4).toFixed(2)}`;
  throw bad(message, 'evidence', 'Give trialEvidence of the very run');
}

function backtestOf(
  { result, statistics, cases, randomEntries, shuffledModel }: StressReport,
  last: string,
): CardBacktest {
  const stress = cases.map(({ case: { name }, trades, netE4 }) => ({ name, trades, netBrl: e4ToBrl(netE4) }));
  return {
    ...{ from: result.from, to: result.to, days: result.sessionDays.length },
    daysOfTraining: result.sessionDays.filter((day) => day <= last).length,
    ...{ trades: statistics.trades.trades, netBrl: e4ToBrl(statistics.netE4), stress },
    netAtDoubledCostsBrl: stress.find(({ name }) => name === 'costs-2')!.netBrl,
    ...{ randomEntriesP: randomEntries?.pValue, shuffledModelP: shuffledModel?.pValue },
  };
}

function trialsOfCard(evidence: Evidence | undefined, backtest: CardBacktest | undefined): CardTrials | undefined {
  if (evidence === undefined) return undefined;
  const { trials = [], uncompared = 0 } = evidence;
  const doubled = backtest?.netAtDoubledCostsBrl ?? evidence.netAtDoubledCosts;
  return {
    ...{ compared: trials.length, uncompared, effective: effectiveTrials(trials, uncompared).effective },
    gates: judge({ ...evidence, netAtDoubledCosts: doubled }).gates,
  };
}
