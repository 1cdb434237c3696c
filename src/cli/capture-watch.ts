// What a host says of its recording, again and again, in; lines for people out: how it stands, what changed, what is stored at the end.

import { UserError } from '../adapters/user-error.ts';
import { type CaptureReport, captureText } from '../runner/capture/capture-report.ts';
import type { Compacted } from '../runner/capture/compact-elsewhere.ts';
import type { CaptureGap, CaptureStatus } from '../runner/capture/host-capture.ts';
import { counted } from './counted.ts';

const SAY_EVERY_MS = 60_000;

/** Says how it goes once a minute, and each change of the connection, each gap and each finished day once. */
export class CaptureWatch {
  readonly finished: Compacted[] = [];
  private readonly say: (text: string) => void;
  private readonly symbols: readonly string[];
  private saidMs = performance.now();
  private trouble: string | undefined;
  private readonly told: Set<string>;

  /** `first`: what it was at the beginning, which is said here. UserError `vendor-stopped`. */
  constructor(say: (text: string) => void, symbols: readonly string[], first: CaptureStatus) {
    this.say = say;
    this.symbols = symbols;
    this.told = new Set([...first.finished, ...first.gaps].map((each) => JSON.stringify(each)));
    this.trouble = troubleOf(first);
    refuseStopped(first);
    say(statusText(first));
  }

  /** False when none of the symbols is recorded any more and their days are stored. UserError `vendor-stopped`. */
  goesOn(status: CaptureStatus): boolean {
    this.news(status);
    refuseStopped(status);
    const trouble = troubleOf(status);
    const isChanged = trouble !== this.trouble;
    this.trouble = trouble;
    if (isChanged && trouble !== undefined) this.say(trouble);
    else if (isChanged || performance.now() - this.saidMs >= SAY_EVERY_MS) {
      this.saidMs = performance.now();
      this.say(statusText(status));
    }
    return status.compacting > 0 || status.wishes.some(({ symbol }) => this.symbols.includes(symbol));
  }

  /** Gaps and finished days that were not told yet. */
  news({ gaps, finished }: CaptureStatus): void {
    for (const gap of gaps) if (this.isNew(gap)) this.say(gapText(gap));
    for (const each of finished) {
      if (!this.isNew(each)) continue;
      this.finished.push(each);
      this.say(
        each.kind === 'report' ? captureText(each.report) : `${each.contract} ${each.day} FAILED: ${each.reason}`,
      );
    }
  }

  /** The last word, when it does not go on. */
  endText(status: CaptureStatus): string {
    const lines = this.finished.map((each) =>
      each.kind === 'report' ? storedText(each.report) : `${each.contract} ${each.day} is NOT stored: ${each.reason}`,
    );
    if (lines.length === 0 && status.compacting === 0) lines.push('nothing had come to be stored');
    if (status.compacting > 0) lines.push('the host goes on storing what is left');
    const others = status.wishes.length === 0 ? '' : `\n${statusText({ ...status, compacting: 0 })}`;
    return `stopped; ${lines.join('\n')}${others}`;
  }

  private isNew(told: object): boolean {
    const text = JSON.stringify(told);
    if (this.told.has(text)) return false;
    this.told.add(text);
    return true;
  }
}

export function statusText(status: CaptureStatus): string {
  const { wishes, recordings, compacting, vendor } = status;
  const trouble = troubleOf(status);
  const lines = wishes.map(({ symbol, contract, state }) => {
    const what = state === 'recording' && trouble !== undefined ? 'waits for market data' : state;
    return `${symbol}: ${what}${contract === null ? '' : ` ${contract}`}`;
  });
  for (const { contract, day, streams } of recordings) {
    for (const { stream, records, lost, stopped } of streams) {
      if (records === 0 && stopped === undefined) continue;
      const fault = `${lost > 0 ? `, ${lost} LOST` : ''}${stopped === undefined ? '' : `, STOPPED: ${stopped}`}`;
      lines.push(`  ${contract} ${day} ${stream}: ${records}${fault}`);
    }
  }
  for (const { asset, kind, state, reason } of vendor?.subscriptions ?? []) {
    if (state === 'refused') lines.push(`  ${asset.ticker} ${kind} is REFUSED by the vendor: ${reason ?? 'no reason'}`);
  }
  if (compacting > 0) lines.push(`${compacting} finished days are being stored`);
  if (lines.length === 0) return 'nothing is recorded';
  if (trouble !== undefined) lines.push(trouble);
  return lines.join('\n');
}

/** It is decided whether market data come: they do, or the library has ended. */
export function isDecided({ vendor }: CaptureStatus): boolean {
  if (vendor === null) return true;
  const { process, market } = vendor;
  return market.state === 'connected' || process.kind === 'waiting' || process.kind === 'stopped';
}

/** Why nothing can come now; undefined where it can. */
function troubleOf({ vendor }: CaptureStatus): string | undefined {
  if (vendor === null) return undefined;
  const { process, market } = vendor;
  if (process.kind === 'stopped') return `NOTHING COMES: the library has stopped for good: ${process.reason}`;
  if (process.kind === 'waiting') return `NOTHING COMES: the library has ended and is started again: ${process.reason}`;
  if (market.state === 'connected') return undefined;
  const detail = market.detail === undefined ? '' : `: ${market.detail}`;
  return market.state === 'connecting' || process.kind === 'starting'
    ? `the connection to market data is being made${detail}`
    : `NOTHING COMES: market data are not connected${detail}`;
}

function refuseStopped({ vendor }: CaptureStatus): void {
  if (vendor?.process.kind !== 'stopped') return;
  const { reason, fix } = vendor.process;
  throw new UserError({
    code: 'vendor-stopped',
    message: `Nothing can be recorded: the library has stopped for good: ${reason}`,
    fix: `${fix === undefined ? 'See qt host status' : fix.replace(/\.$/, '')}; then qt host stop, and qt capture again`,
  });
}

function gapText({ contract, timeUs, reason, lostRecords }: CaptureGap): string {
  const count = lostRecords === null ? '' : `, ${counted(lostRecords, 'event')} lost`;
  return `${contract} gap at ${new Date(timeUs / 1000).toISOString()}: ${reason}${count}`;
}

function storedText({ contract, day, parts }: CaptureReport): string {
  if (parts.length === 0) return `nothing of ${contract} ${day} was recorded`;
  return `${parts.map(({ kind, rows }) => `${rows} ${kind}`).join(', ')} of ${contract} ${day} stored`;
}
