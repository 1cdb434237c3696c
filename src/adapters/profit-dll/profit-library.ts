// ProfitDLL as a typed object: every current function of it, asynchronous, with bigint ids and the vendor's errors by name.

import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UserError } from '../user-error.ts';
import { checkLayouts } from './abi/check-layouts.ts';
import { libraryFileFacts } from './abi/library-file.ts';
import * as accounts from './calls/accounts.ts';
import { getAgentName } from './calls/agents.ts';
import type * as answer from './calls/answers.ts';
import * as market from './calls/market-calls.ts';
import * as reading from './calls/order-reading.ts';
import type * as request from './calls/order-requests.ts';
import * as sending from './calls/order-sending.ts';
import { getPosition, type PositionRequest } from './calls/positions.ts';
import * as session from './calls/session.ts';
import { VendorCalls } from './calls/vendor-calls.ts';
import { type VersionBytes, VersionMemory } from './calls/version-memory.ts';
import type { AssetName, Feed, VendorLogin } from './feed/feed.ts';
import { type LibraryFacts, libraryFacts } from './library-facts.ts';
import { checked } from './vendor-error.ts';

export interface LibraryOptions {
  readonly dllPath: string;
  readonly feed: Feed;
  /** Where the library keeps its logs and data; by default its own folder on Windows, and the present one elsewhere. */
  readonly workingFolder?: string | undefined;
  readonly versionBytes?: VersionBytes | undefined;
}

export class ProfitLibrary {
  readonly facts: LibraryFacts;
  readonly feed: Feed;
  readonly #calls: VendorCalls;
  readonly #versions: VersionMemory;

  private constructor(facts: LibraryFacts, feed: Feed, calls: VendorCalls, versions: VersionMemory) {
    this.facts = facts;
    this.feed = feed;
    this.#calls = calls;
    this.#versions = versions;
  }

  /**
   * Checks the layouts, changes into the working folder, loads the library and opens the feed; does not log in. Once per process.
   * @throws UserError when the file is absent or not for this processor, an indispensable export is missing, or a layout differs.
   */
  static load({ dllPath, feed, workingFolder, versionBytes }: LibraryOptions): ProfitLibrary {
    const versions = new VersionMemory(versionBytes);
    const path = resolve(dllPath);
    const layout = { records: checkLayouts(), versionBytes: versions.all };
    checkFile(path);
    const folder = workingFolder ?? (process.platform === 'win32' ? dirname(path) : undefined);
    if (folder !== undefined) process.chdir(folder);
    feed.open(path);
    const calls = new VendorCalls(path);
    return new ProfitLibrary(libraryFacts(path, calls, feed.kind, layout), feed, calls, versions);
  }

  /** Logs in and registers every callback; the states that follow arrive through the feed. @throws VendorError */
  async initialise(login: VendorLogin): Promise<void> {
    const call = login.mode === 'market' ? 'DLLInitializeMarketLogin' : 'DLLInitializeLogin';
    checked(call, await this.feed.initialise(login));
  }

  /** Stops the vendor's services. Afterwards nothing may be called, and the process can only end. */
  async finalise(): Promise<void> {
    checked('DLLFinalize', await this.feed.finalise());
  }

