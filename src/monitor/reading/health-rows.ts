// A run at a moment, its process and its conditions of trading in; the strip of health as the page shows it out.

import type { ConditionRow } from '../view/alert-row.ts';
import type { HealthRow } from '../view/health-row.ts';
import type { RunSummary } from '../view/run-summary.ts';
import { absent, known } from './measured-of.ts';
import type { RunFold, ServiceState } from './run-fold.ts';

const US_PER_MS = 1000;
const SERVICES = ['market', 'routing', 'host'] as const;
const OF_CONDITION: Readonly<Record<ConditionRow['state'], HealthRow['state']>> = {
  open: 'good',
  waiting: 'warning',
  shut: 'bad',
};
const OF_RUN: Readonly<Record<RunSummary['state']['kind'], HealthRow['state']>> = {
  ...{ running: 'good', asleep: 'good', ended: 'unknown', dead: 'bad', hung: 'bad', unreadable: 'bad' },
};
const NOT_IN_JOURNAL = 'the journal of a run does not keep it';

/** @param staleAfterUs silence of the market after which the engine takes no price for fresh */
export function healthRows(
  fold: RunFold,
  { state }: RunSummary,
  conditions: readonly ConditionRow[],
  staleAfterUs: number,
): readonly HealthRow[] {
  return [
    feedRow(fold, staleAfterUs),
    ...SERVICES.map((service) => serviceRow(service, fold.services.get(service))),
    {
      ...{ id: 'runner', state: OF_RUN[state.kind], value: absent('notRecorded'), unit: 'none' },
      ...{ text: state.text, atUs: state.atUs },
    },
    conditionRow('disk', conditions),
    conditionRow('clock', conditions),
    unrecorded('memory', 'bytes'),
    unrecorded('queue', 'ms'),
    unrecorded('journal', 'none'),
  ];
}

/** How long the market had been silent at the newest event. */
function feedRow({ market, timeUs }: RunFold, staleAfterUs: number): HealthRow {
  const { traded } = market;
  if (traded === undefined || traded.marketUs === 0) {
    return { id: 'feed', state: 'unknown', value: absent('notYet'), unit: 'ms', text: '', atUs: null };
  }
  const silentUs = timeUs - traded.marketUs;
  return {
    ...{ id: 'feed', state: silentUs <= staleAfterUs ? 'good' : 'bad', unit: 'ms' },
    ...{ value: known(silentUs / US_PER_MS, timeUs), text: '', atUs: traded.marketUs },
  };
}

function serviceRow(id: (typeof SERVICES)[number], told: ServiceState | undefined): HealthRow {
  const value = absent('notRecorded');
  if (told === undefined) return { id, state: 'unknown', value, unit: 'none', text: '', atUs: null };
  const { state, detail, atUs } = told;
  const health = state === 'connected' ? 'good' : state === 'connecting' ? 'warning' : 'bad';
  return { id, state: health, value, unit: 'none', text: `${state}${detail === undefined ? '' : `: ${detail}`}`, atUs };
}

function conditionRow(id: 'disk' | 'clock', conditions: readonly ConditionRow[]): HealthRow {
  const found = conditions.find((each) => each.id === id);
  if (found === undefined) return unrecorded(id, 'none');
  const { state, text, atUs } = found;
  return { id, state: OF_CONDITION[state], value: absent('notRecorded'), unit: 'none', text, atUs };
}

function unrecorded(id: HealthRow['id'], unit: HealthRow['unit']): HealthRow {
  return { id, state: 'unknown', value: absent('notRecorded', NOT_IN_JOURNAL), unit, text: '', atUs: null };
}
