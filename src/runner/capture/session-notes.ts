// The session stream of a recorded day in; what went missing, how the clock was set and what the exchange itself counted out.

import { DailyPart } from '../../adapters/profit-dll/decode/daily-summary.ts';
import type { AccountEvent } from '../../core/account/account-event.ts';
import type { EventBatch } from '../../core/market/event-batch.ts';
import { FIRST_PAYLOAD_KIND, I32_G, I32_H, Kind, RECORD_I32 } from '../../core/market/event-record.ts';

export interface RecordedGap {
  readonly timeUs: number;
  /** Undefined where nobody could count. */
  readonly lostRecords: number | undefined;
  readonly reason: string;
}

/** What the vendor's summary of the day says, at its last telling. */
export interface DailyCounts {
  readonly trades: number;
  readonly quantity: number;
}

export class SessionNotes {
  readonly gaps: RecordedGap[] = [];
  backfills = 0;
  clockChanges = 0;
  phaseChanges = 0;
  daily: DailyCounts | undefined = undefined;

  /** All of the session stream. */
  take(batch: EventBatch): void {
    this.takeEvents(batch);
    for (let index = 0; index < batch.length; index++) {
      const kind = batch.kindAt(index);
      if (kind === Kind.phaseChange) this.phaseChanges += 1;
      if (kind !== Kind.dailySummary || batch.flagsAt(index) !== DailyPart.trading) continue;
      const i = index * RECORD_I32;
      this.daily = { quantity: batch.i32[i + I32_G]!, trades: batch.i32[i + I32_H]! };
    }
  }

  /** What any stream says of itself: gaps, mostly. */
  takeEvents(batch: EventBatch): void {
    if (batch.payloads.length === 0) return;
    for (let index = 0; index < batch.length; index++) {
      if (batch.kindAt(index) < FIRST_PAYLOAD_KIND) continue;
      this.takeEvent(batch.payloadAt(index) as AccountEvent, batch.receivedTimeUsAt(index));
    }
  }

  private takeEvent(event: AccountEvent, timeUs: number): void {
    if (event.kind === 'gap') this.gaps.push({ timeUs, lostRecords: event.lostRecords, reason: event.reason });
    else if (event.kind === 'backfillComplete') this.backfills += 1;
    else if (event.kind === 'clockAnchor') this.clockChanges += 1;
  }
}
