// A vendor process as a model in fake time: plays a day of trades to a VendorService, loses, repeats, crashes and hangs by script.
import type { VendorTime } from '../../../../src/adapters/profit-dll/calls/answers.ts';
import type { AssetName } from '../../../../src/adapters/profit-dll/feed/feed.ts';
import { FEED_LAST_PACKET, FeedKind } from '../../../../src/adapters/profit-dll/feed/feed-record.ts';
import type { VendorLimits } from '../../../../src/runner/host/vendor/vendor-options.ts';
import type { ToVendor } from '../../../../src/runner/host/vendor/vendor-protocol.ts';
import type { VendorChild, VendorPeer } from '../../../../src/runner/host/vendor/vendor-run.ts';
import { VendorService } from '../../../../src/runner/host/vendor/vendor-service.ts';
import {
  assetRecord,
  historyRecord,
  joined,
  OPEN_MS,
  overflowRecord,
  pairRecord,
  tradeRecord,
} from './trade-records.ts';
import { heartbeatOf, type Script, ScriptedProcess } from './vendor-script.ts';

const ASSETS: readonly AssetName[] = [
  { ticker: 'WDOU25', exchange: 'F' },
  { ticker: 'WDOFUT', exchange: 'F' },
];

export class ScriptedVendor {
  readonly service: VendorService;
  nowMs = 0;
  runs = 0;
  readonly requests: AssetName[] = [];
  /** Ids of the sendings that the library was given. */
  readonly sent: number[] = [];
  private sends = 0;
  private readonly script: Script;
  private process: ScriptedProcess | undefined;
  private next = 0;
  private overflowing = 0;
  private overflowed = 0;
  private overflowTotal = 0;
  private beatMs = 0;
  private messages = 0;

  constructor(script: Script, limits: VendorLimits) {
    this.script = script;
    this.service = new VendorService({
      settings: { dllPath: 'none', feed: 'auto', ringRecords: 4096, depthLevels: 10, versionBytes: {} },
      mode: 'market',
      door: {
        endpoint: { kind: 'unix', path: 'none' },
        issueKey: () => ({ id: `once-${this.runs + 1}`, secret: Buffer.alloc(32) }),
        withdrawKey: () => {},
      },
      limits,
      clock: { nowMs: () => this.nowMs, localMs: () => OPEN_MS + this.nowMs },
      spawn: (invitation) => this.spawn(invitation.keyId),
    });
  }

  /** Lets time pass in steps of 50 ms; the promises of each step are settled before the next. */
  async pass(ms: number, done: () => boolean = () => false): Promise<void> {
    for (const end = this.nowMs + ms; this.nowMs < end && !done(); ) {
      this.nowMs += 50;
      this.step();
      this.service.tick();
      for (let i = 0; i < 4; i++) await Promise.resolve();
    }
  }

  get ended(): boolean {
    return this.next >= this.script.day.length;
  }

  private step(): void {
    const { process } = this;
    if (process?.alive === true) {
      for (const work of process.due.splice(0).sort((a, b) => a.atMs - b.atMs)) {
        if (work.atMs <= this.nowMs && process.alive) work.act();
        else process.due.push(work);
      }
      if (!process.hung && process.handler !== undefined && this.nowMs - this.beatMs >= 250) this.beat(process);
    }
    while (this.next < this.script.day.length && this.script.day[this.next]!.localMs - OPEN_MS <= this.nowMs)
      this.trade();
  }

  private trade(): void {
    const index = this.next++;
    const { process } = this;
    const fault = this.script.fault(index);
    const flows = process?.alive === true && !process.hung && process.connected && process.subscribed.has('WDOU25');
    if (process === undefined || !flows) return;
    const trade = this.script.day[index]!;
    if (this.overflowing > 0) {
      this.overflowing--;
      this.overflowed++;
      this.overflowTotal++;
      return;
    }
    if (this.overflowed > 0) {
      this.records(process, overflowRecord(this.overflowed));
      this.overflowed = 0;
    }
    switch (fault?.kind) {
      case 'crash':
        this.end(process, 'signal SIGSEGV');
        return;
      case 'hang':
        process.hung = true;
        return;
      case 'overflow':
        this.overflowing = fault.lost;
        break;
      case 'untranslated':
        this.records(process, pairRecord(FeedKind.untranslated, 0, 0, 1));
        return;
      case 'sentinel':
        this.records(process, tradeRecord({ ...trade, price: 0 }));
        return;
      default:
        break;
    }
    this.records(process, tradeRecord(trade));
    if (fault?.kind === 'repeat') this.repeat(process, index, fault.back);
    if (fault?.kind === 'disconnect') this.disconnect(process, index, fault.ms);
  }

