// Decisions in; of those that were a HOLD for want of inputs, which features were not ready and which faults stood in the way, out.

import type { DecisionRecord } from '../core/engine/decision-record.ts';
import type { HoldCode } from '../core/signal/hold-code.ts';

/** Their reason names one feature; the row of the decision has all. */
const NOT_READY: ReadonlySet<HoldCode> = new Set(['featureNotReady', 'missingInput']);
/** Their reason is an instrument, a fault with its figures, and who reads the input. */
const FAULTS: ReadonlySet<HoldCode> = new Set(['staleInput', 'badInput']);

/** Times by HOLD code and by what was the matter. */
export type HoldDetails = Readonly<Record<string, Readonly<Record<string, number>>>>;

export class HoldDetailsCounter {
  readonly counts: Record<string, Record<string, number>> = {};
  private unready: Set<string> | undefined;

  /** Columns that had a value in no decision so far, ids sorted. */
  get neverReady(): readonly string[] {
    return [...(this.unready ?? [])].sort();
  }

  add({ outcome, inputs: { features } }: DecisionRecord): void {
    this.unready ??= new Set(Object.keys(features));
    for (const id of this.unready) if (features[id] !== null) this.unready.delete(id);
    if (outcome.kind !== 'hold') return;
    const { code, reason } = outcome;
    if (FAULTS.has(code)) this.count(code, faultIn(reason));
    if (!NOT_READY.has(code)) return;
    for (const id in features) if (features[id] === null) this.count(code, id);
  }

  private count(code: HoldCode, what: string): void {
    this.counts[code] ??= {};
    this.counts[code][what] = (this.counts[code][what] ?? 0) + 1;
  }
}

/** The most frequent of each code. */
export function mostFrequent(details: HoldDetails, count: number): HoldDetails {
  return Object.fromEntries(
    Object.entries(details).map(([code, times]) => {
      const sorted = Object.entries(times).sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
      return [code, Object.fromEntries(sorted.slice(0, count))];
    }),
  );
}

/** `WDOU25: best bid above best ask for 3.2 s; at most 1 s; read by spread` as `WDOU25: best bid above best ask for … s; at most … s`. */
function faultIn(reason: string): string {
  const [fault] = reason.split('; read by ');
  const at = fault!.indexOf(': ') + 1;
  const text = fault!.slice(at).replace(/ \(\d\d:\d\d:\d\d\)/, '');
  return `${fault!.slice(0, at)}${text.replace(/-?(?:\d+(?:\.\d+)?(?:e[-+]?\d+)?|NaN|Infinity)/g, '…')}`;
}
