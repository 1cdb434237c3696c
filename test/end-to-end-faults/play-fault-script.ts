// Plays one fault script through a real host with a client at its link; gives what was told and how everything stands at the end.

import type { AccountPosition } from '../../src/adapters/profit-dll/calls/answers.ts';
import { positionReport } from '../../src/adapters/profit-dll/orders/position-report.ts';
import { accountText } from '../../src/runner/host/host-orders.ts';
import type { FaultScript, FaultStep } from '../support/fault-script.ts';
import { epochFaults } from './epoch-faults.ts';
import { FAULT_ACCOUNT, FAULT_ASSET, type FaultHost, startFaultHost, until } from './fault-host.ts';
import { BEFORE_TRADES, faultTrades, type TrueTrade } from './fault-tape.ts';
import { type OrderEnd, ToldClient } from './told-client.ts';

export interface PlayedScript {
  readonly words: readonly string[];
  /** Lost, doubled, invented and changed trades; what no stream may tell. */
  readonly faults: readonly string[];
  readonly orders: Readonly<Record<string, OrderEnd>>;
  /** By the broker, and as it was told last; undefined where nobody could be asked. */
  readonly position: number | undefined;
  readonly toldPosition: number;
  readonly restarts: number;
  readonly stopReason: string | undefined;
}

/** The words of a script that has no client are those of the host itself. */
const OF_HOST = ' (host)';

class ScriptRun {
  private readonly words: string[];
  private readonly script: FaultScript;
  private readonly fault: FaultHost;
  private client: ToldClient | undefined;
  private also: ToldClient | undefined;
  private waited = 0;
  private isStopped = false;

  constructor(script: FaultScript, fault: FaultHost) {
    this.script = script;
    this.fault = fault;
    this.words = fault.words;
  }

  /** Those of the host are there before any client is. */
  private get heard(): readonly string[] {
    if (this.client !== undefined) return this.words.filter((word) => !word.endsWith(OF_HOST));
    return this.words.map((word) => word.replace(OF_HOST, ''));
  }

  async begin(): Promise<void> {
    const { script, fault } = this;
    const { home, host } = fault;
    const status = (): string => this.why();
    const options = { home, quotes: false, book: 'none', firstSeq: 1, trades: true } as const;
    if (script.login === 'routing' && script.expected.stopReason === undefined) {
      await until('routing', () => host.vendor.status().routing.state === 'connected', status);
      const account = accountText(FAULT_ACCOUNT);
      this.client = new ToldClient(
        { ...options, name: 'trader', instruments: [FAULT_ASSET], since: 'now', account },
        this.words,
      );
      await this.client.connect();
      return;
    }
    if (script.expected.trades === 'none') return;
    this.client = new ToldClient(
      { ...options, name: 'reader', instruments: [FAULT_ASSET], since: 'dayStart' },
      this.words,
    );
    await this.client.connect();
    await until('the subscription', () => this.isMade(FAULT_ASSET.ticker), status);
    await fault.command(`go ${BEFORE_TRADES}`);
    await until('the first epoch', () => this.client?.epoch?.isWhole === true, status);
    if (script.also !== undefined) await this.beginAlso(script.also);
    // what a busy machine made of the beginning is not part of the script
    this.words.length = 0;
    await fault.command('go');
  }

  private async beginAlso(ticker: string): Promise<void> {
    const instruments = [{ ticker, exchange: 'B' }];
    const { home } = this.fault;
    this.also = new ToldClient(
      { home, name: 'also', instruments, trades: true, quotes: false, book: 'none', firstSeq: 1, since: 'dayStart' },
      [],
    );
    await this.also.connect();
    await until(
      `the subscription of ${ticker}`,
      () => this.isMade(ticker),
      () => this.why(),
    );
    await this.fault.command(`burst 1000 0.02 ${ticker} B`);
    await until(
      `the first epoch of ${ticker}`,
      () => this.also?.epoch?.isWhole === true,
      () => this.why(),
    );
  }

  private isMade(ticker: string): boolean {
    const { subscriptions } = this.fault.host.vendor.status();
    return subscriptions.some((each) => each.asset.ticker === ticker && each.state === 'made');
  }

  private why(): string {
    const { process, restarts, market, subscriptions } = this.fault.host.vendor.status();
    const { client } = this;
    const epochs = client?.epochs.map(({ trades, gaps, isWhole }) => `${trades.size} trades, ${gaps} gaps, ${isWhole}`);
    const tape = this.fault.host.vendor.tape(FAULT_ASSET);
    const gaps = JSON.stringify(tape?.gaps);
    const state = JSON.stringify({ process, restarts, market, subscriptions });
    return [`words: ${this.words.join(', ')}`, `epochs: ${epochs?.join('; ')}`, `tape: ${tape?.length} ${gaps}`, state]
      .concat(this.fault.said.slice(-15))
      .join('\n');
  }

