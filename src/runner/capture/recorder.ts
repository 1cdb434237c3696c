// The decoded events of the host in; every contract that is followed is recorded, day by day, without the host waiting for the disk.

import packageJson from '../../../package.json' with { type: 'json' };
import type { BackfillComplete, ClockAnchor, Gap } from '../../core/account/account-event.ts';
import { formatDay } from '../../core/market/civil-day.ts';
import { dayNumberAt, utcUsOf } from '../../core/market/civil-time.ts';
import { EventBatch } from '../../core/market/event-batch.ts';
import { F64_EXCHANGE, F64_RECEIVED, Kind, RECORD_F64 } from '../../core/market/event-record.ts';
import type { Provenance } from '../../core/market/provenance.ts';
import type { HostInstrument } from '../host/host-instruments.ts';
import type { EventOrigin, HostComplete, HostGap, HostReanchor, HostSink } from '../host/host-sink.ts';
import type { Stream } from './capture-folder.ts';
import { ContractRecording, RESERVE_BYTES, type StreamStatus } from './contract-recording.ts';
import { pushOrder } from './order-record.ts';
import { type SegmentDisk, systemDisk } from './segment-disk.ts';

/** Groups are handed over to the disk this often. */
export const BEAT_MS = 200;

/** What of the book is recorded beside trades, quotes and phases. */
export type RecordedBook = 'price' | 'offers' | 'none';

export type RecorderNotice =
  | { readonly kind: 'stopped'; readonly contract: string; readonly stream: Stream; readonly reason: string }
  | { readonly kind: 'resumed'; readonly contract: string; readonly stream: Stream; readonly lostRecords: number }
  /** The files of a day are closed: it can be made a part of the datasets. */
  | { readonly kind: 'dayClosed'; readonly contract: string; readonly day: string };

export interface RecorderOptions {
  /** The folder of recordings: `captureRoot(home)`. */
  readonly root: string;
  /** `simulated` where the vendor library is a stand-in. */
  readonly provenance: Provenance;
  /** The host's clock, microseconds UTC, never descending. */
  readonly nowUs: () => number;
  readonly onNotice: (notice: RecorderNotice) => void;
  /** Data of a contract that is followed were lost. */
  readonly onGap?: (contract: string, gap: HostGap) => void;
  readonly disk?: SegmentDisk;
  readonly reserveBytes?: Readonly<Record<Stream, number>>;
}

export interface RecordingStatus {
  readonly contract: string;
  readonly day: string;
  readonly streams: readonly StreamStatus[];
}

interface Followed {
  readonly book: RecordedBook;
  recording: ContractRecording | undefined;
}

/** Whoever owns it calls `beat` every BEAT_MS, and `flush` or `close` at the end. One per folder: see `claimCaptures`. */
export class Recorder implements HostSink {
  private readonly options: RecorderOptions;
  private readonly disk: SegmentDisk;
  private readonly order = new EventBatch(1);
  private readonly followed = new Map<string, Followed>();
  /** By the host's number of the instrument; null where nobody follows it. */
  private byId: (Followed | null | undefined)[] = [];
  private closing: Promise<void>[] = [];
  private day = '';
  private dayStartUs = Number.NEGATIVE_INFINITY;
  private dayEndUs = Number.NEGATIVE_INFINITY;

  constructor(options: RecorderOptions) {
    this.options = options;
    this.disk = options.disk ?? systemDisk;
  }

  /** Records a dated contract from now on. */
  follow(contract: string, book: RecordedBook): void {
    const known = this.followed.get(contract);
    this.followed.set(contract, { book, recording: known?.recording });
    this.byId = [];
  }

  /** Closes what is open of it. */
  unfollow(contract: string): void {
    const known = this.followed.get(contract);
    this.followed.delete(contract);
    this.byId = [];
    if (known?.recording !== undefined) this.end(known.recording);
  }

  take(batch: EventBatch, instruments: readonly HostInstrument[], origin: EventOrigin): void {
    const isHistory = origin === 'history';
    for (let index = 0; index < batch.length; index++) {
      const id = batch.instrumentAt(index);
      if (id < 0) continue;
      const followed = this.followedOf(instruments[id]!);
      if (followed === null) continue;
      if (batch.kindAt(index) === Kind.bookChange && followed.book === 'none') continue;
      const f = index * RECORD_F64;
      const receivedUs = batch.f64[f + F64_RECEIVED]!;
      if (receivedUs >= this.dayEndUs) this.turnDay(receivedUs);
      // history of a day that is closed by now has come too late for its files
      if (isHistory && batch.f64[f + F64_EXCHANGE]! < this.dayStartUs) continue;
      followed.recording ??= this.begin(instruments[id]!, followed.book);
      followed.recording.append(batch, index, isHistory);
    }
  }

