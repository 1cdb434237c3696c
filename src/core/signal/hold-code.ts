// Why nothing was done: the closed list of HOLD reasons, counted and shown wherever decisions are.

export const holdCodes = [
  'warmingUp',
  'muted',
  'nearClose',
  'noPrice',
  'staleData',
  'featureNotReady',
  'regimeUndefined',
  'noModel',
  'missingInput',
  'outsideTraining',
  'predictionPending',
  'predictionFailed',
  'predictionTimedOut',
  'lowRegimeConfidence',
  'lowProbability',
  'weakDirection',
  'smallMagnitude',
  'lowConfidence',
  'againstRegime',
  'noLevel',
  'strategyHold',
  'strategyThrew',
  'alreadyThere',
  'ordersInFlight',
  'riskRefused',
  'reducing',
  'halted',
] as const;

export type HoldCode = (typeof holdCodes)[number];
