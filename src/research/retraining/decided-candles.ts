// The folders of runs in; what their journals say was decided at each candle, with the money of each entry, in order of time, out.

import { openRun, type RunReader } from '../../adapters/journal/run-reader.ts';
import type { DecisionRecord } from '../../core/engine/decision-record.ts';
import { isoDay } from '../../core/market/civil-time.ts';
import type { Instrument } from '../../core/market/instrument.ts';
import { instrumentOf } from '../../core/market/instrument-table.ts';
import { buildTradeLedger, type LedgerOrder } from '../../runner/trades/trade-ledger.ts';
import type { DecidedCandle } from './decided-candle.ts';

export interface DecidedRequest {
  /** Of a candle that several decided at, the first counts. */
  readonly runs: readonly string[];
  /** First and last session day, YYYY-MM-DD; all where absent. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Decisions between candles are left out. UserErrors of a journal that cannot be read. */
export function decidedCandles({ runs, from = '', to = '9999-99-99' }: DecidedRequest): readonly DecidedCandle[] {
  const byClose = new Map<number, DecidedCandle>();
  for (const folder of runs) {
    const run = openRun(folder);
    try {
      const nets = netsByEntry(run);
      for (const decision of run.decisions()) {
        const closeUs = decision.inputs.candleCloseUs;
        if (decision.trigger !== 'candle' || closeUs === null || byClose.has(closeUs)) continue;
        const day = isoDay(closeUs);
        if (day >= from && day <= to) byClose.set(closeUs, decidedCandle(decision, closeUs, nets.get(decision.seq)));
      }
    } finally {
      run.close();
    }
  }
  return [...byClose.values()].sort((a, b) => a.closeUs - b.closeUs);
}

function decidedCandle(
  { inputs, gates, outcome }: DecisionRecord,
  closeUs: number,
  netE4: number | undefined,
): DecidedCandle {
  return {
    ...{ closeUs, gates, netE4 },
    action: outcome.kind === 'enter' ? outcome.side : outcome.kind,
    code: outcome.kind === 'hold' ? outcome.code : undefined,
    regime: inputs.regime?.kind ?? 'undefined',
    direction: inputs.prediction?.direction,
  };
}

/**
 * By seq of the decision that entered. Nothing is known where a fill belongs to no order of the journal, or the run is of an instrument without
 * terms here: what cannot be told exactly is not told.
 */
function netsByEntry(run: RunReader): ReadonlyMap<number, number> {
  const orders = new Map<string, LedgerOrder & { readonly seq: number }>();
  for (const command of run.commands()) {
    if (command.kind === 'submit') orders.set(command.request.clientOrderId, { ...command.request, seq: command.seq });
  }
  for (const { seq, event } of run.accountEvents()) {
    if (event.kind === 'orderAdopted') orders.set(event.request.clientOrderId, { ...event.request, seq });
  }
  const fills = [...run.fills()];
  const instrument = instrumentOf(String(run.info.composition.instrument));
  if (instrument === undefined || fills.some(({ clientOrderId }) => !orders.has(clientOrderId))) return new Map();
  const entries = new Map<string, number>();
  for (const { clientOrderId, exchangeTimeUs, side } of fills) {
    const order = orders.get(clientOrderId)!;
    const key = `${exchangeTimeUs} ${side}`;
    if (order.role === 'entry' && !entries.has(key)) entries.set(key, order.seq);
  }
  const instruments: Instrument[] = [];
  for (const { instrumentId } of fills) instruments[instrumentId] = instrument;
  const nets = new Map<number, number>();
  for (const { entryTimeUs, side, netE4 } of buildTradeLedger(fills, [...orders.values()], instruments).trades) {
    const seq = entries.get(`${entryTimeUs} ${side}`);
    if (seq !== undefined) nets.set(seq, (nets.get(seq) ?? 0) + netE4);
  }
  return nets;
}
