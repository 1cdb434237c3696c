// What the engine asks the loop around it to do: effects are returned as data, in order, and never performed inside.

import type { OrderCommand } from '../execution/order-command.ts';
import type { PredictionRequest } from '../prediction/predictor.ts';
import type { DecisionRecord } from './decision-record.ts';

export type Effect =
  /** Journal it durably, then hand it to the exchange. */
  | { readonly kind: 'command'; readonly command: OrderCommand }
  | { readonly kind: 'decision'; readonly record: DecisionRecord }
  /** Ask the predictor; the answer must come back as an event. */
  | { readonly kind: 'predict'; readonly request: PredictionRequest }
  /** A ClockTick is wanted at this received time. */
  | { readonly kind: 'wake'; readonly timeUs: number }
  /** A person should know. */
  | {
      readonly kind: 'alert';
      readonly severity: 'info' | 'warning' | 'critical';
      readonly code: string;
      readonly text: string;
    };
