// The reasons why epochs begin in; the start of each with its warm-up out, as one batch: orders first, features in the next.

import type { CarriedState, EpochStart, NoRiskWindow, OperatorCommand } from '../../core/account/account-event.ts';
import { EventBatch } from '../../core/market/event-batch.ts';
import type { Provenance } from '../../core/market/provenance.ts';
import type { SessionFeed } from '../../simulation/session-feed.ts';
import type { EpochReason } from '../host/host-exchange.ts';
import type { RunPlan } from '../run-plan.ts';
import type { DatedInstrument, SessionHistory } from './session-history.ts';

export interface EpochOptions {
  readonly plan: RunPlan;
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly instruments: readonly DatedInstrument[];
  readonly history: Promise<SessionHistory>;
  readonly capitalBrl: number;
  readonly noRiskWindows: readonly NoRiskWindow[];
  readonly carried: CarriedState | undefined;
  /** Number of the first epoch; each later one is one more. */
  readonly firstEpoch: number;
  /** Of the feed. */
  readonly provenance: Provenance;
  /** Behind the first epoch: the session begins paused. */
  readonly pause: OperatorCommand;
  readonly nowUs: () => number;
}

/** Microseconds in a second; the first epoch of a process is the second of the day at which it began. */
const US_PER_SECOND = 1_000_000;

/** Ids of orders are made of epoch and seq: two processes of a day never have one epoch. */
export function firstEpochOf(timeOfDayUs: number, lastEpoch: number): number {
  return Math.max(Math.floor(timeOfDayUs / US_PER_SECOND), lastEpoch + 1, 1);
}

/**
 * The first epoch of a process has no warm-up and waits for nothing: what it carries is protected at once, and the day so far follows in
 * the next, for which history is awaited. Later ones have it.
 */
export class EpochBuilder {
  private readonly options: EpochOptions;
  private epochs = 0;

  constructor(options: EpochOptions) {
    this.options = options;
  }

  /** Rejects where the history cannot be read. */
  async batch(why: Pick<EpochReason, 'cause'>): Promise<EventBatch> {
    const isFirst = why.cause === 'start';
    const history = isFirst ? undefined : await this.options.history;
    const feed = this.assemble(history);
    const batch = new EventBatch(feed.warmup.length + 2);
    batch.pushPayload(this.startOf(feed, isFirst), 0);
    for (let index = 0; index < feed.warmup.length; index++) batch.pushFrom(feed.warmup, index);
    if (isFirst) batch.pushPayload(this.options.pause, 0);
    return batch;
  }

  private assemble(history: SessionHistory | undefined): SessionFeed {
    const { plan, day, instruments, capitalBrl, firstEpoch, provenance } = this.options;
    const empty = instruments.map((each) => ({ ...each, market: new EventBatch(1), history: [] }));
    return plan.code.assembleSession({
      day,
      epoch: firstEpoch + this.epochs++,
      candle: plan.strategy.candle,
      warmupCandles: plan.warmupCandles,
      capitalBrl,
      provenances: [provenance, ...(history?.manifests.map((manifest) => manifest.provenance) ?? [])],
      sideSource: 'feed',
      parts: history?.parts ?? empty,
    });
  }

  private startOf({ start }: SessionFeed, isFirst: boolean): EpochStart {
    const { carried, noRiskWindows } = this.options;
    const nowUs = this.options.nowUs();
    // within the hours of the calendar it is open until the vendor says otherwise: a state that does not change may never be told
    const instruments = start.instruments.map((each) =>
      nowUs >= each.openUs && nowUs < each.closeUs ? { ...each, phaseAtStart: 'open' as const } : each,
    );
    return {
      ...start,
      instruments,
      ...(noRiskWindows.length === 0 ? {} : { noRiskWindows }),
      ...(isFirst && carried !== undefined ? { carried } : {}),
    };
  }
}
