// Takes strategies, sessions and events to slip in; plays them through engine and simulated exchange and gives all that came of it.

import type { JournalledAlert } from '../../src/adapters/journal/run-reader.ts';
import type { Fill } from '../../src/core/account/order.ts';
import type { DecisionRecord } from '../../src/core/engine/decision-record.ts';
import { Engine, type EngineEvent } from '../../src/core/engine/engine.ts';
import type { EngineSettings } from '../../src/core/engine/engine-context.ts';
import type { EventCursor, Exchange } from '../../src/core/engine/exchange.ts';
import type { StrategySetup } from '../../src/core/engine/strategy-setup.ts';
import { warmupDigestOf } from '../../src/core/engine/warmup-digest.ts';
import type { OrderCommand } from '../../src/core/execution/order-command.ts';
import { EventBatch, type PayloadEvent } from '../../src/core/market/event-batch.ts';
import type { Predictor } from '../../src/core/prediction/predictor.ts';
import { drive } from '../../src/runner/drive.ts';
import type { SessionFeed } from '../../src/simulation/session-feed.ts';
import type { SimulationSettings } from '../../src/simulation/settings.ts';
import { SimulatedExchange } from '../../src/simulation/simulated-exchange.ts';
import { MemoryJournal } from './memory-journal.ts';
import { plainSettings, type Tape } from './tape.ts';

/** An event of the account or an operator, received at this time. */
export interface Injection {
  readonly atUs: number;
  readonly event: EngineEvent;
}

export interface EngineSession {
  readonly setups: readonly StrategySetup[];
  readonly feeds: readonly SessionFeed[];
  readonly simulation?: SimulationSettings;
  readonly settings?: Partial<EngineSettings>;
  readonly predictors?: ReadonlyMap<string, Predictor>;
  readonly injections?: readonly Injection[];
  readonly seed?: number;
  /** After the engine has taken an event and its commands were sent. */
  readonly onEvent?: (engine: Engine, batch: EventBatch, index: number) => void;
}

export interface EngineResult {
  readonly engine: Engine;
  readonly decisions: readonly DecisionRecord[];
  readonly commands: readonly OrderCommand[];
  readonly fills: readonly Fill[];
  readonly alerts: readonly JournalledAlert[];
  /** Every event in order, payloads included. */
  readonly events: EventBatch;
}

/** Gives the events of another exchange, with others before them; all take a new seq. */
class InjectingExchange implements Exchange {
  readonly events = new EventBatch(4096);
  private readonly inner: Exchange;
  private readonly injections: Injection[];
  private readonly held: EventCursor = { batch: new EventBatch(1), index: 0 };
  private readonly own = new EventBatch(1);
  private hasHeld = false;
  private seq = 0;

  constructor(inner: Exchange, injections: readonly Injection[]) {
    this.inner = inner;
    this.injections = [...injections].sort((a, b) => a.atUs - b.atUs);
  }

  advance(cursor: EventCursor): boolean {
    if (!this.hasHeld && !this.inner.advance(this.held)) return false;
    this.hasHeld = true;
    const nextUs = this.held.batch.receivedTimeUsAt(this.held.index);
    const injection = this.injections[0];
    if (injection !== undefined && injection.atUs <= nextUs) {
      this.injections.shift();
      this.own.clear();
      this.own.pushPayload(injection.event, injection.atUs);
      cursor.batch = this.own;
      cursor.index = 0;
    } else {
      this.hasHeld = false;
      cursor.batch = this.held.batch;
      cursor.index = this.held.index;
    }
    cursor.batch.stamp(cursor.index, this.seq++, cursor.batch.receivedTimeUsAt(cursor.index));
    this.events.pushFrom(cursor.batch, cursor.index);
    return true;
  }

  more(): Promise<boolean> {
    return this.inner.more();
  }

  submit(command: OrderCommand): void {
    this.inner.submit(command);
  }

  wake(timeUs: number): void {
    this.inner.wake(timeUs);
  }

  deliver(answer: Promise<PayloadEvent>): Promise<void> | undefined {
    return this.inner.deliver(answer);
  }
}

export async function runSession(session: EngineSession): Promise<EngineResult> {
  const settings = session.simulation ?? plainSettings();
  const inner = new SimulatedExchange({ days: session.feeds, settings, seed: session.seed ?? 1, firstSeq: 0 });
  const exchange = new InjectingExchange(inner, session.injections ?? []);
  return { ...(await driveThrough(session, exchange)), events: exchange.events };
}

/** The recorded events of a session once more, cut into batches of the given sizes in turn; orders go nowhere. */
export async function replaySession(
  session: Pick<EngineSession, 'setups' | 'settings'>,
  events: EventBatch,
  sizes: readonly number[],
): Promise<Omit<EngineResult, 'events'>> {
  let given = 0;
  let batches = 0;
  let batch = new EventBatch(1);
  let at = 0;
  return driveThrough(session, {
    advance(cursor) {
      if (at >= batch.length) return false;
      cursor.batch = batch;
      cursor.index = at++;
      return true;
    },
    async more() {
      const size = sizes[batches++ % sizes.length]!;
      batch = new EventBatch(size);
      at = 0;
      for (let n = 0; n < size && given < events.length; n++) batch.pushFrom(events, given++);
      return batch.length > 0;
    },
    submit() {},
    wake() {},
    deliver: () => undefined,
  });
}

async function driveThrough(
  session: Pick<EngineSession, 'setups' | 'settings' | 'predictors' | 'onEvent'>,
  exchange: Exchange,
): Promise<Omit<EngineResult, 'events'>> {
  const engine = new Engine(session.setups, session.settings);
  const journal = new MemoryJournal();
  const { onEvent, predictors = new Map() } = session;
  const nothing = (): void => {};
  const observer = {
    onEvent: (batch: EventBatch, index: number): void => onEvent?.(engine, batch, index),
    onDecision: nothing,
    onCommand: nothing,
    onAlert: nothing,
  };
  await drive({ engine, exchange, journal, predictors, observer });
  const { decisions, sent: commands, fills, alerts } = journal;
  return { engine, decisions, commands, fills, alerts };
}

/** A tape as the engine wants it: its warm-up told with the digest. */
export function tapeFeed(tape: Tape, changes: Partial<SessionFeed['start']> = {}): SessionFeed {
  const feed = tape.feed();
  return { ...feed, start: { ...feed.start, warmupDigest: warmupDigestOf(feed.warmup), ...changes } };
}

/** `code` of each HOLD, `enter buy 2`, `flat`: the decisions at a glance. */
export function outcomesOf(decisions: readonly DecisionRecord[]): readonly string[] {
  return decisions.map(({ outcome }) => {
    if (outcome.kind === 'enter') return `enter ${outcome.side} ${outcome.quantity}`;
    return outcome.kind === 'hold' ? outcome.code : 'flat';
  });
}

/** The roles and kinds of the commands: `entry`, `stop`, `cancel`. */
export function commandWords(commands: readonly OrderCommand[]): readonly string[] {
  return commands.map((command) => (command.kind === 'submit' ? command.request.role : command.kind));
}
