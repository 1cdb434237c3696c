// An exchange and what shall happen to its records in; the same exchange with broken records between it and the engine.
import type { EpochStart } from '../../src/core/account/account-event.ts';
import type { EventCursor, Exchange } from '../../src/core/engine/exchange.ts';
import type { OrderCommand } from '../../src/core/execution/order-command.ts';
import { EventBatch, type PayloadEvent } from '../../src/core/market/event-batch.ts';
import { Kind } from '../../src/core/market/event-record.ts';

/** One record on its way to the engine: its words may be changed. */
export interface TappedRecord {
  readonly batch: EventBatch;
  readonly kind: number;
  /** Its place in the batch's f64 and i32 words. */
  readonly f: number;
  readonly i: number;
  /** Number of the record of its kind since the fault began, from 0. */
  readonly n: number;
}

/** What is wrong: changes the record, keeps it back, or lets it come twice. */
export type Corrupt = (record: TappedRecord) => 'drop' | 'twice' | undefined;

export interface Tap {
  /** From this received time on, and before that one, microseconds UTC. */
  readonly fromUs: number;
  readonly untilUs: number;
  /** Where the session is cut off. */
  readonly endUs: number;
  /** A new epoch begins then: the day is rebuilt, as after a reconnection. */
  readonly epochUs?: number;
  readonly corrupt: Corrupt;
  /** Done to every record that comes through, sound or not. */
  readonly dress?: (record: TappedRecord) => void;
}

export class TappedExchange implements Exchange {
  /** Received time of the first record that was broken, as it was before; undefined where none was. */
  firstUs: number | undefined;
  private readonly inner: Exchange;
  private readonly tap: Tap;
  private readonly held: EventCursor = { batch: new EventBatch(1), index: 0 };
  private readonly queue = new EventBatch(4096);
  private next = 0;
  private seq = 0;
  private isOver = false;
  private readonly counts = new Map<number, number>();
  /** The epoch's start and warm-up, to be told again. */
  private readonly opening = new EventBatch(1024);
  private opened = false;

  constructor(inner: Exchange, tap: Tap) {
    this.inner = inner;
    this.tap = tap;
  }

  advance(cursor: EventCursor): boolean {
    while (this.next === this.queue.length) {
      this.queue.clear();
      this.next = 0;
      if (this.isOver || !this.inner.advance(this.held)) return false;
      this.take();
    }
    cursor.batch = this.queue;
    cursor.index = this.next++;
    const { batch, index } = cursor;
    batch.stamp(index, this.seq++, batch.receivedTimeUsAt(index));
    return true;
  }

  more(): Promise<boolean> {
    return this.isOver ? Promise.resolve(false) : this.inner.more();
  }

  submit(command: OrderCommand): void {
    this.inner.submit(command);
  }

  wake(timeUs: number): void {
    // a clock that is ahead asks for what the exchange has passed already, or never will
    if (Number.isFinite(timeUs) && timeUs < this.tap.fromUs) this.inner.wake(timeUs);
  }

  deliver(answer: Promise<PayloadEvent>): Promise<void> | undefined {
    return this.inner.deliver(answer);
  }

  private take(): void {
    const { batch, index } = this.held;
    const { tap, queue } = this;
    const timeUs = batch.receivedTimeUsAt(index);
    const kind = batch.kindAt(index);
    if (timeUs >= tap.endUs) {
      this.isOver = true;
      return;
    }
    if (kind === Kind.trade || kind === Kind.quote) this.opened = true;
    if (!this.opened && (kind === Kind.epochStart || kind === Kind.bar || kind === Kind.barFlow))
      this.opening.pushFrom(batch, index);
    if (tap.epochUs !== undefined && timeUs >= tap.epochUs && this.opening.length > 0) this.reopen(timeUs);
    const at = queue.pushFrom(batch, index);
    const kept = this.corrupted(at, kind, timeUs);
    if (kept) tap.dress?.({ batch: queue, kind, f: at * 8, i: at * 16, n: 0 });
  }

  /** False where the record is kept back. */
  private corrupted(at: number, kind: number, timeUs: number): boolean {
    const { tap, queue } = this;
    if (timeUs < tap.fromUs || timeUs >= tap.untilUs || kind >= Kind.connectionChange) return true;
    const n = this.counts.get(kind) ?? 0;
    this.counts.set(kind, n + 1);
    const before = [...queue.i32.subarray(at * 16, at * 16 + 16)];
    const what = tap.corrupt({ batch: queue, kind, f: at * 8, i: at * 16, n });
    if (what === 'drop') queue.length = at;
    else if (what === 'twice') queue.pushFrom(queue, at);
    const isChanged = what !== undefined || before.some((word, place) => queue.i32[at * 16 + place] !== word);
    if (isChanged) this.firstUs ??= timeUs;
    return what !== 'drop';
  }

  /** The start of the epoch once more, told now, and that the session so far is whole. */
  private reopen(timeUs: number): void {
    const { opening, queue } = this;
    for (let index = 0; index < opening.length; index++) {
      if (opening.kindAt(index) === Kind.epochStart) {
        const start = opening.payloadAt(index) as EpochStart;
        const instruments = start.instruments.map((each) => ({ ...each, phaseAtStart: 'open' as const }));
        const again: EpochStart = { ...start, epoch: start.epoch + 1, instruments };
        queue.pushPayload(again, timeUs);
      } else queue.pushFrom(opening, index);
      queue.stamp(queue.length - 1, 0, timeUs);
    }
    opening.clear();
    const whole = { kind: 'backfillComplete', reason: 'whole' } as const;
    queue.pushPayload(whole, timeUs);
  }
}
