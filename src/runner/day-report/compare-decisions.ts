// Paired decisions in; those with another outcome, each with its cause, and how many inputs differ without consequence, out.

import { canonicalJson } from '../../adapters/journal/canonical-json.ts';
import type { DecisionInputs, DecisionOutcome, DecisionRecord } from '../../core/engine/decision-record.ts';
import type { HoldCode } from '../../core/signal/hold-code.ts';
import type { DayRecord } from './day-record.ts';
import type { DayDifference, DifferenceCause, HeldBack } from './difference.ts';
import { type DecisionPair, matchDecisions } from './match-decisions.ts';

/** HOLD codes that say what kept a run from deciding, rather than what it decided. */
const HELD_BACK: ReadonlySet<HoldCode> = new Set<HoldCode>([
  ...(['warmingUp', 'muted', 'badInput', 'noPrice', 'staleData', 'staleInput', 'noRiskWindow'] as const),
  ...(['predictionFailed', 'predictionTimedOut', 'reducing', 'halted'] as const),
]);

export const OUTSIDE = 'before the first decision or after the last event of the run';

export interface DecisionComparison {
  readonly pairs: readonly DecisionPair[];
  readonly differences: readonly DayDifference[];
  readonly same: number;
  /** The same outcome from other inputs, by the first input that differs. */
  readonly otherInputs: Readonly<Record<string, number>>;
}

export function compareDecisions(run: DayRecord, beside: DayRecord): DecisionComparison {
  const pairs = matchDecisions(run.decisions, beside.decisions);
  const differences: DayDifference[] = [];
  const otherInputs: Record<string, number> = {};
  let same = 0;
  for (const pair of pairs) {
    if (pair.run === undefined || pair.beside === undefined) {
      differences.push(oneSided(pair, run));
      continue;
    }
    const input = firstInput(pair.run.inputs, pair.beside.inputs);
    if (outcomeText(pair.run.outcome) !== outcomeText(pair.beside.outcome)) {
      differences.push(differing(pair.run, pair.beside, input));
      continue;
    }
    same += 1;
    if (input !== undefined) otherInputs[input.name] = (otherInputs[input.name] ?? 0) + 1;
  }
  return { pairs, differences: joined(differences), same, otherInputs };
}

/** Hours of silence are one row, not one for each candle. */
function joined(differences: readonly DayDifference[]): readonly DayDifference[] {
  const rows: DayDifference[] = [];
  for (const next of differences) {
    const last = rows.at(-1);
    if (last !== undefined && isAlike(last, next)) {
      rows[rows.length - 1] = { ...last, count: last.count + 1, lastUs: next.timeUs };
    } else rows.push(next);
  }
  return rows;
}

function isAlike(a: DayDifference, b: DayDifference): boolean {
  if (a.cause !== b.cause) return false;
  return a.cause === 'notRunning' || (a.run === b.run && a.beside === b.beside && a.detail === b.detail);
}

function oneSided({ run, beside }: DecisionPair, record: DayRecord): DayDifference {
  const decision = (run ?? beside)!;
  const { timeUs } = decision;
  const isOutside = run === undefined && isOutsideOf(record, timeUs);
  const incident = record.incidents.findLast((one) => one.timeUs <= timeUs);
  const near = incident === undefined ? '' : `; before it ${incident.kind}: ${incident.text}`;
  return {
    ...{ what: 'decision', timeUs, lastUs: timeUs, count: 1, effectE4: undefined },
    ...{ cause: isOutside ? 'notRunning' : 'missing' },
    run: run === undefined ? 'no decision' : outcomeText(run.outcome),
    beside: beside === undefined ? 'no decision' : outcomeText(beside.outcome),
    detail: isOutside ? OUTSIDE : `${decision.trigger} decision${near}`,
  };
}

interface InputDifference {
  readonly name: string;
  readonly text: string;
}

function differing(run: DecisionRecord, beside: DecisionRecord, input: InputDifference | undefined): DayDifference {
  const held = [run, beside].find(({ outcome }) => outcome.kind === 'hold' && HELD_BACK.has(outcome.code));
  let cause: DifferenceCause = 'outcome';
  let detail = 'every input is the same';
  let heldBack: HeldBack | undefined;
  if (held !== undefined && held.outcome.kind === 'hold') {
    const { code, reason } = held.outcome;
    cause = 'heldBack';
    detail = `${held === run ? 'the run' : 'the backtest'}: ${code}, ${reason}`;
    heldBack = { side: held === run ? 'run' : 'beside', code, reason };
  } else if (input !== undefined) {
    cause = input.name === 'position' ? 'position' : 'input';
    detail = input.text;
  }
  return {
    ...{ what: 'decision', timeUs: run.timeUs, lastUs: run.timeUs, count: 1 },
    ...{ cause, detail, effectE4: undefined, ...(heldBack === undefined ? {} : { held: heldBack }) },
    run: outcomeText(run.outcome),
    beside: outcomeText(beside.outcome),
  };
}

/** From cause to effect: features, regime, prediction, then what is held, then the price. */
function firstInput(run: DecisionInputs, beside: DecisionInputs): InputDifference | undefined {
  for (const name of Object.keys({ ...run.features, ...beside.features })) {
    const [a, b] = [run.features[name] ?? null, beside.features[name] ?? null];
    if (!Object.is(a, b)) return { name, text: `${name}: ${shown(a)} in the run, ${shown(b)} in the backtest` };
  }
  for (const name of ['regime', 'prediction', 'position', 'price'] as const) {
    // a journal that was read back has its fields in another order
    const [a, b] = [canonicalJson(run[name]), canonicalJson(beside[name])];
    if (a !== b) return { name, text: `${name}: ${a} in the run, ${b} in the backtest` };
  }
  return undefined;
}

function shown(value: number | null): string {
  return value === null ? 'not ready' : String(value);
}

export function outcomeText(outcome: DecisionOutcome): string {
  switch (outcome.kind) {
    case 'hold':
      return `HOLD ${outcome.code}`;
    case 'flat':
      return 'flat';
    case 'enter': {
      const { side, quantity, entryPrice, stopPrice, targetPrice } = outcome;
      return `${side} ${quantity} at ${entryPrice}, stop ${stopPrice}, target ${targetPrice}`;
    }
  }
}

/** Before the first decision or after the last event of the run. */
export function isOutsideOf({ decisions, lastUs }: DayRecord, timeUs: number): boolean {
  return timeUs < (decisions[0]?.timeUs ?? Infinity) || timeUs > lastUs;
}
