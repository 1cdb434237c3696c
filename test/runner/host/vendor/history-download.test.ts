import { describe, expect, it } from 'vitest';
import { FEED_LAST_PACKET } from '../../../../src/adapters/profit-dll/feed/feed-record.ts';
import { HistoryDownload, MAX_HISTORY_TRIES } from '../../../../src/runner/host/vendor/history-download.ts';
import { HISTORY_LIMITS } from '../../../../src/runner/host/vendor/history-request.ts';
import type { VendorCallAnswer } from '../../../../src/runner/host/vendor/vendor-port.ts';
import { AT, DAY_MS, historyRecord, OPEN_MS, type TestTrade, tradesOf } from './trade-records.ts';

const DATED = { ticker: 'WDOU25', exchange: 'F' };
const CONTINUOUS = { ticker: 'WDOFUT', exchange: 'F' };
const OK: VendorCallAnswer = { ok: true, value: undefined };
const refused = (code: string): VendorCallAnswer => ({
  ok: false,
  error: { kind: 'vendor', code, message: `it answered ${code}`, fix: undefined },
});
const trade = (number: number): TestTrade => ({ number, localMs: OPEN_MS + number, price: 5000, quantity: 1 });

function started(primed = true, candidates = [DATED, CONTINUOUS]) {
  const request = { candidates, fromMs: DAY_MS, endMs: DAY_MS + 86_400_000 };
  const download = new HistoryDownload(request, primed, HISTORY_LIMITS);
  download.begin(0);
  const give = (each: TestTrade, nowMs: number, flags = 0, asset = DATED) =>
    download.trade(asset, historyRecord(each, 1, flags), AT, flags, nowMs);
  return { download, give };
}

