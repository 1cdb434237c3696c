// The log, the lock and the subscriptions of a host, each by itself.
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Secret } from '../../../src/adapters/secrets/secret.ts';
import { EventBatch } from '../../../src/core/market/event-batch.ts';
import { BOOK_ASK, BOOK_CLEAR, BOOK_MORE, Kind } from '../../../src/core/market/event-record.ts';
import { builtInTerms } from '../../../src/core/market/instrument-terms.ts';
import { HostLock, lockFile, lockHolder } from '../../../src/runner/host/host-lock.ts';
import { FileHostLog, logFolder } from '../../../src/runner/host/host-log.ts';
import { MarketState } from '../../../src/runner/host/market-state.ts';
import { Subscriptions } from '../../../src/runner/host/subscriptions.ts';
import { newHome, removeHome } from './test-host.ts';

const homes: string[] = [];
afterEach(() => {
  for (const home of homes.splice(0)) removeHome(home);
});

function home(): string {
  const made = newHome();
  homes.push(made);
  return made;
}

describe('the log of the host', () => {
  it('begins a new file when one is full, and keeps a limited number', () => {
    const where = home();
    const log = new FileHostLog(where, { bytesMax: 2000, now: () => 'now' });
    for (let n = 0; n < 400; n++) log.info('line', { n, text: 'x'.repeat(100) });
    log.close();
    const files = readdirSync(logFolder(where));
    expect(files).toHaveLength(10);
    for (const file of files) expect(statSync(join(logFolder(where), file)).size).toBeLessThanOrEqual(2000);
    expect(readFileSync(join(logFolder(where), 'host.log'), 'utf8')).toContain('"n":399');
  });

  it('holds no secret in any form, and lines of a limited length', () => {
    const where = home();
    const secret = new Secret('a "quoted" pass/word 1');
    const log = new FileHostLog(where);
    log.error('vendorSays', {
      line: `key=${secret.reveal()} and ${Buffer.from(secret.reveal()).toString('base64')}`,
      secret,
    });
    log.error('long', { text: `${'y'.repeat(1990)}${secret.reveal()}${'z'.repeat(9000)}` });
    log.close();
    const text = readFileSync(join(logFolder(where), 'host.log'), 'utf8');
    for (const piece of ['quoted', 'pass/word', Buffer.from(secret.reveal()).toString('base64').slice(0, 20)]) {
      expect(text).not.toContain(piece);
    }
    for (const line of text.split('\n')) expect(line.length).toBeLessThan(4100);
  });
});

describe('the lock of the host', () => {
  it('is taken once, given back, and taken over from a process that is gone', async () => {
    const where = home();
    const lock = HostLock.acquire(where);
    expect(lockHolder(where)).toEqual({ pid: process.pid });
    expect(() => HostLock.acquire(where)).toThrow(`process ${process.pid}`);
    lock.release();
    expect(lockHolder(where)).toBeUndefined();
    const dead = spawn(process.execPath, ['-e', '']);
    await new Promise((done) => dead.once('exit', done));
    mkdirSync(join(where, 'host'), { recursive: true });
    writeFileSync(lockFile(where), JSON.stringify({ pid: dead.pid }));
    HostLock.acquire(where).release();
  });

  it.runIf(process.platform === 'linux')('is not held by another process that has got the same number', () => {
    const where = home();
    mkdirSync(join(where, 'host'), { recursive: true });
    writeFileSync(lockFile(where), JSON.stringify({ pid: process.pid, begun: '1' }));
    expect(lockHolder(where)).toBeUndefined();
    HostLock.acquire(where).release();
  });

  it("that is damaged is nobody's", () => {
    const where = home();
    mkdirSync(join(where, 'host'), { recursive: true });
    writeFileSync(lockFile(where), '{"pid":');
    HostLock.acquire(where).release();
  });
});

