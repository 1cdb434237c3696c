// The record of a run in; how long each stage took that the record tells of, as quantiles, out.

import type { DayRecord } from './day-record.ts';

export interface StageLatency {
  readonly stage: string;
  readonly count: number;
  /** Microseconds. */
  readonly p50Us: number;
  readonly p99Us: number;
  readonly mostUs: number;
}

/** Stages without a single measurement are left out. */
export function stageLatencies(record: DayRecord): readonly StageLatency[] {
  const { orders, fills, marketDelaysUs, predictionsUs } = record;
  const sent = new Map(orders.map((order) => [order.clientOrderId, order]));
  const atMarket = fills.filter(({ fill }) => ['entry', 'exit'].includes(sent.get(fill.clientOrderId)?.role ?? ''));
  return [
    stage('exchange to us, trades', marketDelaysUs),
    stage('question to answer of the model', predictionsUs),
    stage(
      'order to first answer',
      orders.flatMap(({ answeredUs, sentUs }) => (answeredUs === undefined ? [] : [answeredUs - sentUs])),
    ),
    stage(
      'entry or exit to its fill',
      atMarket.map(({ fill, timeUs }) => timeUs - sent.get(fill.clientOrderId)!.sentUs),
    ),
  ].filter((each) => each !== undefined);
}

function stage(name: string, valuesUs: readonly number[]): StageLatency | undefined {
  if (valuesUs.length === 0) return undefined;
  const sorted = [...valuesUs].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  return { stage: name, count: sorted.length, p50Us: at(0.5), p99Us: at(0.99), mostUs: sorted.at(-1)! };
}