  private repeat(process: ScriptedProcess, index: number, back: number): void {
    for (let i = Math.max(0, index - back); i <= index; i++) this.records(process, tradeRecord(this.script.day[i]!));
  }

  private disconnect(process: ScriptedProcess, index: number, ms: number): void {
    process.connected = false;
    this.records(process, pairRecord(FeedKind.state, 2, 0));
    this.later(process, ms, () => {
      process.connected = true;
      this.records(process, pairRecord(FeedKind.state, 2, 1), pairRecord(FeedKind.state, 2, 4));
      this.repeat(process, index, 3);
    });
  }

  private spawn(key: string): VendorChild {
    const process = new ScriptedProcess(++this.runs, key);
    this.process = process;
    this.overflowing = 0;
    this.overflowed = 0;
    this.overflowTotal = 0;
    const peer: VendorPeer = {
      facts: { role: 'vendor', name: 'scripted', key },
      handle: (handler) => {
        process.handler = handler;
      },
      send: (message) => {
        this.later(process, 1, () => this.message(process, JSON.parse(JSON.stringify(message))));
        return process.alive;
      },
      destroy: () => {},
    };
    this.later(process, 20, () => this.service.accept(peer));
    return {
      pid: process.run,
      onExit: (listener) => {
        process.exit = listener;
      },
      kill: () => this.end(process, 'signal SIGKILL'),
    };
  }

  private message(process: ScriptedProcess, message: ToVendor): void {
    if (process.hung) return;
    if (message.kind === 'open') {
      this.say(process, { kind: 'opened', pid: process.run, feed: 'native', facts: {} });
      this.records(process, ...ASSETS.map((asset, i) => assetRecord(i + 1, asset.ticker, asset.exchange)));
    } else if (message.kind === 'initialise') {
      this.login(process);
      if (this.script.login?.(process.run) !== 'wrongPasswordFailed') this.answer(process, message.id, false);
      else this.refuse(process, message.id, 'vendor');
    } else if (message.kind === 'call') this.call(process, message);
    else this.end(process, 'exit code 0');
  }

  private login(process: ScriptedProcess): void {
    const how = this.script.login?.(process.run) ?? 'ok';
    if (how === 'silent') return;
    if (how !== 'ok') {
      this.records(process, pairRecord(FeedKind.state, 3, 0), pairRecord(FeedKind.state, 0, 2));
      if (how === 'wrongPasswordCrash') this.later(process, 500, () => this.end(process, 'signal SIGSEGV'));
      return;
    }
    const states = [
      [3, 0],
      [0, 0],
      [2, 1],
      [2, 2],
      [2, 4],
    ] as const;
    process.connected = true;
    this.records(process, ...states.map(([type, result]) => pairRecord(FeedKind.state, type, result)));
  }

  private call(process: ScriptedProcess, message: Extract<ToVendor, { kind: 'call' }>): void {
    if (message.method === 'sendOrder') return this.send(process, message);
    if (message.method === 'subscribe') process.subscribed.add((message.args[1] as AssetName).ticker);
    if (message.method === 'unsubscribe') process.subscribed.delete((message.args[1] as AssetName).ticker);
    this.answer(process, message.id, false);
    if (message.method === 'requestHistoryTrades') {
      const [asset, start] = message.args as [AssetName, VendorTime];
      const request = this.requests.push(asset) - 1;
      this.later(process, 200, () => this.history(process, asset, start, request));
    }
  }

