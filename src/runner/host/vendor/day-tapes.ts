// The tapes of the present day, one for each asset that is followed; knows what each lacks and has it asked for.

import type { AssetName } from '../../../adapters/profit-dll/feed/feed.ts';
import type { BackfillPlan } from './backfill-plan.ts';
import { continuousNameOf } from './continuous-name.ts';
import { DayTape } from './day-tape.ts';

interface Entry {
  readonly asset: AssetName;
  tape: DayTape;
}

export class DayTapes {
  private readonly plan: BackfillPlan;
  private readonly entries = new Map<string, Entry>();
  /** The same by the name object that the records of a process carry: no key is made for each trade. */
  private readonly byName = new Map<AssetName, Entry | undefined>();
  private day: number;

  /** `day`: days since 1970-01-01, local. */
  constructor(plan: BackfillPlan, day: number) {
    this.plan = plan;
    this.day = day;
  }

  get(asset: AssetName): DayTape | undefined {
    return this.entries.get(keyOf(asset))?.tape;
  }

  /** The same without allocation, for a name object that comes again and again. */
  of(asset: AssetName): DayTape | undefined {
    const known = this.byName.get(asset);
    if (known !== undefined || this.byName.has(asset)) return known?.tape;
    const entry = this.entries.get(keyOf(asset));
    this.byName.set(asset, entry);
    return entry?.tape;
  }

  add(asset: AssetName, nowMs: number): void {
    const key = keyOf(asset);
    if (this.entries.has(key)) return;
    const entry = { asset, tape: new DayTape(asset, this.day, false) };
    this.entries.set(key, entry);
    this.byName.clear();
    this.planFor(entry.tape, nowMs);
  }

  remove(asset: AssetName): void {
    const key = keyOf(asset);
    const entry = this.entries.get(key);
    if (entry === undefined) return;
    this.plan.remove(entry.tape);
    this.entries.delete(key);
    this.byName.clear();
  }

  /** A new process has other name objects. */
  processStarted(): void {
    this.byName.clear();
  }

  /** Trades of one asset, or of all, are missing from here on until the next one comes. */
  openGap(reason: string, asset: AssetName | undefined, nowMs: number): void {
    const only = asset === undefined ? undefined : keyOf(asset);
    for (const [key, { tape }] of this.entries) {
      if (only !== undefined && key !== only) continue;
      const wasWhole = tape.complete;
      tape.openGap(reason);
      this.plan.gap(tape, wasWhole, nowMs);
    }
  }

  /** At local midnight each asset begins a new tape: whole from its start where live trades flow. */
  turn(day: number, flows: (asset: AssetName) => boolean, nowMs: number): void {
    if (day === this.day) return;
    this.day = day;
    for (const entry of this.entries.values()) {
      this.plan.remove(entry.tape);
      entry.tape = new DayTape(entry.asset, day, flows(entry.asset));
      this.planFor(entry.tape, nowMs);
    }
  }

  private planFor(tape: DayTape, nowMs: number): void {
    const continuous = continuousNameOf(tape.asset);
    this.plan.add(tape, continuous === undefined ? [tape.asset] : [tape.asset, continuous], nowMs);
  }
}

function keyOf(asset: AssetName): string {
  return `${asset.ticker}\0${asset.exchange}`;
}
