// A contract and a day in; what the store knows of the sessions before it as facts, and the parts that they were read from, out.

import { contractsOfDays } from '../../core/market/contracts-of-days.ts';
import type { EventBatch } from '../../core/market/event-batch.ts';
import { type FactsNeed, factDaysBefore, type SessionFacts, sessionFactsOf } from '../../core/market/session-facts.ts';
import { type SessionSummary, summariseSession } from '../../core/market/session-summary.ts';
import { checkoutEventCode, type EventCode } from './day-events.ts';
import type { PartManifest } from './manifest.ts';
import type { PartKind } from './schema.ts';
import type { DatasetStore } from './store.ts';

/** What makes facts of parts: of this checkout, or of the release that runs. */
export interface FactsCode extends EventCode {
  readonly contractsOfDays: typeof contractsOfDays;
  readonly factDaysBefore: typeof factDaysBefore;
  readonly summariseSession: typeof summariseSession;
  readonly sessionFactsOf: typeof sessionFactsOf;
}

export const checkoutFactsCode: FactsCode = {
  ...checkoutEventCode,
  ...{ contractsOfDays, factDaysBefore, summariseSession, sessionFactsOf },
};

interface KnownSession {
  readonly summary: SessionSummary | undefined;
  readonly manifest: PartManifest;
}

export interface FactsRead {
  readonly facts: SessionFacts;
  readonly manifests: readonly PartManifest[];
}

/** Of one instrument. What it gives depends on store and day only; what it keeps saves reading a day twice. */
export class EarlierSessions {
  private readonly store: DatasetStore;
  private readonly kind: PartKind | undefined;
  private readonly code: FactsCode;
  private kept = new Map<string, KnownSession>();

  /** `kind` asks for one kind of part; else each day gives its finest. */
  constructor(store: DatasetStore, kind: PartKind | undefined, code: FactsCode) {
    this.store = store;
    this.kind = kind;
    this.code = code;
  }

  /** A day that was read anyway: its records, and the part that its trades or bars came from. */
  add(contract: string, day: string, market: EventBatch, instrumentId: number, manifest: PartManifest): void {
    const summary = this.code.summariseSession(market, instrumentId, this.code.instrumentOf(contract)!);
    this.kept.set(`${contract}/${day}`, { summary, manifest });
  }

  /** UserErrors `part-corrupt`, `part-refused`, `adjusted-series` of the parts of earlier days. */
  async factsOf(contract: string, day: string, need: FactsNeed): Promise<FactsRead> {
    const days = this.code.factDaysBefore(day);
    const { root } = this.code.instrumentOf(contract)!;
    const used = new Map<string, KnownSession>();
    const before = days[0] === undefined ? undefined : await this.session(contract, days[0], used);
    const latest: (KnownSession | undefined)[] = [];
    for (const each of days) latest.push(await this.session(root, each, used));
    // the day itself, where it was added, is an earlier one of the next
    const later = [...this.kept].filter(([key]) => key.slice(key.indexOf('/') + 1) >= day);
    this.kept = new Map([...used, ...later]);
    const summaries = latest.map((session) => session?.summary);
    return {
      facts: this.code.sessionFactsOf(before?.summary, summaries, need),
      manifests: [...used.values()].map(({ manifest }) => manifest),
    };
  }

  /** Of the contract that the symbol stands for on the day. */
  private async session(
    symbol: string,
    day: string,
    used: Map<string, KnownSession>,
  ): Promise<KnownSession | undefined> {
    const part = this.store.contractDays(symbol, day, day, this.kind, this.code.contractsOfDays).days[0];
    if (part === undefined) return undefined;
    const key = `${part.contract}/${day}`;
    const known = used.get(key) ?? this.kept.get(key) ?? (await this.read(part.contract, day, part.kind));
    used.set(key, known);
    return known;
  }

  private async read(contract: string, day: string, kind: PartKind): Promise<KnownSession> {
    const { code } = this;
    const { events, manifests } = await this.store.readDay(contract, day, 0, [kind], code);
    return { summary: code.summariseSession(events, 0, code.instrumentOf(contract)!), manifest: manifests[0]! };
  }
}