describe('a download of history', () => {
  it('asks for the day once and ends a quiet while after the last packet', () => {
    const { download, give } = started();
    expect(download.takeCall()).toMatchObject({ asset: DATED, start: { hour: 0 }, end: { hour: 0 } });
    expect(download.takeCall()).toBeUndefined();
    download.callAnswered(OK, 10);
    give(trade(1), 100);
    give(trade(2), 120, FEED_LAST_PACKET);
    download.tick(130);
    give(trade(3), 1_500);
    download.tick(2_900);
    expect(download.outcome).toBeUndefined();
    download.tick(3_000);
    expect(download.outcome).toMatchObject({ kind: 'answered', asset: DATED, lastPacketSeen: true });
    if (download.outcome?.kind === 'answered') {
      expect(tradesOf(download.outcome.trades)).toEqual([trade(1), trade(2), trade(3)]);
    }
  });

  it('takes trades that follow a progress of 100, and ends without a last packet', () => {
    const { download, give } = started();
    download.callAnswered(OK, 10);
    download.progressed(DATED, 100, 50);
    download.tick(4_000);
    give(trade(1), 4_500);
    download.tick(5_900);
    expect(download.outcome).toBeUndefined();
    download.tick(6_001);
    expect(download.outcome).toMatchObject({ kind: 'answered', lastPacketSeen: false });
  });

  it('waits through a progress of 99 that stands for 25 minutes', () => {
    const { download, give } = started();
    download.callAnswered(OK, 10);
    give(trade(1), 100);
    download.progressed(DATED, 99, 100);
    for (let ms = 1_000; ms < 25 * 60_000; ms += 1_000) download.tick(ms);
    expect(download.outcome).toBeUndefined();
    give(trade(2), 25 * 60_000, FEED_LAST_PACKET);
    download.tick(25 * 60_000 + 1_600);
    expect(download.outcome).toMatchObject({ kind: 'answered' });
  });

  it('is hung after the hard limit, and then takes nothing more', () => {
    const { download, give } = started();
    download.callAnswered(OK, 10);
    download.progressed(DATED, 99, 100);
    download.tick(HISTORY_LIMITS.hardMs);
    expect(download.outcome).toMatchObject({ kind: 'hung', reason: expect.stringContaining('progress 99') });
    give(trade(1), HISTORY_LIMITS.hardMs + 1, FEED_LAST_PACKET);
    download.tick(HISTORY_LIMITS.hardMs * 2);
    expect(download.outcome?.kind).toBe('hung');
  });

  it('asks the continuous name when the dated contract ends without trades', () => {
    const { download, give } = started();
    download.takeCall();
    download.callAnswered(OK, 10);
    download.progressed(DATED, 100, 20);
    download.tick(5_020);
    expect(download.takeCall()).toMatchObject({ asset: CONTINUOUS });
    download.callAnswered(OK, 5_030);
    give(trade(9), 5_040, FEED_LAST_PACKET, DATED);
    give(trade(1), 5_040, FEED_LAST_PACKET, CONTINUOUS);
    download.tick(7_000);
    expect(download.outcome).toMatchObject({ kind: 'answered', asset: CONTINUOUS });
    if (download.outcome?.kind === 'answered') expect(download.outcome.trades.length).toBe(1);
  });

  it('asks the next name when one is refused or silent, and says why each of them failed', () => {
    const { download } = started();
    download.takeCall();
    download.callAnswered(refused('NL_INVALID_TICKER'), 10);
    expect(download.takeCall()).toMatchObject({ asset: CONTINUOUS });
    download.callAnswered(OK, 20);
    download.tick(59_000);
    expect(download.outcome).toBeUndefined();
    download.tick(60_020);
    expect(download.outcome).toMatchObject({
      kind: 'empty',
      reasons: ['WDOU25: it answered NL_INVALID_TICKER', 'WDOFUT: no answer within 60000 ms'],
    });
  });

  it('throws the first request of a process away and takes nothing of it', () => {
    const { download, give } = started(false);
    expect(download.takeCall()).toMatchObject({ start: { hour: 23, minute: 59 } });
    download.callAnswered(OK, 10);
    give(trade(7), 20, FEED_LAST_PACKET);
    download.tick(1_600);
    expect(download.takeCall()).toMatchObject({ asset: DATED, start: { hour: 0, minute: 0 } });
    download.callAnswered(OK, 1_610);
    give(trade(1), 1_620, FEED_LAST_PACKET);
    download.tick(3_200);
    if (download.outcome?.kind !== 'answered') expect.fail('it should have answered');
    expect(tradesOf(download.outcome.trades)).toEqual([trade(1)]);
  });

  it.each([
    [refused('NL_HISTORY_PERIOD_LIMIT'), 'tooOld'],
    [{ ok: false, error: { kind: 'deadline', code: undefined, message: 'late', fix: undefined } } as const, 'hung'],
    [{ ok: false, error: { kind: 'lost', code: undefined, message: 'gone', fix: undefined } } as const, 'lost'],
  ])('ends at once where asking another name would be useless', (answer, kind) => {
    const { download } = started();
    download.callAnswered(answer, 10);
    expect(download.outcome?.kind).toBe(kind);
  });

  it('drops other days and trades without a number, counts them, and keeps one of a repeated number', () => {
    const { download, give } = started();
    download.callAnswered(OK, 10);
    give(trade(0), 20);
    give({ ...trade(2), localMs: OPEN_MS - 2 * 86_400_000 }, 20);
    give(trade(3), 20);
    give(trade(3), 20, FEED_LAST_PACKET);
    download.tick(2_000);
    expect(download.outcome).toMatchObject({ kind: 'answered', dropped: 2 });
    if (download.outcome?.kind === 'answered') expect(download.outcome.trades.length).toBe(1);
  });

  /** Answers the present request with trades and lets it end; gives whether another one follows. */
  function round({ download, give }: ReturnType<typeof started>, numbers: readonly number[], startMs: number): boolean {
    download.takeCall();
    download.callAnswered(OK, startMs);
    for (const number of numbers) give(number < 0 ? { ...trade(-number), price: 0 } : trade(number), startMs + 10);
    download.progressed(DATED, 100, startMs + 20);
    download.tick(startMs + 2_000);
    return download.takeCall() !== undefined;
  }
  const numbersOf = ({ download }: ReturnType<typeof started>): readonly number[] =>
    download.outcome?.kind === 'answered' ? tradesOf(download.outcome.trades).map((each) => each.number) : [];

  it('asks anew while flaws hide trades, fills up what came, and believes in the end that the rest are none', () => {
    const on = started();
    expect(round(on, [1, -2, 3, 4, -9], 0)).toBe(true);
    // what is newer than the first answer is no sign that something was hidden
    expect(round(on, [1, 2, -3, 4, -9, 11], 10_000)).toBe(true);
    expect(round(on, [1, 2, 3, -9, 11, 12], 20_000)).toBe(false);
    expect(numbersOf(on)).toEqual([1, 2, 3, 4, 11, 12]);
    expect(on.download.outcome).toMatchObject({ dropped: 1 });
  });

  it('asks anew after trades that the vendor could not translate', () => {
    const on = started();
    on.download.untranslated(CONTINUOUS);
    on.download.untranslated(DATED);
    expect(round(on, [1, 3], 0)).toBe(true);
    expect(round(on, [1, 2, 3], 10_000)).toBe(false);
    expect(numbersOf(on)).toEqual([1, 2, 3]);
  });

  it('asks anew after records of the feed were lost, and is lost itself where that goes on', () => {
    const once = started();
    once.download.torn('no room');
    expect(round(once, [1, 3], 0)).toBe(true);
    expect(round(once, [1, 2], 10_000)).toBe(false);
    expect(numbersOf(once)).toEqual([1, 2, 3]);
    const ever = started();
    for (let i = 1; i <= MAX_HISTORY_TRIES; i++) {
      ever.download.torn('no room');
      expect(round(ever, [1, 3], i * 10_000)).toBe(i < MAX_HISTORY_TRIES);
    }
    expect(ever.download.outcome).toMatchObject({ kind: 'lost', reason: expect.stringContaining('no room') });
  });

  it('ends as lost when the process goes in its midst', () => {
    const { download } = started();
    download.callAnswered(OK, 10);
    download.lost('crash');
    expect(download.outcome).toEqual({ kind: 'lost', reason: 'crash' });
  });
});