  setServerAndPort(server: string, port: string): Promise<void> {
    return session.setServerAndPort(this.#calls, server, port);
  }

  getServerClock(): Promise<answer.VendorTime> {
    return session.getServerClock(this.#calls);
  }

  getHealthStatus(): Promise<'responsive' | 'frozen' | undefined> {
    return session.getHealthStatus(this.#calls);
  }

  setDebugLog(isOn: boolean): Promise<void> {
    return session.setSwitch(this.#calls, 'SetEnabledLogToDebug', isOn);
  }

  /** Right after initialisation. Without it positions and zeroing are unreliable. */
  setOrderHistory(isOn: boolean): Promise<void> {
    return session.setSwitch(this.#calls, 'SetEnabledHistOrder', isOn);
  }

  /** Marks every later order as a day trade, as some brokers want it. */
  setDayTrade(isOn: boolean): Promise<void> {
    return session.setSwitch(this.#calls, 'SetDayTrade', isOn);
  }

  subscribe(what: market.SubscriptionName, asset: AssetName): Promise<void> {
    return market.subscribe(this.#calls, what, asset);
  }

  unsubscribe(what: market.SubscriptionName, asset: AssetName): Promise<void> {
    return market.unsubscribe(this.#calls, what, asset);
  }

  getPriceDepthCount(asset: AssetName, side: 'buy' | 'sell'): Promise<number> {
    return market.getPriceDepthCount(this.#calls, asset, side);
  }

  getPriceLevel(asset: AssetName, side: 'buy' | 'sell', position: number): Promise<answer.PriceLevel> {
    return market.getPriceLevel(this.#calls, asset, side, position);
  }

  getTheoreticalValues(asset: AssetName): Promise<{ readonly price: number; readonly quantity: number }> {
    return market.getTheoreticalValues(this.#calls, asset);
  }

  requestHistoryTrades(asset: AssetName, start: answer.VendorTime, end: answer.VendorTime): Promise<void> {
    return market.requestHistoryTrades(this.#calls, asset, start, end);
  }

  requestTickerInfo(asset: AssetName): Promise<void> {
    return market.requestTickerInfo(this.#calls, asset);
  }

  getLastDailyClose(asset: AssetName, isAdjusted: boolean): Promise<answer.LastDailyClose> {
    return market.getLastDailyClose(this.#calls, asset, isAdjusted);
  }

  getAgentName(id: number, isShort: boolean): Promise<string | undefined> {
    return getAgentName(this.#calls, id, isShort);
  }

  getAccounts(): Promise<readonly request.AccountKey[]> {
    return accounts.getAccounts(this.#calls);
  }

  getAccountsByBroker(brokerId: number): Promise<readonly request.AccountKey[]> {
    return accounts.getAccountsByBroker(this.#calls, brokerId);
  }

  getSubAccounts(master: request.AccountKey): Promise<readonly request.AccountKey[]> {
    return accounts.getSubAccounts(this.#calls, master);
  }

  getAccountDetails(account: request.AccountKey): Promise<answer.AccountDetails> {
    return accounts.getAccountDetails(this.#calls, this.#versions, account);
  }

  /** Has the accounts told once more through the feed. */
  replayAccounts(): Promise<void> {
    return accounts.replayAccounts(this.#calls);
  }

  /** `notAfterMs` of `machineNowMs`, here and below: later it is not made any more. @throws VendorError, CallExpiredError */
  sendOrder(order: request.SendOrderRequest, notAfterMs?: number): Promise<request.SentOrder> {
    return sending.sendOrder(this.#calls, this.#versions, order, notAfterMs);
  }

  changeOrder(change: request.ChangeOrderRequest, notAfterMs?: number): Promise<request.SentRequest> {
    return sending.changeOrder(this.#calls, this.#versions, change, notAfterMs);
  }

  cancelOrder(cancel: request.CancelOrderRequest): Promise<request.SentRequest> {
    return sending.cancelOrder(this.#calls, this.#versions, cancel);
  }

  cancelOrders(cancel: request.CancelOrdersRequest): Promise<void> {
    return sending.cancelOrders(this.#calls, cancel);
  }

  cancelAllOrders(cancel: request.CancelAllOrdersRequest): Promise<void> {
    return sending.cancelAllOrders(this.#calls, cancel);
  }

  zeroPosition(zero: request.ZeroPositionRequest, notAfterMs?: number): Promise<request.SentOrder> {
    return sending.zeroPosition(this.#calls, this.#versions, zero, notAfterMs);
  }

  getOrderDetails(order: request.OrderKey): Promise<answer.OrderDetails> {
    return reading.getOrderDetails(this.#calls, this.#versions, order);
  }

  hasOrdersInInterval(account: request.AccountKey, interval: answer.OrderInterval): Promise<answer.OrdersInInterval> {
    return reading.hasOrdersInInterval(this.#calls, account, interval);
  }

  enumerateOrders(account: request.AccountKey, interval?: answer.OrderInterval): Promise<answer.EnumeratedRecords> {
    return reading.enumerateOrders(this.feed, this.#versions, account, interval);
  }

  enumeratePositionAssets(account: request.AccountKey): Promise<answer.EnumeratedRecords> {
    return reading.enumeratePositionAssets(this.feed, account);
  }

  getPosition(position: PositionRequest): Promise<answer.AccountPosition | undefined> {
    return getPosition(this.#calls, this.#versions, position);
  }
}

function checkFile(path: string): void {
  if (!existsSync(path)) {
    throw new UserError({
      code: 'file-missing',
      message: 'There is no ProfitDLL at this path',
      file: path,
      fix: 'Set dllPath in machine.json, or --dll, to the ProfitDLL64.dll or ProfitDLL.dll of the vendor',
    });
  }
  if (process.platform !== 'win32') return;
  const { processor } = libraryFileFacts(path);
  if (processor === 'x64') return;
  throw new UserError({
    code: 'wrong-processor',
    message: processor === 'x86' ? 'This is the 32-bit ProfitDLL' : 'This file is no 64-bit Windows library',
    file: path,
    fix: 'Use the library of the Win64 folder of the vendor',
  });
}
