// Nothing goes in; the rules over rows come out, in the order in which their findings are told.

import type { RowRule } from './row-rule.ts';
import { adjustedAsUnadjusted } from './rows/adjusted-as-unadjusted.ts';
import { auctionBurst } from './rows/auction-burst.ts';
import { badOhlc } from './rows/bad-ohlc.ts';
import { badPrice } from './rows/bad-price.ts';
import { badQuantity } from './rows/bad-quantity.ts';
import { closedDay } from './rows/closed-day.ts';
import { constantPrice } from './rows/constant-price.ts';
import { constantVolume } from './rows/constant-volume.ts';
import { contractLifeRule } from './rows/contract-life.ts';
import { crossedBook } from './rows/crossed-book.ts';
import { crossedLevels } from './rows/crossed-levels.ts';
import { duplicateId } from './rows/duplicate-id.ts';
import { earlyEnd } from './rows/early-end.ts';
import { farPrice } from './rows/far-price.ts';
import { futureTime } from './rows/future-time.ts';
import { identicalRows } from './rows/identical-rows.ts';
import { lateOpen } from './rows/late-open.ts';
import { lockedBook } from './rows/locked-book.ts';
import { multiplesOfFive } from './rows/multiples-of-five.ts';
import { offLot } from './rows/off-lot.ts';
import { offTick } from './rows/off-tick.ts';
import { oneSided } from './rows/one-sided.ts';
import { openCloseSwapped } from './rows/open-close-swapped.ts';
import { outOfOrder } from './rows/out-of-order.ts';
import { outsideSession } from './rows/outside-session.ts';
import { receiveDrift } from './rows/receive-drift.ts';
import { receivedBeforeExchange } from './rows/received-before-exchange.ts';
import { repeatedCandle } from './rows/repeated-candle.ts';
import { sequenceBack } from './rows/sequence-back.ts';
import { sequenceGap } from './rows/sequence-gap.ts';
import { sessionGap } from './rows/session-gap.ts';
import { snapshotMismatch } from './rows/snapshot-mismatch.ts';
import { synthetic } from './rows/synthetic.ts';
import { turnoverMismatch } from './rows/turnover-mismatch.ts';
import { unknownOrder } from './rows/unknown-order.ts';
import { wrongScale } from './rows/wrong-scale.ts';
import { zeroTime } from './rows/zero-time.ts';
import { zeroVolume } from './rows/zero-volume.ts';

/** Goes up with every change of what a rule finds: parts judged by an older number are judged again. */
export const RULES_VERSION = 2;

export const ROW_RULES: readonly RowRule[] = [
  ...[zeroTime, futureTime, outOfOrder, receivedBeforeExchange, receiveDrift],
  ...[closedDay, contractLifeRule, outsideSession, lateOpen, earlyEnd, sessionGap, auctionBurst],
  ...[duplicateId, identicalRows, repeatedCandle],
  ...[badPrice, badOhlc, openCloseSwapped, wrongScale, offTick, adjustedAsUnadjusted, farPrice, constantPrice],
  ...[lockedBook, crossedBook, crossedLevels],
  ...[badQuantity, offLot, multiplesOfFive, zeroVolume, constantVolume, turnoverMismatch],
  ...[sequenceGap, sequenceBack, snapshotMismatch, unknownOrder],
  ...[oneSided, synthetic],
];
