// A finished simulated run in; the session result that report and statistics are made from out.

import { brlToE4 } from '../../core/account/money.ts';
import { assert } from '../../core/assert.ts';
import { columnsOf } from '../../core/engine/strategy-setup.ts';
import { BarView } from '../../core/market/bar-view.ts';
import { Kind } from '../../core/market/event-record.ts';
import { instrumentOf } from '../../core/market/instrument-table.ts';
import { mostFrequent } from '../../runner/hold-details.ts';
import type { MarketFeeds } from '../../runner/market-feeds.ts';
import type { ResultCollector } from '../../runner/result-collector.ts';
import type { SimulatedRun } from '../../runner/simulated-run.ts';
import { tradesOf } from '../../runner/trades/trades-of.ts';
import { canonicalSettings, type SimulationSettings } from '../../simulation/settings.ts';
import { withAdverseExcursion } from './adverse-excursion.ts';
import { bookSizesOf } from './book-sizes.ts';
import { neverReadyNotices, runNotices } from './run-notices.ts';
import type { CandleColumns, CostTotals, FillSource, SessionResult } from './session-result.ts';

/** Features and faults that are told of each HOLD code. */
const DETAILS = 5;

export function sessionResultOf(run: SimulatedRun, title: string): SessionResult {
  const { plan, feeds, collector, simulation, info } = run;
  const instrument = instrumentOf(feeds.days[0]!.contracts[0]!);
  assert(instrument !== undefined, 'a run trades a known instrument');
  const model = plan.model?.manifest;
  const candles = candlesOf(feeds);
  return {
    title,
    strategy: plan.strategy.name,
    mode: info.mode,
    instrument: plan.strategy.instruments.trade,
    provenance: feeds.provenance,
    fillSource: fillSourceOf(feeds),
    bookSizes: bookSizesOf(feeds.days),
    from: feeds.days[0]!.day,
    to: feeds.days.at(-1)!.day,
    capitalBrl: info.capitalBrl,
    dailyLossLimitBrl: info.capitalBrl * plan.strategy.risk.dailyLossLimit,
    seed: info.seeds.simulation ?? 0,
    digest: run.digest,
    tick: instrument.tick,
    tickValueE4: instrument.tickValueE4,
    candles,
    regimes: collector.regimes,
    trades: withAdverseExcursion(tradesOf(collector), candles, instrument.tick),
    equity: { timeUs: collector.equityUs, netE4: collector.equityE4 },
    holdReasons: collector.holdReasons,
    holdDetails: mostFrequent(collector.holdDetails.counts, DETAILS),
    decisions: collector.decisions,
    costs: costsOf(collector, simulation),
    gatePassRates: collector.gates,
    datasets: info.datasets,
    model:
      model === undefined
        ? null
        : {
            name: model.name,
            trainedFrom: model.training.from,
            trainedTo: model.validation.to,
            provenance: model.provenance,
          },
    settings: canonicalSettings(simulation),
    notices: [...runNotices(feeds.missing, collector.alerts, feeds.unknownRolls), ...neverReadyOf(run)],
    rollsCrossed: collector.rollsCrossed,
    maxHeldOverRoll: collector.maxHeldOverRoll,
    sessionDays: feeds.days.map(({ day }) => day),
  };
}

function neverReadyOf({ plan, collector }: SimulatedRun): readonly string[] {
  const never = new Set(collector.holdDetails.neverReady);
  if (never.size === 0) return [];
  return neverReadyNotices(columnsOf(plan.setup).filter(({ id }) => never.has(id)));
}

function fillSourceOf(feeds: MarketFeeds): FillSource {
  if (feeds.kind !== 'trades') return 'bars';
  return feeds.days.some(({ manifests }) => manifests.some(({ kind }) => kind === 'levels')) ? 'book' : 'trades';
}

function candlesOf(feeds: MarketFeeds): CandleColumns {
  const timeUs: number[] = [];
  const open: number[] = [];
  const high: number[] = [];
  const low: number[] = [];
  const close: number[] = [];
  const volume: number[] = [];
  const contract: string[] = [];
  const bar = new BarView();
  for (const day of feeds.days) {
    const symbol = day.contracts[0]!;
    const instrument = instrumentOf(symbol)!;
    const { bars } = day;
    for (let index = 0; index < bars.length; index++) {
      if (bars.kindAt(index) !== Kind.bar) continue;
      bar.read(bars, index, instrument);
      timeUs.push(bar.closeTimeUs);
      open.push(bar.open);
      high.push(bar.high);
      low.push(bar.low);
      close.push(bar.close);
      volume.push(bar.volume);
      contract.push(symbol);
    }
  }
  return { timeUs, open, high, low, close, volume, contract };
}

function costsOf(collector: ResultCollector, { costs }: SimulationSettings): CostTotals {
  let totalE4 = 0;
  let contracts = 0;
  for (const { fill } of collector.fills) {
    totalE4 += fill.costsE4;
    contracts += fill.quantity;
  }
  const exchangeE4 = Math.min(totalE4, Math.round(contracts * brlToE4(costs.exchangeFeeBrl) * costs.factor));
  return { exchangeE4, brokerageE4: totalE4 - exchangeE4, totalE4, contracts };
}