  async step(step: FaultStep): Promise<void> {
    const { fault, client } = this;
    switch (step.kind) {
      case 'command':
        return fault.command(step.line);
      case 'pause':
        return new Promise((done) => setTimeout(done, step.ms));
      case 'trades':
        return until(
          `${step.count} trades`,
          () => (client?.numbers.size ?? 0) >= step.count,
          () => this.why(),
        );
      case 'told':
        await until(
          step.word,
          () => this.heard.indexOf(step.word, this.waited) >= 0,
          () => this.why(),
        );
        this.waited = this.heard.indexOf(step.word, this.waited) + 1;
        return;
      case 'cancel':
        client?.exchange.submit({ kind: 'cancel', seq: 1, clientOrderId: step.order, reason: 'the script says so' });
        return;
      case 'stop':
        this.isStopped = true;
        return fault.host.vendor.stop();
      case 'submit':
        return this.submit(step);
    }
  }

  private submit({ order, side, quantity, price, stopPrice }: Extract<FaultStep, { kind: 'submit' }>): void {
    this.client?.exchange.submit({
      kind: 'submit',
      seq: 1,
      request: {
        clientOrderId: order,
        strategyId: 'faults',
        instrumentId: 0,
        side,
        type: price === undefined ? 'market' : stopPrice === undefined ? 'limit' : 'stopLimit',
        role: 'entry',
        quantity,
        price,
        stopPrice,
        bracketId: undefined,
      },
      bracket: undefined,
    });
  }

  /** Waits until everything has come to rest as the script expects it, then looks at everything. */
  async settle(): Promise<PlayedScript> {
    const { script, fault, client } = this;
    const { trades, orders = {}, position } = script.expected;
    const faults: string[] = [];
    if (trades !== 'none' && client !== undefined) faults.push(...(await this.tradeFaults(client, FAULT_ASSET.ticker)));
    if (this.also !== undefined && trades === 'whole') {
      faults.push(...(await this.tradeFaults(this.also, script.also ?? '')));
    }
    let venue: number | undefined;
    if (script.login === 'routing' && client !== undefined && position !== undefined) {
      // after a crash the process may only be coming
      const isBack = (): boolean => fault.host.vendor.status().routing.state === 'connected';
      await until('routing', isBack, () => this.why());
      for (const [name, end] of Object.entries(orders)) {
        const isThere = (): boolean => client.orders.get(name)?.status === end.status;
        await until(`${name} ${end.status}`, isThere, () => this.why());
      }
      await until(
        `the position ${position}`,
        () => client.position === position,
        () => this.why(),
      );
      venue = await this.venuePosition();
    }
    for (const fault of client?.faults ?? []) faults.push(JSON.stringify(fault));
    return {
      words: this.heard,
      faults,
      orders: Object.fromEntries(client?.orders ?? []),
      position: venue,
      toldPosition: client?.position ?? 0,
      restarts: fault.host.vendor.status().restarts,
      stopReason: this.isStopped ? undefined : fault.stopReason,
    };
  }

  private async tradeFaults(client: ToldClient, ticker: string): Promise<readonly string[]> {
    const truth = await this.wholeTruth(client, ticker);
    // late ones come out of their order, and what is behind an unusable one is known only when history has been asked
    const inOrder = !['late callbacks', 'edits of trades', 'unusable trades'].includes(this.script.covers);
    return client.epochs.flatMap((epoch, index) => {
      const isLast = index === client.epochs.length - 1;
      return epochFaults(epoch, truth, { isLast, inOrder }).map((fault) => `${ticker}, epoch ${index + 1}: ${fault}`);
    });
  }

  /** A run has come to rest when the client's epoch is whole and has as many trades as there were. */
  private async wholeTruth(client: ToldClient, ticker: string): Promise<readonly TrueTrade[]> {
    let truth: readonly TrueTrade[] = [];
    let isThere = false;
    for (let tries = 0; tries < 400 && !isThere; tries++) {
      truth = (await this.fault.truth()).get(ticker) ?? [];
      isThere = client.epoch?.isWhole === true && client.epoch.trades.size === truth.length;
      if (!isThere) await new Promise((done) => setTimeout(done, 50));
    }
    if (!isThere) throw new Error(`${ticker} did not become whole, ${truth.length} trades: ${this.why()}`);
    return truth;
  }

  private async venuePosition(): Promise<number> {
    const request = { account: FAULT_ACCOUNT, asset: FAULT_ASSET, positionType: 'consolidated' };
    const answer = await this.fault.host.vendor.call('getPosition', [request], 5_000);
    if (!answer.ok) throw new Error(`the position is not known: ${answer.error.message}`);
    return positionReport(0, answer.value as AccountPosition | undefined).quantity;
  }

  async end(): Promise<void> {
    await this.client?.end();
    await this.also?.end();
  }
}

export async function playFaultScript(script: FaultScript): Promise<PlayedScript> {
  const trades = script.expected.trades === 'none' ? [] : faultTrades();
  const { login, simulation, limits = {} } = script;
  const fault = await startFaultHost({ login, simulation, trades, limits });
  const run = new ScriptRun(script, fault);
  try {
    await run.begin();
    for (const step of script.steps) await run.step(step);
    return await run.settle();
  } finally {
    await run.end();
    await fault.close();
  }
}
