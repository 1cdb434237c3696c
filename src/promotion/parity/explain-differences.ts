// A day report in; each difference of the run from its backtest with one of the causes of a certificate, out.

import { OWN_VOICES, START_TEXT } from '../../core/risk/start-pause.ts';
import type { DayRecord, Incident } from '../../runner/day-report/day-record.ts';
import type { DayReport } from '../../runner/day-report/day-report.ts';
import type { DayDifference, DifferenceCause, HeldBack } from '../../runner/day-report/difference.ts';
import type { ParityCause } from './parity-certificate.ts';

export interface ExplainedDifference {
  readonly difference: DayDifference;
  readonly cause: ParityCause;
}

type Explained = Pick<DayReport, 'market' | 'replay' | 'record'> & {
  readonly comparison: Pick<DayReport['comparison'], 'differences'>;
};

/** A person who ends a session so shortly before its last event is why nothing came after it, microseconds. */
const ENDED_BY_US = 120_000_000;
/** State of a new epoch, and what a gap took away, is felt so long by decisions that only one side has, microseconds. */
const GAP_FELT_US = 600_000_000;

/** Causes that speak for themselves. */
const PLAIN: Partial<Readonly<Record<DifferenceCause, ParityCause>>> = {
  rejected: 'broker',
  notFilled: 'fillModel',
  fillModel: 'fillModel',
  orderLatency: 'latency',
  guardian: 'guardian',
  operator: 'operator',
};

/**
 * Only what the record of the run proves is named. From the first place on where the replay differs, the journal is not what the events and
 * this code make: nothing in it explains anything, and the cause is unknown.
 */
export function explainDifferences(report: Explained): readonly ExplainedDifference[] {
  const doubtedUs = report.replay.firstDifference?.timeUs ?? (report.replay.identical ? Infinity : -Infinity);
  let root: ParityCause | undefined;
  return report.comparison.differences.map((difference) => {
    const isDoubted = difference.lastUs >= doubtedUs;
    const cause = isDoubted ? 'unknown' : causeOf(difference, report, root);
    root = cause;
    return { difference, cause };
  });
}

/** @param before cause of the difference before it, which what follows inherits */
function causeOf(difference: DayDifference, report: Explained, before: ParityCause | undefined): ParityCause {
  const plain = PLAIN[difference.cause];
  if (plain !== undefined) return plain;
  const { record } = report;
  switch (difference.cause) {
    case 'input':
    case 'decidedPrice':
      return dataCause(difference, report, before);
    case 'heldBack':
      return heldBackCause(difference.held, record, before);
    case 'notRunning':
      return endedByPerson(difference, record) ? 'operator' : 'gap';
    case 'missing':
      return isNearGap(difference, record) ? 'gap' : (before ?? 'unknown');
    // stop or target first: the way of the price inside of what both know
    case 'exitWay':
      return before ?? 'fillModel';
    // the same inputs gave something else, or the state of the account did: only an earlier difference can be why
    default:
      return before ?? 'unknown';
  }
}

/**
 * The replay is identical, so the inputs follow from the events that the run was given. Beside the stored day those were other events; beside its own
 * log they were the same, and only an epoch that began anew has other state.
 */
function dataCause({ timeUs }: DayDifference, { market, record }: Explained, before?: ParityCause): ParityCause {
  const hasGap = record.incidents.some((one) => one.kind !== 'operator' && one.timeUs <= timeUs);
  if (hasGap) return 'gap';
  return market === 'datasets' ? 'lateData' : (before ?? 'unknown');
}

function heldBackCause(held: HeldBack | undefined, record: DayRecord, before: ParityCause | undefined): ParityCause {
  switch (held?.code) {
    case 'muted':
    case 'warmingUp':
      return 'gap';
    case 'badInput':
    case 'noPrice':
    case 'staleData':
    case 'staleInput':
      return 'lateData';
    case 'predictionFailed':
    case 'predictionTimedOut':
      return 'latency';
    case 'noRiskWindow':
      return 'limits';
    case 'reducing':
    case 'halted':
      return latchCause(held, record, before);
    default:
      return 'unknown';
  }
}

/** New risk was held back by a latch: its text says by whom. */
function latchCause({ reason }: HeldBack, { incidents }: DayRecord, before: ParityCause | undefined): ParityCause {
  if (reason === START_TEXT) return 'gap';
  if (incidents.some((one) => isByPerson(one) && reason.includes(`${one.by}: `))) return 'operator';
  if ([...OWN_VOICES].some((voice) => reason.startsWith(`${voice}: `))) return 'gap';
  // a loss limit that only one side has reached follows from an earlier difference
  return before === undefined ? 'unknown' : 'limits';
}

function isByPerson({ kind, by }: Incident): boolean {
  return kind === 'operator' && by !== undefined && !OWN_VOICES.has(by);
}

function endedByPerson({ timeUs }: DayDifference, { incidents, lastUs }: DayRecord): boolean {
  if (timeUs <= lastUs) return false;
  const ends = (one: Incident): boolean => isByPerson(one) && /^(flatten|kill)\b/.test(one.text);
  return incidents.some((one) => ends(one) && lastUs - one.timeUs <= ENDED_BY_US);
}

function isNearGap({ timeUs, lastUs }: DayDifference, { incidents }: DayRecord): boolean {
  return incidents.some((one) => one.kind !== 'operator' && one.timeUs <= lastUs && timeUs - one.timeUs <= GAP_FELT_US);
}
