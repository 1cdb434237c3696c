// Takes an event, command or decision as JSON gave it; gives it with the fields that were undefined in their place again.

import type {
  AccountEvent,
  CarriedOrder,
  CarriedState,
  EpochStart,
  SessionInstrument,
} from '../../core/account/account-event.ts';
import type { OrderRequest, OrderTerms } from '../../core/account/order.ts';
import type { DecisionInputs, GateResult } from '../../core/engine/decision-record.ts';
import type { OrderCommand } from '../../core/execution/order-command.ts';
import type { SessionFacts } from '../../core/market/session-facts.ts';
import type {
  MemberPrediction,
  Prediction,
  PredictionReady,
  PredictionTimedOut,
} from '../../core/prediction/prediction.ts';
import type { Regime } from '../../core/regime/regime.ts';

/** Every event that travels as a payload object. */
export type JournalledEvent = AccountEvent | PredictionReady | PredictionTimedOut;

/**
 * The fields of T that are there but may be undefined. A new one does not compile until it has its place in the tables below. One that
 * may be left out stays out.
 */
type Undefined<T> = {
  readonly [K in keyof T as undefined extends T[K] ? (Partial<T> extends Pick<T, K> ? never : K) : never]-?: undefined;
};

const ofEvent: { readonly [E in JournalledEvent as E['kind']]: Undefined<E> } = {
  connectionChange: { detail: undefined },
  gap: { lostRecords: undefined },
  backfillComplete: {},
  orderUpdate: { reason: undefined },
  fill: {},
  positionReport: {},
  commandResult: { reason: undefined },
  reconciliationReport: {},
  operatorCommand: {},
  orderAdopted: {},
  foreignOrder: {},
  epochStart: {},
  clockAnchor: {},
  predictionReady: {},
  predictionTimedOut: {},
};
const ofFacts: Undefined<SessionFacts> = { previous: undefined, meanDailyVolume: undefined, largeTradeSize: undefined };
const ofMember: Undefined<MemberPrediction> = { direction: undefined, magnitude: undefined };
const ofRegime: Undefined<Regime> = {
  strength: undefined,
  atr: undefined,
  nearSupport: undefined,
  nearResistance: undefined,
};
const ofRequest: Undefined<OrderRequest> = { price: undefined, stopPrice: undefined, bracketId: undefined };
const ofTerms: Undefined<OrderTerms> = { price: undefined, stopPrice: undefined };
const ofCarried: Undefined<CarriedOrder> = { plan: undefined, reason: undefined };
const ofLatches: Undefined<CarriedState> = { halted: undefined, paused: undefined, lossLimit: undefined };
const ofChange: Undefined<Extract<OrderCommand, { kind: 'change' }>> = { price: undefined, stopPrice: undefined };
const ofSubmit: Undefined<Extract<OrderCommand, { kind: 'submit' }>> = { bracket: undefined };

export function restoreEvent(parsed: JournalledEvent): JournalledEvent {
  if (parsed.kind === 'predictionReady') return { ...parsed, prediction: restorePrediction(parsed.prediction) };
  if (parsed.kind === 'epochStart') return restoreEpoch(parsed);
  if (parsed.kind === 'orderAdopted') return { ...parsed, request: { ...ofRequest, ...parsed.request } };
  return { ...ofEvent[parsed.kind], ...parsed };
}

/** Logs of versions that did not know the facts of earlier sessions have none. */
function restoreEpoch(parsed: EpochStart): EpochStart {
  if (!Array.isArray(parsed.instruments)) return parsed;
  const restored = (each: SessionInstrument): SessionInstrument =>
    each?.facts === undefined ? each : { ...each, facts: { ...ofFacts, ...each.facts } };
  const { carried } = parsed;
  const instruments = parsed.instruments.map(restored);
  return { ...parsed, instruments, ...(carried === undefined ? {} : { carried: restoreCarried(carried) }) };
}

/** What went on from an earlier process. */
export function restoreCarried(parsed: CarriedState): CarriedState {
  const orders = parsed.orders.map((each) => ({ ...ofCarried, ...each, ...restoreTerms(each) }));
  return { ...ofLatches, ...parsed, orders };
}

function restoreTerms({ request, change }: CarriedOrder): Pick<CarriedOrder, 'request' | 'change'> {
  const restored = { request: { ...ofRequest, ...request } };
  if (change === undefined) return restored;
  const [terms, former] = [
    { ...ofTerms, ...change.terms },
    { ...ofTerms, ...change.former },
  ];
  return { ...restored, change: { ...change, terms, former } };
}

export function restoreInputs(parsed: DecisionInputs): DecisionInputs {
  const { regime, prediction } = parsed;
  return {
    ...parsed,
    regime: regime === null ? null : { ...ofRegime, ...regime },
    prediction: prediction === null ? null : restorePrediction(prediction),
  };
}

/** Throws where it is no list of gates. */
export function restoreGates(parsed: readonly GateResult[]): readonly GateResult[] {
  if (!Array.isArray(parsed) || parsed.some((gate) => typeof gate?.gate !== 'string'))
    throw new Error('no list of gates');
  return parsed;
}

export function restoreCommand(parsed: OrderCommand): OrderCommand {
  if (parsed.kind === 'cancel') return parsed;
  if (parsed.kind === 'change') return { ...ofChange, ...parsed };
  return { ...ofSubmit, ...parsed, request: { ...ofRequest, ...parsed.request } };
}

function restorePrediction(parsed: Prediction): Prediction {
  return { ...parsed, members: parsed.members.map((member) => ({ ...ofMember, ...member })) };
}