describe('subscriptions', () => {
  it('ask for what anyone wants, once, and give up what nobody wants any more', () => {
    const said: string[] = [];
    let changes = 0;
    const subscriptions = new Subscriptions(
      {
        want: ({ ticker }, kind) => said.push(`+${ticker} ${kind}`),
        unwant: ({ ticker }, kind) => said.push(`-${ticker} ${kind}`),
      },
      () => {
        changes += 1;
      },
    );
    const terms = builtInTerms('WDOU25')!;
    const plain = subscriptions.want('WDOU25', 'F', terms, 'none')!;
    const depth = subscriptions.want('WDOU25', 'F', terms, 'depth')!;
    const again = subscriptions.want('WDOU25', 'F', terms, 'depth')!;
    const offers = subscriptions.want('WDOU25', 'F', terms, 'offers')!;
    expect(subscriptions.bookOf(0)).toBe('offers');
    subscriptions.release(offers);
    subscriptions.release(depth);
    subscriptions.release(again);
    subscriptions.release(plain);
    expect(said).toEqual([
      '+WDOU25 ticker',
      '+WDOU25 priceDepth',
      '+WDOU25 offerBook',
      '-WDOU25 priceDepth',
      '+WDOU25 priceDepth',
      '-WDOU25 offerBook',
      '-WDOU25 priceDepth',
      '-WDOU25 ticker',
    ]);
    expect(changes).toBe(6);
  });

  it('renew a lost book at once, then after longer pauses, and leave it off after five losses in a minute', () => {
    const said: string[] = [];
    const subscriptions = new Subscriptions(
      { want: (_, kind) => said.push(`+${kind}`), unwant: (_, kind) => said.push(`-${kind}`) },
      () => {},
    );
    const terms = builtInTerms('WDOU25')!;
    const first = subscriptions.want('WDOU25', 'F', terms, 'offers')!;
    const renewed = (): number => said.filter((each) => each === '+offerBook').length - 1;
    const at = (seconds: number) => 1_754_395_200_000_000 + seconds * 1e6;
    const told = [0, 10, 20, 30].map((seconds, loss) => {
      const renewal = subscriptions.renewBook(0, at(seconds));
      if (loss > 0) subscriptions.renewDue(at(seconds + 2 ** (loss - 1)) - 1);
      const before = renewed();
      subscriptions.renewDue(at(seconds + 2 ** (loss - 1)));
      return [renewal, before, renewed()];
    });
    expect(told).toEqual([
      ['now', 1, 1],
      ['later', 1, 2],
      ['later', 2, 3],
      ['later', 3, 4],
    ]);
    said.length = 0;
    expect([subscriptions.renewBook(0, at(50)), subscriptions.renewBook(0, at(51))]).toEqual(['off', 'off']);
    subscriptions.renewDue(at(90));
    expect(said).toEqual(['-offerBook']);
    subscriptions.restart();
    expect(said).toEqual(['-offerBook', '+offerBook']);
    for (let loss = 0; loss < 5; loss++) {
      subscriptions.renewBook(0, at(100 + 9 * loss));
      subscriptions.renewDue(at(108 + 9 * loss));
    }
    said.length = 0;
    subscriptions.release(subscriptions.want('WDOU25', 'F', terms, 'offers')!);
    expect(subscriptions.renewBook(0, at(150))).toBe('now');
    subscriptions.release(first);
    expect(said).toEqual(['+offerBook', '-offerBook', '+offerBook', '-ticker', '-offerBook']);
    expect(subscriptions.renewBook(0, at(151))).toBeUndefined();
  });
});

describe('how a market stands', () => {
  it('is its last quote and phase and every level, the first of which clears the book', () => {
    const state = new MarketState();
    const batch = new EventBatch(8);
    batch.pushPhase(0, 1, 2);
    batch.pushQuote(0, 1, 3, 10, 11, 1, 1);
    batch.pushQuote(0, 2, 3, 10.5, 11, 4, 5);
    batch.pushBookChange(0, 3, BOOK_CLEAR | BOOK_MORE, 10, 7, 2);
    batch.pushBookChange(0, 3, BOOK_ASK, 11, 9, 3);
    batch.pushBookChange(0, 4, 0, 9.5, 3, 1);
    batch.pushBookChange(0, 5, 0, 10, 0, 0);
    for (let index = 0; index < batch.length; index++) state.take(batch, index);
    const told = new EventBatch(8);
    state.write(told, 3, 99, { quotes: true, book: true });
    const kinds = Array.from({ length: told.length }, (_, index) => told.kindAt(index));
    expect(kinds).toEqual([Kind.phaseChange, Kind.quote, Kind.bookChange, Kind.bookChange]);
    expect(told.f64[told.f64At(1) + 4]).toBe(10.5);
    expect([told.flagsAt(2), told.flagsAt(3)]).toEqual([BOOK_CLEAR | BOOK_MORE, BOOK_ASK]);
    expect([told.f64[told.f64At(2) + 4], told.f64[told.f64At(3) + 4]]).toEqual([9.5, 11]);
    for (let index = 0; index < told.length; index++) {
      expect([told.instrumentAt(index), told.receivedTimeUsAt(index)]).toEqual([3, 99]);
    }
    state.clear();
    told.clear();
    state.write(told, 3, 99, { quotes: true, book: true });
    expect(told.length).toBe(0);
  });

  it('has the price limits of its day, and not those of another', () => {
    const openUs = Date.UTC(2025, 7, 5, 12) * 1000;
    const state = new MarketState();
    const batch = new EventBatch(2);
    batch.pushPriceLimits(0, openUs, 5200, 5700);
    batch.pushPriceLimits(0, openUs + 1, 5100, 5800);
    for (let index = 0; index < batch.length; index++) state.take(batch, index);
    const toldAt = (nowUs: number): readonly number[] => {
      const told = new EventBatch(2);
      state.write(told, 3, nowUs, { quotes: false, book: false });
      return told.length === 0 ? [] : [told.kindAt(0), told.instrumentAt(0), ...told.f64.subarray(4, 6)];
    };
    expect(toldAt(openUs + 3_600_000_000)).toEqual([Kind.priceLimits, 3, 5100, 5800]);
    expect(toldAt(openUs + 86_400_000_000)).toEqual([]);
  });
});
