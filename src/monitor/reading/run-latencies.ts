// What happens in a run in; how long market data, predictions, answers and fills took, by stage, out.

import type { LatencyRow } from '../view/health-row.ts';
import { LatencySamples } from './latency-samples.ts';
import type { OrderLife } from './order-lives.ts';

/** A model is asked at an event and answers later: the events of 13 s of a market with 5,000 a second. */
const ASKED_KEPT = 65_536;

export class RunLatencies {
  private readonly market = new LatencySamples();
  private readonly prediction = new LatencySamples();
  private readonly answer = new LatencySamples();
  private readonly fill = new LatencySamples();
  private readonly askedSeq = new Float64Array(ASKED_KEPT).fill(-1);
  private readonly askedUs = new Float64Array(ASKED_KEPT);
  private readonly answered = new Set<string>();

  /** Every event may be the one at which a model is asked. */
  event(seq: number, timeUs: number): void {
    this.askedSeq[seq % ASKED_KEPT] = seq;
    this.askedUs[seq % ASKED_KEPT] = timeUs;
  }

  trade(receivedUs: number, exchangeUs: number): void {
    this.market.add(receivedUs - exchangeUs, receivedUs);
  }

  predicted(requestSeq: number, timeUs: number): void {
    const at = requestSeq % ASKED_KEPT;
    if (this.askedSeq[at] === requestSeq) this.prediction.add(timeUs - this.askedUs[at]!, timeUs);
  }

  /** The venue's first word about an order. */
  answeredBy(life: OrderLife | undefined, timeUs: number): void {
    if (!isOurs(life) || this.answered.has(life.request.clientOrderId)) return;
    this.answered.add(life.request.clientOrderId);
    this.answer.add(timeUs - life.sentUs, timeUs);
  }

  filled(life: OrderLife | undefined, timeUs: number): void {
    if (!isOurs(life)) return;
    const { role } = life.request;
    if (role === 'entry' || role === 'exit') this.fill.add(timeUs - life.sentUs, timeUs);
  }

  rows(): readonly LatencyRow[] {
    return [
      this.market.row('market'),
      this.prediction.row('prediction'),
      this.answer.row('orderAnswer'),
      this.fill.row('orderFill'),
    ].filter((row) => row !== undefined);
  }
}

/** Not one of an earlier process, or of the guardian: when that was sent is another clock's word. */
function isOurs(life: OrderLife | undefined): life is OrderLife & { readonly sentUs: number } {
  return life?.sentUs !== undefined && life.steps[0]?.kind === 'sent';
}
