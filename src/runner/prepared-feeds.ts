// Sessions that were loaded once in; one run's pass over them out, each as it would have read it from the store itself.

import type { PartManifest } from '../adapters/datasets/manifest.ts';
import type { UnknownRoll } from '../adapters/datasets/roll-chain.ts';
import type { PartKind } from '../adapters/datasets/schema.ts';
import { EventBatch } from '../core/market/event-batch.ts';
import { RECORD_BYTES } from '../core/market/event-record.ts';
import type { Root } from '../core/market/instrument.ts';
import type { Provenance } from '../core/market/provenance.ts';
import type { SessionFeed } from '../simulation/session-feed.ts';
import type { FeatureTapes } from './features-cache/feature-tapes.ts';
import type { FeedDay, MarketFeeds } from './market-feeds.ts';
import type { SessionFeeds } from './session-feeds.ts';

/** A session as it was loaded, with what the feeds said of themselves just after it. */
interface PreparedSession {
  readonly feed: SessionFeed;
  readonly day: FeedDay;
  readonly provenance: Provenance;
  readonly parts: readonly PartManifest[];
  readonly unknownRolls: readonly UnknownRoll[];
}

/** The sessions of one request, loaded in their order when the first pass comes to them, and kept. */
export class PreparedSessions {
  readonly source: SessionFeeds;
  /** A session could not be loaded: what is mended meanwhile takes another reading. */
  hasFailed = false;
  private readonly loaded: Promise<PreparedSession>[] = [];
  private readonly tapes: FeatureTapes;
  private last: Promise<unknown> = Promise.resolve();

  constructor(source: SessionFeeds, tapes: FeatureTapes) {
    this.source = source;
    this.tapes = tapes;
  }

  /** Those before it must have been asked for. What the store throws is thrown to every pass. */
  at(index: number): Promise<PreparedSession> {
    let session = this.loaded[index];
    if (session === undefined) {
      session = this.last.then(() => this.load());
      this.loaded[index] = session;
      this.last = session;
    }
    return session;
  }

  private async load(): Promise<PreparedSession> {
    const { source } = this;
    try {
      const feed = await source.nextSession();
      this.tapes.keep(feed!.start.instruments);
      const { provenance, parts, unknownRolls } = source;
      return { feed: feed!, day: source.days.at(-1)!, provenance, parts, unknownRolls };
    } catch (error) {
      this.hasFailed = true;
      throw error;
    }
  }
}

/** Several passes may be under way at once: an exchange stamps the records of its own copy. */
export class PreparedFeeds implements MarketFeeds {
  readonly days: FeedDay[] = [];
  readonly missing: MarketFeeds['missing'];
  readonly root: Root;
  readonly kind: PartKind;
  readonly sessionDays: readonly string[];
  provenance: Provenance;
  parts: readonly PartManifest[] = [];
  unknownRolls: readonly UnknownRoll[] = [];
  private readonly sessions: PreparedSessions;
  private readonly capitalBrl: number;

  /** `provenance` is that of the range before anything was loaded. */
  constructor(sessions: PreparedSessions, provenance: Provenance, capitalBrl: number) {
    const { missing, root, kind, sessionDays } = sessions.source;
    this.missing = missing;
    this.root = root;
    this.kind = kind;
    this.sessionDays = sessionDays;
    this.provenance = provenance;
    this.sessions = sessions;
    this.capitalBrl = capitalBrl;
  }

  async nextSession(): Promise<SessionFeed | undefined> {
    const index = this.days.length;
    if (index === this.sessionDays.length) return undefined;
    const { feed, day, provenance, parts, unknownRolls } = await this.sessions.at(index);
    this.days.push(day);
    this.provenance = provenance;
    this.parts = parts;
    this.unknownRolls = unknownRolls;
    const start = { ...feed.start, capitalBrl: this.capitalBrl };
    return { ...feed, start, warmup: copyOf(feed.warmup), market: copyOf(feed.market) };
  }
}

function copyOf(batch: EventBatch): EventBatch {
  const copy = new EventBatch(batch.length);
  copy.bytes.set(batch.bytes.subarray(0, batch.length * RECORD_BYTES));
  copy.payloads.push(...batch.payloads);
  copy.length = batch.length;
  return copy;
}
