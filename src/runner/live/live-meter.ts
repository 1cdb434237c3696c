// Times of events, predictions and commits in; the longest waits, what of them is worth telling, and how the clocks stand, out.

import type { EventBatch } from '../../core/market/event-batch.ts';
import { Kind } from '../../core/market/event-record.ts';
import type { Predictor } from '../../core/prediction/predictor.ts';
import type { LiveWatch } from './live-options.ts';
import { type StalledMs, stallsOfProcess } from './stall-watch.ts';

export type TellSlow = (code: string, text: string) => void;

/** The same thing is told again after this long. */
const TELL_EVERY_MS = 60_000;
/** The clocks are compared over spans of this length: the quickest trade of each says how they stand. */
const CLOCK_SPAN_US = 30_000_000;
const US_PER_MS = 1000;

export interface Waits {
  readonly queueMs: number;
  readonly predictionMs: number;
  readonly commitMs: number;
}

export class LiveMeter {
  events = 0;
  /** Received time of the newest event and of the newest trade, microseconds UTC; 0 before the first. */
  lastEventUs = 0;
  lastMarketUs = 0;
  private readonly watch: LiveWatch;
  private readonly nowUs: () => number;
  private readonly tell: TellSlow;
  private readonly stalledMs: StalledMs;
  private waits = { queueMs: 0, predictionMs: 0, commitMs: 0 };
  private readonly toldMs = new Map<string, number>();
  private spanEndsUs = 0;
  private leastUs = Infinity;
  private offsetUs: number | undefined = undefined;

  constructor(watch: LiveWatch, nowUs: () => number, tell: TellSlow, stalledMs = stallsOfProcess) {
    this.watch = watch;
    this.nowUs = nowUs;
    this.tell = tell;
    this.stalledMs = stalledMs;
  }

  /** The machine's received clock less the exchange's, at best, milliseconds; undefined before enough trades came live. */
  get clockOffsetMs(): number | undefined {
    return this.offsetUs === undefined ? undefined : this.offsetUs / US_PER_MS;
  }

  /** The longest since the last question. */
  takeWaits(): Waits {
    const { waits } = this;
    this.waits = { queueMs: 0, predictionMs: 0, commitMs: 0 };
    return waits;
  }

  onEvent(batch: EventBatch, index: number, isRebuilding: boolean): void {
    this.events += 1;
    const receivedUs = batch.receivedTimeUsAt(index);
    this.lastEventUs = receivedUs;
    if (batch.kindAt(index) !== Kind.trade || isRebuilding) return;
    this.lastMarketUs = receivedUs;
    this.compareClocks(receivedUs, receivedUs - batch.exchangeTimeUsAt(index));
  }

  /** Asked between events: how long the newest one has waited for us. */
  queued(waitMs: number): void {
    this.noteStall(this.stalledMs(0));
    this.note('queueMs', waitMs, 'slowEngine', 'an event waited for the engine');
  }

  committed(tookMs: number): void {
    this.note('commitMs', tookMs, 'slowDisk', 'a durable commit of the journal took');
  }

  timed(predictor: Predictor): Predictor {
    return {
      predict: async (request) => {
        const begunMs = performance.now();
        const result = await predictor.predict(request);
        this.note('predictionMs', performance.now() - begunMs, 'slowPrediction', 'a prediction took');
        return result;
      },
      close: () => predictor.close(),
    };
  }

  /** A process that stood still has a slow nothing: what is left is its own. */
  private note(what: keyof Waits, wholeMs: number, code: string, text: string): void {
    const stalledMs = wholeMs > this.watch[what] ? this.stalledMs(wholeMs) : 0;
    this.noteStall(stalledMs);
    const tookMs = Math.max(0, wholeMs - stalledMs);
    if (tookMs > this.waits[what]) this.waits[what] = tookMs;
    if (!(tookMs > this.watch[what])) return;
    this.tellRarely(code, `${text} ${Math.round(tookMs)} ms; ${this.watch[what]} ms are the limit`);
  }

  private noteStall(ms: number): void {
    if (ms === 0) return;
    const text = `the whole process stood still for ${(ms / US_PER_MS).toFixed(1)} s, as when the machine sleeps or the process is suspended`;
    this.tellRarely('stoodStill', text);
  }

  private tellRarely(code: string, text: string): void {
    const nowMs = this.nowUs() / US_PER_MS;
    if (nowMs - (this.toldMs.get(code) ?? -Infinity) < TELL_EVERY_MS) return;
    this.toldMs.set(code, nowMs);
    this.tell(code, text);
  }

  private compareClocks(receivedUs: number, delayUs: number): void {
    if (delayUs < this.leastUs) this.leastUs = delayUs;
    if (receivedUs < this.spanEndsUs) return;
    if (this.spanEndsUs > 0) this.offsetUs = this.leastUs;
    this.spanEndsUs = receivedUs + CLOCK_SPAN_US;
    this.leastUs = Infinity;
  }
}
