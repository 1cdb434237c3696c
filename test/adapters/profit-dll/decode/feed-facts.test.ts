import { describe, expect, it } from 'vitest';
import { FEED_NO_TIME, FeedKind } from '../../../../src/adapters/profit-dll/feed/feed-record.ts';
import { dayNumberOf } from '../../../../src/core/market/civil-day.ts';
import { localToUtcUs } from '../../../../src/core/market/civil-time.ts';
import { newDecoding } from './decoding.ts';
import { Payload } from './raw-records.ts';

const LOCAL_MS = dayNumberOf(2025, 8, 5) * 86_400_000 + 10 * 3_600_000;
const UTC_US = localToUtcUs(2025, 8, 5, 10);
const WDO = { ticker: 'WDOU25', exchange: 'F' };
const LONG_ACCOUNT = 'conta-de-simulação-'.repeat(5);

const orderPayload = (): Payload =>
  new Payload()
    .i32(0, 1003)
    .i64(2n ** 60n, 10, 4, 6)
    .f64(5450.5, -1, 5450.25)
    .i64(77, LOCAL_MS, LOCAL_MS + 5, FEED_NO_TIME, FEED_NO_TIME)
    .u8(1, 2, 200, 0)
    .text('CL-1', LONG_ACCOUNT, '', 'WDOU25', 'F', 'Ordem aceita – ção 😀');

describe('facts', () => {
  it('of an order hold every field, ids beyond 2^53 and texts over several records', () => {
    const { raw, facts, run } = newDecoding();
    raw.at(UTC_US).long(FeedKind.order, 0, orderPayload());
    run();
    expect(facts.at(-1)).toEqual({
      kind: 'order',
      order: {
        result: 0,
        account: { brokerId: 1003, accountId: LONG_ACCOUNT, subAccountId: '' },
        asset: WDO,
        localOrderId: 2n ** 60n,
        clOrderId: 'CL-1',
        quantity: 10,
        traded: 4,
        leaves: 6,
        price: 5450.5,
        stopPrice: -1,
        averagePrice: 5450.25,
        eventId: 77n,
        createdUs: UTC_US,
        updatedUs: UTC_US + 5000,
        closedUs: undefined,
        validUntilUs: undefined,
        side: 1,
        type: 2,
        status: 200,
        validity: 0,
        text: 'Ordem aceita – ção 😀',
      },
    });
  });

  it('are told for every kind of message', () => {
    const { raw, facts, run, decoder } = newDecoding();
    const account = { brokerId: 1003, accountId: 'A1', subAccountId: 'S1' };
    const key = (): Payload => new Payload().i32(1003).i64(5).text('A1', 'S1');
    raw.at(UTC_US);
    facts.length = 0;
    raw.short(FeedKind.state, 0, new Payload().i32(2, 4));
    raw.short(FeedKind.progress, 1, new Payload().i32(99));
    raw.short(FeedKind.health, 0, new Payload().i32(1));
    raw.short(FeedKind.invalidTicker, 2, new Payload());
    raw.short(FeedKind.brokerAccounts, 0, new Payload().i32(1003, 1));
    raw.long(FeedKind.subAccounts, 0, key());
    raw.long(FeedKind.account, 0, key().text('Corretora', 'Fulano'));
    raw.long(FeedKind.orderHistory, 0, key());
    raw.long(FeedKind.positionList, 1, key());
    raw.asset(9, '-1', '').long(FeedKind.positionList, 9, key());
    raw.long(
      FeedKind.messageResult,
      0,
      new Payload()
        .i32(3)
        .i64(0, 2n ** 55n)
        .u8(24)
        .text('C', 'bloqueada'),
    );
    raw.short(FeedKind.untranslated, 1, new Payload().i32(-5).u8(1));
    raw.short(FeedKind.overflow, 0, new Payload().i64(12, 5_000_000, 9_000_000));
    raw.short(FeedKind.quotation, 1, new Payload().i64(LOCAL_MS).f64(5450).i32(1));
    raw.long(
      FeedKind.assetInfo,
      1,
      new Payload().i64(1, 500, 1).i32(0, 13).f64(0.5, 10).text('n', 'd', 'v', 'i', 's', 'u', 'g'),
    );
    raw.long(FeedKind.adjustment, 1, new Payload().f64(1.5, -9999).i32(3).text('t', 'note', 'date', 'x', 'y'));
    run();
    expect(facts).toMatchObject([
      { kind: 'state', type: 2, result: 4 },
      { kind: 'progress', asset: WDO, progress: 99 },
      { kind: 'health', status: 1 },
      { kind: 'invalidTicker', asset: { ticker: 'WINQ25' } },
      { kind: 'brokerAccounts', brokerId: 1003, changed: 1 },
      { kind: 'subAccounts', account },
      { kind: 'account', account, brokerName: 'Corretora', holder: 'Fulano' },
      { kind: 'orderHistory', account },
      { kind: 'positions', account, asset: WDO, eventId: 5n },
      { kind: 'asset', asset: { ticker: '-1', exchange: '' }, isFollowed: false },
      { kind: 'positions', account, asset: undefined },
      {
        kind: 'messageResult',
        result: { brokerId: 3, localOrderId: 0n, messageId: 2n ** 55n, code: 24, message: 'bloqueada' },
      },
      { kind: 'untranslated', asset: WDO, isHistory: true, result: -5 },
      { kind: 'overflow', lost: 12 },
      {
        kind: 'assetInfo',
        asset: WDO,
        info: { maximum: 500, subType: 13, minIncrement: 0.5, isin: 'i', segment: 'g' },
      },
      { kind: 'adjustment', asset: WDO, value: 1.5, multiplier: -9999, flags: 3, type: 't', date: 'date' },
    ]);
    expect(decoder.counters).toMatchObject({ damaged: 0, untranslated: 1, overflowed: 12, quotations: 1 });
  });
});
