// An account and a seed in; an engine behind the real host that lives order after order, asked how it stands, told to stop.
import type { FallibleJournal } from '../../src/adapters/journal/fallible-journal.ts';
import type { EpochStart, OperatorCommand, OrderAdopted } from '../../src/core/account/account-event.ts';
import { isFinal } from '../../src/core/account/order-transitions.ts';
import type { DecisionRecord } from '../../src/core/engine/decision-record.ts';
import { Engine } from '../../src/core/engine/engine.ts';
import { warmupDigestOf } from '../../src/core/engine/warmup-digest.ts';
import type { OrderCommand } from '../../src/core/execution/order-command.ts';
import { EventBatch } from '../../src/core/market/event-batch.ts';
import { Kind } from '../../src/core/market/event-record.ts';
import { drive } from '../../src/runner/drive.ts';
import { HostExchange } from '../../src/runner/host/host-exchange.ts';
import type { GuardWish } from '../../src/runner/host/stream-messages.ts';
import { randomStrategy } from './random-strategy.ts';
import { SESSION_DAY, TICKER } from './session-day.ts';

const CAPITAL_BRL = 100_000_000;

export interface TraderOptions {
  readonly home: string;
  readonly account: string;
  readonly seed: number;
  readonly contracts: number;
  /** Of the first epoch; each further one is one more. */
  readonly epoch: number;
  readonly guard?: GuardWish;
}

export interface TraderState {
  readonly account: string;
  readonly position: number;
  /** Ids of orders that have not ended, as far as the engine knows. */
  readonly working: readonly string[];
  readonly halted: string | undefined;
  readonly commands: number;
  /** By what came of them: the codes of holds, `enter`, `flat`. */
  readonly decisions: Readonly<Record<string, number>>;
  /** How often each alert was told. */
  readonly alerts: Readonly<Record<string, number>>;
  readonly failure: string | undefined;
}

export function epochStart(epoch: number): EventBatch {
  const openUs = Date.parse(`${SESSION_DAY}T12:00:00Z`) * 1000;
  const start: EpochStart = {
    kind: 'epochStart',
    epoch,
    sessionDay: SESSION_DAY,
    instruments: [
      {
        symbol: TICKER,
        requested: 'WDOFUT',
        root: 'WDO',
        openUs,
        closeUs: openUs + 9.5 * 3_600_000_000,
        phaseAtStart: 'open',
        daysToRoll: 12,
      },
    ],
    provenance: 'simulated',
    sideSource: 'feed',
    warmup: [{ candle: '2t', instrumentId: 0, bars: 0 }],
    warmupBars: 0,
    warmupDigest: warmupDigestOf(new EventBatch(1)),
    capitalBrl: CAPITAL_BRL,
  };
  const batch = new EventBatch(1);
  batch.pushPayload(start, 0);
  return batch;
}

/** Counts, and keeps nothing: the broker's log is what is looked at. */
class CountingJournal implements FallibleJournal {
  readonly decisions: Record<string, number> = {};
  sent = 0;
  readonly alerts: Record<string, number> = {};
  /** Orders that may not have ended. */
  readonly open = new Set<string>();

  event(batch: EventBatch, index: number): void {
    if (batch.kindAt(index) !== Kind.orderAdopted) return;
    const { request } = batch.payloadAt(index) as OrderAdopted;
    this.open.add(request.clientOrderId);
  }

  decision({ outcome }: DecisionRecord): void {
    const what = outcome.kind === 'hold' ? outcome.code : outcome.kind;
    this.decisions[what] = (this.decisions[what] ?? 0) + 1;
  }

  commands(commands: readonly OrderCommand[]): void {
    this.sent += commands.length;
    for (const command of commands) if (command.kind === 'submit') this.open.add(command.request.clientOrderId);
  }

  alert(_seq: number, _timeUs: number, _severity: string, code: string): void {
    this.alerts[code] = (this.alerts[code] ?? 0) + 1;
  }

  close(): void {}
}

export class Trader {
  private readonly options: TraderOptions;
  private readonly exchange: HostExchange;
  private readonly engine: Engine;
  private readonly journal = new CountingJournal();
  private isTrading = true;
  private failure: string | undefined = undefined;
  private driving: Promise<void> | undefined = undefined;

  constructor(options: TraderOptions) {
    this.options = options;
    const { home, account, seed, contracts } = options;
    let { epoch } = options;
    const strategy = randomStrategy({ name: 'lives', seed, contracts, isTrading: () => this.isTrading });
    this.engine = new Engine([{ strategy, model: undefined }]);
    this.exchange = new HostExchange({
      ...{ home, name: account, account, instruments: [{ ticker: TICKER, exchange: 'F' }] },
      ...{ trades: true, quotes: true, book: 'none', firstSeq: 1, since: 'now' },
      ...(options.guard === undefined ? {} : { guard: options.guard }),
      epoch: () => Promise.resolve(epochStart(epoch++)),
    });
  }

  async begin(): Promise<void> {
    await this.exchange.connect();
    const { engine, exchange, journal } = this;
    this.driving = drive({ engine, exchange, journal, predictors: new Map() }).catch((error: unknown) => {
      this.failure = error instanceof Error ? `${error.message}\n${error.stack}` : String(error);
    });
  }

  get state(): TraderState {
    const { account, state } = this.engine.context;
    const working: string[] = [];
    for (const id of this.journal.open) {
      const order = account.order(id);
      if (order === undefined || isFinal(order.status)) this.journal.open.delete(id);
      else working.push(`${id} ${order.role} ${order.status}`);
    }
    return {
      account: this.options.account,
      position: account.open().reduce((sum, { quantity }) => sum + quantity, 0),
      working,
      halted: state.reason === '' ? undefined : state.reason,
      commands: this.journal.sent,
      decisions: this.journal.decisions,
      alerts: this.journal.alerts,
      failure: this.failure,
    };
  }

  /** As a person would. */
  operate(command: OperatorCommand['command']): void {
    const asked: OperatorCommand = { kind: 'operatorCommand', command, by: 'test', reason: 'the test says so' };
    this.exchange.inject(asked);
  }

  /** No further entry; what is open is closed. */
  retire(): void {
    this.isTrading = false;
    this.operate('flatten');
  }

  async end(): Promise<void> {
    this.exchange.close();
    await this.driving;
  }
}
