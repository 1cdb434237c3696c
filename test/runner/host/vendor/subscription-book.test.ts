import { describe, expect, it } from 'vitest';
import { MAX_SUBSCRIPTIONS, SubscriptionBook } from '../../../../src/runner/host/vendor/subscription-book.ts';
import type { VendorCallAnswer } from '../../../../src/runner/host/vendor/vendor-port.ts';

const WDO = { ticker: 'WDOU25', exchange: 'F' };
const DOL = { ticker: 'DOLU25', exchange: 'F' };
const OK: VendorCallAnswer = { ok: true, value: undefined };
const failed = (code: string | undefined): VendorCallAnswer => ({
  ok: false,
  error: { kind: code === undefined ? 'deadline' : 'vendor', code, message: String(code), fix: undefined },
});

describe('the book of subscriptions', () => {
  it('makes one call at a time, each once', () => {
    const book = new SubscriptionBook();
    book.want(WDO, 'ticker');
    book.want(WDO, 'ticker');
    book.want(DOL, 'priceDepth');
    const first = book.next(0)!;
    expect(first).toMatchObject({ action: 'subscribe', asset: WDO, kind: 'ticker' });
    expect(book.next(0)).toBeUndefined();
    book.answered(first, OK, 1);
    const second = book.next(1)!;
    expect(second).toMatchObject({ asset: DOL, kind: 'priceDepth' });
    book.answered(second, OK, 2);
    expect(book.next(2)).toBeUndefined();
    expect(book.settled).toBe(true);
    expect(book.takeChanged().map((status) => status.state)).toEqual(['made', 'made']);
  });

  it('tells everything again after a new process, and ignores the answer to a call from before', () => {
    const book = new SubscriptionBook();
    book.want(WDO, 'ticker');
    const old = book.next(0)!;
    book.reset(true);
    book.answered(old, OK, 1);
    expect(book.stateOf(WDO, 'ticker')?.state).toBe('wanted');
    const again = book.next(1)!;
    book.answered(again, OK, 2);
    expect(book.stateOf(WDO, 'ticker')?.state).toBe('made');
  });

  it('takes back only when nobody wants it any more', () => {
    const book = new SubscriptionBook();
    book.want(WDO, 'ticker');
    book.want(WDO, 'ticker');
    book.answered(book.next(0)!, OK, 0);
    book.unwant(WDO, 'ticker');
    expect(book.next(1)).toBeUndefined();
    book.unwant(WDO, 'ticker');
    const call = book.next(2)!;
    expect(call.action).toBe('unsubscribe');
    book.answered(call, failed('NL_INTERNAL_ERROR'), 3);
    expect(book.statuses).toEqual([]);
    expect(book.next(4)).toBeUndefined();
  });

  it('does not ask again what is refused for good, nor hammer what fails', () => {
    const book = new SubscriptionBook();
    book.want(WDO, 'ticker');
    book.answered(book.next(0)!, failed('NL_EXCHANGE_UNKNOWN'), 0);
    expect(book.stateOf(WDO, 'ticker')).toMatchObject({ state: 'refused', reason: 'NL_EXCHANGE_UNKNOWN' });
    expect(book.next(1e9)).toBeUndefined();
    book.want(DOL, 'ticker');
    let nowMs = 0;
    let calls = 0;
    for (; nowMs < 100_000; nowMs += 100) {
      const call = book.next(nowMs);
      if (call === undefined) continue;
      calls++;
      book.answered(call, failed(undefined), nowMs);
    }
    expect(calls).toBe(5);
    expect(book.stateOf(DOL, 'ticker')?.state).toBe('refused');
  });

  it('believes the vendor that a ticker is not valid, even after it had taken it', () => {
    const book = new SubscriptionBook();
    book.want(WDO, 'ticker');
    book.answered(book.next(0)!, OK, 0);
    book.invalidTicker({ ...WDO });
    expect(book.stateOf(WDO, 'ticker')?.state).toBe('refused');
  });

  it('makes anew what is given up and wanted again at once: a book is resynchronised so', () => {
    const book = new SubscriptionBook();
    book.want(WDO, 'offerBook');
    book.answered(book.next(0)!, OK, 0);
    book.unwant(WDO, 'offerBook');
    book.want(WDO, 'offerBook');
    const first = book.next(1)!;
    expect(first.action).toBe('unsubscribe');
    book.answered(first, OK, 1);
    const second = book.next(2)!;
    expect(second.action).toBe('subscribe');
    book.answered(second, OK, 2);
    expect(book.next(3)).toBeUndefined();
    expect(book.stateOf(WDO, 'offerBook')?.state).toBe('made');
    expect(book.settled).toBe(true);
  });

  it('has a limit', () => {
    const book = new SubscriptionBook();
    for (let i = 0; i < MAX_SUBSCRIPTIONS; i++)
      expect(book.want({ ticker: `T${i}`, exchange: 'B' }, 'ticker')).toBe(true);
    expect(book.want(WDO, 'ticker')).toBe(false);
    expect(book.want({ ticker: 'T0', exchange: 'B' }, 'ticker')).toBe(true);
  });
});