  /** A change of a single offer, as the decoder tells it; kept where the contract is followed with `offers`. */
  offer(
    instrument: HostInstrument,
    exchangeTimeUs: number,
    receivedTimeUs: number,
    action: number,
    flags: number,
    orderId: number,
    price: number,
    quantity: number,
    agent: number,
  ): void {
    const followed = this.followedOf(instrument);
    if (followed === null || followed.book !== 'offers') return;
    if (receivedTimeUs >= this.dayEndUs) this.turnDay(receivedTimeUs);
    followed.recording ??= this.begin(instrument, followed.book);
    const { order } = this;
    order.clear();
    pushOrder(order, instrument.id, exchangeTimeUs, receivedTimeUs, action, flags, orderId, price, quantity, agent);
    followed.recording.appendOrder(order, 0);
  }

  /** A gap before the first event of the day begins the recording. */
  gap(gap: HostGap, instruments: readonly HostInstrument[]): void {
    const { timeUs, instrumentIds, lostRecords, reason } = gap;
    const event: Gap = { kind: 'gap', lostRecords, reason };
    if (timeUs >= this.dayEndUs) this.turnDay(timeUs);
    for (const id of instrumentIds ?? instruments.keys()) {
      const followed = this.followedOf(instruments[id]!);
      if (followed === null) continue;
      followed.recording ??= this.begin(instruments[id]!, followed.book);
      followed.recording.note(event, timeUs);
      this.options.onGap?.(instruments[id]!.ticker, gap);
    }
  }

  complete({ timeUs, instrumentIds, reason }: HostComplete, instruments: readonly HostInstrument[]): void {
    const event: BackfillComplete = { kind: 'backfillComplete', reason };
    for (const id of instrumentIds) this.followedOf(instruments[id]!)?.recording?.note(event, timeUs);
  }

  reanchored({ timeUs, correctionUs, reason }: HostReanchor): void {
    const event: ClockAnchor = { kind: 'clockAnchor', correctionUs, reason };
    for (const { recording } of this.followed.values()) recording?.note(event, timeUs);
  }

  /** Hands over what was taken; a day that has ended is closed also where nothing comes any more. */
  beat(nowMs: number): void {
    const nowUs = this.options.nowUs();
    if (nowUs >= this.dayEndUs) this.turnDay(nowUs);
    for (const { recording } of this.followed.values()) recording?.beat(nowMs);
  }

  async flush(): Promise<void> {
    await Promise.all([...this.followed.values()].map(({ recording }) => recording?.flush()));
    await Promise.all(this.closing);
  }

  /** The last segments become whole ones. */
  async close(): Promise<void> {
    for (const contract of [...this.followed.keys()]) this.unfollow(contract);
    await Promise.all(this.closing);
  }

  /** Days whose last files are being closed. */
  get closingDays(): number {
    return this.closing.length;
  }

  status(): readonly RecordingStatus[] {
    return [...this.followed.values()].flatMap(({ recording }) =>
      recording === undefined
        ? []
        : [{ contract: recording.contract, day: recording.day, streams: recording.status() }],
    );
  }

  private followedOf({ id, ticker }: HostInstrument): Followed | null {
    const known = this.byId[id];
    if (known !== undefined) return known;
    const found = this.followed.get(ticker) ?? null;
    this.byId[id] = found;
    return found;
  }

  private turnDay(timeUs: number): void {
    const day = dayNumberAt(timeUs);
    this.dayStartUs = utcUsOf(day, 0);
    this.dayEndUs = utcUsOf(day + 1, 0);
    this.day = formatDay(day);
    for (const followed of this.followed.values()) {
      if (followed.recording !== undefined) this.end(followed.recording);
      followed.recording = undefined;
    }
  }

  private begin({ ticker, exchange, terms }: HostInstrument, book: RecordedBook): ContractRecording {
    const { root, provenance, nowUs, onNotice, reserveBytes = RESERVE_BYTES } = this.options;
    const recording = new ContractRecording({
      contract: ticker,
      day: this.day,
      info: { exchange, book, provenance, tick: terms.tick, pid: process.pid, toolVersion: packageJson.version },
      disk: this.disk,
      onStopped: (contract, stream, reason) => onNotice({ kind: 'stopped', contract, stream, reason }),
      onResumed: (contract, stream, lostRecords) => onNotice({ kind: 'resumed', contract, stream, lostRecords }),
      ...{ root, reserveBytes, nowUs },
    });
    if (recording.generation > 1) {
      const gap: Gap = {
        kind: 'gap',
        lostRecords: undefined,
        reason: `the recording had ended before and began again, as number ${recording.generation} of the day`,
      };
      recording.note(gap, nowUs());
    }
    return recording;
  }

  private end(recording: ContractRecording): void {
    const { contract, day } = recording;
    const closed = recording.close().then(() => this.options.onNotice({ kind: 'dayClosed', contract, day }));
    this.closing.push(closed);
    void closed.then(() => {
      this.closing = this.closing.filter((each) => each !== closed);
    });
  }
}
