// All rules over the days of a series, in the order in which they are told.

import { adjustmentFactors } from './series/adjustment-factors.ts';
import { closedDays } from './series/closed-days.ts';
import { constantPriceDays } from './series/constant-price-days.ts';
import { constantVolumeDays } from './series/constant-volume-days.ts';
import { contractOrder } from './series/contract-order.ts';
import { longestGaps } from './series/longest-gaps.ts';
import { missingDays } from './series/missing-days.ts';
import { missingRollDays } from './series/missing-roll-days.ts';
import { mixedAdjustment } from './series/mixed-adjustment.ts';
import { priceJump } from './series/price-jump.ts';
import { repeatedBlocks } from './series/repeated-blocks.ts';
import { repeatedDay } from './series/repeated-day.ts';
import { rollJump } from './series/roll-jump.ts';
import { scaleChange } from './series/scale-change.ts';
import { shortDays } from './series/short-days.ts';
import { volumeDrop } from './series/volume-drop.ts';
import { zeroVolumeDays } from './series/zero-volume-days.ts';
import type { SeriesRule } from './series-rule.ts';

export const SERIES_RULES: readonly SeriesRule[] = [
  missingDays,
  missingRollDays,
  closedDays,
  shortDays,
  longestGaps,
  contractOrder,
  repeatedDay,
  repeatedBlocks,
  scaleChange,
  priceJump,
  rollJump,
  mixedAdjustment,
  adjustmentFactors,
  constantPriceDays,
  volumeDrop,
  zeroVolumeDays,
  constantVolumeDays,
];
