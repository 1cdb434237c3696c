// Takes nothing; gives every function of the program on which a decision or a fill depends: what a release carries beside its strategy.

export { parseCandleInterval } from '../core/candles/candle-interval.ts';
export { countBars } from '../core/candles/last-candles.ts';
export { levelsOfOrders } from '../core/candles/levels-of-orders.ts';
export { priceTrackOfDay } from '../core/candles/price-track-of-day.ts';
export { rollAdjustedBars } from '../core/candles/roll-adjusted-bars.ts';
export { Engine } from '../core/engine/engine.ts';
export { lastTicksOf } from '../core/engine/engine-context.ts';
export { factsNeededOf } from '../core/engine/facts-needed.ts';
export { specOfInput, warmupCandlesOf } from '../core/engine/strategy-setup.ts';
export { featureSchemaText } from '../core/features/schema-text.ts';
export { adjustmentOf } from '../core/market/continuous/adjustment.ts';
export { rollPrices } from '../core/market/continuous/roll-prices.ts';
export { contractsOfDays, tradingDaysBefore } from '../core/market/contracts-of-days.ts';
export { barEvents, tickEvents } from '../core/market/day-events.ts';
export { instrumentOf } from '../core/market/instrument-table.ts';
export { weakerProvenance } from '../core/market/provenance.ts';
export { sessionOf } from '../core/market/session.ts';
export { factDaysBefore, sessionFactsOf } from '../core/market/session-facts.ts';
export { summariseSession } from '../core/market/session-summary.ts';
export { askedMembers, combineMembers } from '../core/prediction/ensemble.ts';
export { belowFloor, tradedRegimes } from '../core/prediction/model-checks.ts';
export { limitsOf } from '../core/risk/risk-limits.ts';
export { PaperVenue } from './paper-venue.ts';
export { engineSettingsFor, simulationOf } from './run-settings.ts';
export { assembleSession, candlesOfDay } from './session-assembly.ts';
export { canonicalSettings } from './settings.ts';
export { SimulatedExchange } from './simulated-exchange.ts';
