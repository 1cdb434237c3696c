// Each difference of a day report with what was recorded around it, and the cause that this proves, or that none does.
import { describe, expect, it } from 'vitest';
import { START_TEXT } from '../../../src/core/risk/start-pause.ts';
import type { HoldCode } from '../../../src/core/signal/hold-code.ts';
import { explainDifferences } from '../../../src/promotion/parity/explain-differences.ts';
import type { ParityCause } from '../../../src/promotion/parity/parity-certificate.ts';
import type { DayRecord, Incident } from '../../../src/runner/day-report/day-record.ts';
import type { DayDifference, DifferenceCause } from '../../../src/runner/day-report/difference.ts';
import type { ReplayResult } from '../../../src/runner/replay.ts';

const MINUTE_US = 60_000_000;
const END_US = 100 * MINUTE_US;

const empty: DayRecord = {
  ...{ decisions: [], orders: [], fills: [], incidents: [], alerts: 0, sessionDays: ['2025-08-05'] },
  ...{ firstUs: 1, lastUs: END_US, marketDelaysUs: [], predictionsUs: [] },
};
const identical: ReplayResult = {
  identical: true,
  decisions: 9,
  firstDifference: null,
  predictions: null,
  notices: [],
};

function difference(cause: DifferenceCause, minute: number, held?: [HoldCode, string]): DayDifference {
  const timeUs = minute * MINUTE_US;
  return {
    ...{
      what: 'decision',
      timeUs,
      lastUs: timeUs,
      count: 1,
      run: 'a',
      beside: 'b',
      cause,
      detail: '',
      effectE4: undefined,
    },
    ...(held === undefined ? {} : { held: { side: 'run', code: held[0], reason: held[1] } }),
  };
}

const gap = (minute: number): Incident => ({ timeUs: minute * MINUTE_US, kind: 'gap', text: '12 records lost' });
const asked = (minute: number, command: string, by: string): Incident => {
  return { timeUs: minute * MINUTE_US, kind: 'operator', text: `${command} by ${by}: why`, by };
};

interface Case {
  readonly incidents?: readonly Incident[];
  readonly market?: 'datasets' | 'log';
  readonly replay?: ReplayResult;
}

function causes(differences: readonly DayDifference[], changes: Case = {}): readonly ParityCause[] {
  const { incidents = [], market = 'datasets', replay = identical } = changes;
  const record = { ...empty, incidents };
  return explainDifferences({ market, replay, record, comparison: { differences } }).map(({ cause }) => cause);
}

describe('a cause is named where the record proves it', () => {
  it.each<[string, ParityCause, DayDifference, Case?]>([
    ['another input beside the stored day', 'lateData', difference('input', 10)],
    ['another input after a gap', 'gap', difference('input', 10), { incidents: [gap(9)] }],
    ['another input before the gap', 'lateData', difference('input', 8), { incidents: [gap(9)] }],
    ['another input of the same events', 'unknown', difference('input', 10), { market: 'log' }],
    ['another last price', 'lateData', difference('decidedPrice', 10)],
    ['muted', 'gap', difference('heldBack', 10, ['muted', 'gap: 12 records lost'])],
    ['warming up', 'gap', difference('heldBack', 10, ['warmingUp', '1 of 2 candles'])],
    ['silence', 'lateData', difference('heldBack', 10, ['staleData', 'no market event for 31 s'])],
    ['a prediction too late', 'latency', difference('heldBack', 10, ['predictionTimedOut', 'timeout'])],
    ['a window of the machine', 'limits', difference('heldBack', 10, ['noRiskWindow', 'Copom'])],
    ['gates that were not open', 'gap', difference('heldBack', 10, ['reducing', START_TEXT])],
    [
      'a pause by a person',
      'operator',
      difference('heldBack', 10, ['reducing', 'ana: why']),
      { incidents: [asked(9, 'pause', 'ana')] },
    ],
    ['a pause that nobody gave', 'unknown', difference('heldBack', 10, ['reducing', 'ana: why'])],
    [
      'a pause by the clock',
      'gap',
      difference('heldBack', 10, ['reducing', 'clock: it is 2 s off']),
      { incidents: [asked(9, 'pause', 'clock')] },
    ],
    ['a halt by no difference before it', 'unknown', difference('heldBack', 10, ['halted', 'the venue holds 2'])],
    ['a late start', 'gap', difference('notRunning', 0)],
    ['an early end', 'gap', difference('notRunning', 110)],
    ['an end by a person', 'operator', difference('notRunning', 110), { incidents: [asked(99, 'flatten', 'stop')] }],
    ['an end long after a person', 'gap', difference('notRunning', 110), { incidents: [asked(20, 'flatten', 'ana')] }],
    ['a decision that is missing', 'unknown', difference('missing', 10)],
    ['one missing behind a gap', 'gap', difference('missing', 10), { incidents: [gap(9)] }],
    ['one missing long after a gap', 'unknown', difference('missing', 50), { incidents: [gap(9)] }],
    ['the same inputs, another outcome', 'unknown', difference('outcome', 10)],
    ['a position of no earlier difference', 'unknown', difference('position', 10)],
    ['a refusal', 'broker', difference('rejected', 10)],
    ['a worse fill', 'fillModel', difference('fillModel', 10)],
    ['no fill', 'fillModel', difference('notFilled', 10)],
    ['a later fill', 'latency', difference('orderLatency', 10)],
    ['the guardian', 'guardian', difference('guardian', 10)],
    ['a person', 'operator', difference('operator', 10)],
    ['a stop before a target', 'fillModel', difference('exitWay', 10)],
  ])('%s: %s', (_name, cause, one, changes) => {
    expect(causes([one], changes)).toEqual([cause]);
  });

  it('what follows has the cause of what it follows, unknown ones too', () => {
    expect(causes([difference('orderLatency', 10), difference('follows', 11), difference('position', 12)])).toEqual([
      'latency',
      'latency',
      'latency',
    ]);
    expect(causes([difference('outcome', 10), difference('follows', 11)])).toEqual(['unknown', 'unknown']);
  });

  it('nothing is explained from the first difference of the replay on, nor where nobody knows where that is', () => {
    const firstDifference = { index: 3, timeUs: 20 * MINUTE_US, path: 'outcome.kind', expected: 'x', actual: 'y' };
    const both = [difference('fillModel', 10), difference('fillModel', 20), difference('operator', 30)];
    const at = { ...identical, identical: false, firstDifference };
    expect(causes(both, { replay: at })).toEqual(['fillModel', 'unknown', 'unknown']);
    const nowhere = { ...identical, identical: false };
    expect(causes(both, { replay: nowhere })).toEqual(['unknown', 'unknown', 'unknown']);
  });
});
