// The pure functions that give a model its meaning, in one object: of this checkout, or of the release that runs.

import { parseCandleInterval } from '../../core/candles/candle-interval.ts';
import { featureSchemaText } from '../../core/features/schema-text.ts';
import { askedMembers, combineMembers } from '../../core/prediction/ensemble.ts';
import { belowFloor, tradedRegimes } from '../../core/prediction/model-checks.ts';

export interface ModelCode {
  readonly askedMembers: typeof askedMembers;
  readonly combineMembers: typeof combineMembers;
  readonly tradedRegimes: typeof tradedRegimes;
  readonly belowFloor: typeof belowFloor;
  readonly featureSchemaText: typeof featureSchemaText;
  readonly parseCandleInterval: typeof parseCandleInterval;
}

export const checkoutModelCode: ModelCode = {
  ...{ askedMembers, combineMembers, tradedRegimes },
  ...{ belowFloor, featureSchemaText, parseCandleInterval },
};