  /** One after the other; what is not begun by its deadline is never made. */
  private send(process: ScriptedProcess, { id, deadlineMs }: Extract<ToVendor, { kind: 'call' }>): void {
    const { nowMs } = this;
    const beginMs = Math.max(nowMs, process.sendingUntilMs);
    if (beginMs >= nowMs + deadlineMs) {
      this.later(process, deadlineMs, () => this.refuse(process, id, 'expired'));
      return;
    }
    this.later(process, beginMs - nowMs, () => this.sent.push(id));
    const endMs = beginMs + (this.script.sendMs?.(this.sends++) ?? 0);
    process.sendingUntilMs = endMs;
    const late = endMs >= nowMs + deadlineMs;
    if (late) this.later(process, deadlineMs, () => this.refuse(process, id, 'deadline'));
    this.later(process, endMs - nowMs, () => this.answer(process, id, late));
  }

  private refuse(process: ScriptedProcess, id: number, kind: 'vendor' | 'expired' | 'deadline'): void {
    const error = { kind, message: kind, ...(kind === 'vendor' ? { code: 'NL_INTERNAL_ERROR' } : {}) };
    this.say(process, { kind: 'refusal', id, ok: false, late: false, error });
  }

  private answer(process: ScriptedProcess, id: number, late: boolean): void {
    this.say(process, { kind: 'answer', id, ok: true, late, value: { $: ['undefined', ''] } });
  }

  private history(process: ScriptedProcess, asset: AssetName, start: VendorTime, request: number): void {
    const number = asset.ticker === 'WDOFUT' ? 2 : 1;
    const answers = this.script.historyOf(asset);
    const dayMs = Math.floor(OPEN_MS / 86_400_000) * 86_400_000;
    const fromMs = dayMs + ((start.hour * 60 + start.minute) * 60 + start.second) * 1000;
    const untilMs = OPEN_MS + this.nowMs - this.script.historyLagMs;
    const trades = this.script.day.filter((trade) => trade.localMs >= fromMs && trade.localMs <= untilMs);
    if (answers === undefined || !process.connected) {
      this.records(process, pairRecord(FeedKind.progress, 100, 0, number));
      return;
    }
    this.records(process, pairRecord(FeedKind.progress, 99, 0, number));
    let skip = 0;
    let lost = 0;
    trades.forEach((trade, i) => {
      const fault = this.script.historyFault?.(request, i);
      if (fault?.kind === 'crash') this.end(process, 'signal SIGSEGV');
      if (fault?.kind === 'overflow') skip = fault.lost;
      if (skip > 0) {
        skip--;
        lost++;
        this.overflowTotal++;
        return;
      }
      if (lost > 0) this.records(process, overflowRecord(lost));
      lost = 0;
      const flags = i === trades.length - 1 ? FEED_LAST_PACKET : 0;
      const flawed = historyRecord({ ...trade, price: 0 }, number, flags);
      if (fault?.kind === 'untranslated') this.records(process, pairRecord(FeedKind.untranslated, 0, 1, number));
      else if (fault?.kind === 'sentinel') this.records(process, flawed);
      else this.records(process, historyRecord(answers(trade), number, flags));
      if (fault?.kind === 'extraSentinel') this.records(process, flawed);
    });
    if (lost > 0) this.records(process, overflowRecord(lost));
    this.records(process, pairRecord(FeedKind.progress, 100, 0, number));
  }

  private beat(process: ScriptedProcess): void {
    this.beatMs = this.nowMs;
    this.say(process, heartbeatOf(this.messages, this.overflowTotal));
  }

  private end(process: ScriptedProcess, reason: string): void {
    if (!process.alive) return;
    process.alive = false;
    process.handler?.closed('gone');
    process.exit?.(reason);
  }

  private say(process: ScriptedProcess, message: Readonly<Record<string, unknown>>): void {
    if (process.alive) process.handler?.message(message);
  }

  private records(process: ScriptedProcess, ...views: readonly DataView[]): void {
    this.messages += views.length;
    if (process.alive) process.handler?.records?.(Buffer.from(joined(...views)));
  }

  private later(process: ScriptedProcess, ms: number, act: () => void): void {
    process.due.push({ atMs: this.nowMs + ms, act });
  }
}
