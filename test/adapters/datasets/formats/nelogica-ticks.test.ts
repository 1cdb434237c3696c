import { describe, expect, it } from 'vitest';
import { localToUtcUs } from '../../../../src/core/market/civil-time.ts';
import { ownNotices } from '../own-notices.ts';
import { scratch, userErrorOf } from '../scratch.ts';

const HEADER = '<ticker>,<date>,<time>,<trade_number>,<price>,<qty>,<vol>,<buy_agent>,<sell_agent>,<trade_type>,<aft>';
const at = (hour: number, minute: number, second: number, us = 0): number =>
  localToUtcUs(2024, 1, 8, hour, minute, second, us);
const DAY = [
  'WDOG24,20240108,090038,10,4880.00000000,25,1220000.0000,Capital,Capital,Auction,N',
  'WDOG24,20240108,090038,20,4880.50000000,2,97610.0000,XP,BTG,AggressorBuyer,N',
  'WDOG24,20240108,090038,30,4880.00000000,1,48800.0000,XP,Capital,AggressorSeller,N',
  'WDOG24,20240108,090041,40,4880.50000000,1,48805.0000,XP,XP,RLP,N',
  'WDOG24,20240108,175501,50,4879.50000000,3,146385.0000,XP,XP,CrossTrade,S',
];
const text = (lines: readonly string[], header = HEADER): string => [header, ...lines, ''].join('\n');

describe('bulk ticks of Nelogica', () => {
  it('are trades in the order of the file with number, side, condition, type and session', async () => {
    const { file, run, store } = scratch();
    const result = await run('nelogica-ticks', file('WDOG24_BMF_T.csv', text(DAY)));
    expect(result).toMatchObject({ instrument: 'WDOG24', rowsRead: 5, rowsAccepted: 5 });
    const trades = await store.readPart('WDOG24', 'trades', '2024-01-08');
    expect([...trades.time_us!]).toEqual([at(9, 0, 38), at(9, 0, 38), at(9, 0, 38), at(9, 0, 41), at(17, 55, 1)]);
    expect([...trades.price!]).toEqual([4880, 4880.5, 4880, 4880.5, 4879.5]);
    expect([...trades.quantity!]).toEqual([25, 2, 1, 1, 3]);
    expect([...trades.trade_id!]).toEqual([10, 20, 30, 40, 50]);
    expect([...trades.aggressor!]).toEqual([0, 1, 2, 0, 0]);
    expect([...trades.condition!]).toEqual([1, 0, 0, 3, 2]);
    expect([...trades.source_condition!]).toEqual([4, 2, 3, 13, 1]);
    expect([...trades.session_type!]).toEqual([1, 1, 1, 1, 6]);
  });

  it('cannot be of another instrument than they name', async () => {
    const { file, run, store } = scratch();
    const path = file('WDOG24_BMF_T.csv', text(DAY));
    const error = await userErrorOf(run('nelogica-ticks', path, { instrument: 'WDOH24' }));
    expect(error).toMatchObject({ code: 'instrument-differs', file: path, line: 2, column: 1, field: '<ticker>' });
    expect(error.message).toContain('the row is of WDOG24, --instrument says WDOH24');
    expect(store.instruments()).toEqual([]);
  });

  it('have no broker codes where the brokers stand by name, which is counted', async () => {
    const { file, run, store } = scratch();
    const result = await run('nelogica-ticks', file('WDOG24_BMF_T.csv', text(DAY)));
    expect(ownNotices(result)).toEqual([expect.stringMatching(/^10 brokers .* \(such as "Capital"\)/)]);
    expect(Object.keys(await store.readPart('WDOG24', 'trades', '2024-01-08'))).not.toContain('buy_agent');
  });

  it('have broker codes where the file has them', async () => {
    const { file, run, store } = scratch();
    const lines = DAY.map((line) => line.replace(',XP,', ',3,').replace(',Capital,Capital,', ',85 - BTG,8,'));
    await run('nelogica-ticks', file('WDOG24_BMF_T.csv', text(lines)));
    const trades = await store.readPart('WDOG24', 'trades', '2024-01-08');
    expect([...trades.buy_agent!]).toEqual([85, 3, 3, 3, 3]);
  });

  it.each([
    ['semicolons', text(DAY).replaceAll(',', ';')],
    ['a header without brackets', text(DAY, HEADER.replaceAll(/[<>]/g, ''))],
    ['no header', DAY.join('\n')],
    ['the words of the manual', text(DAY).replace('AggressorBuyer', 'Compra Agressão').replace('Auction', 'Leilão')],
    ['types by number', text(DAY).replace('AggressorBuyer', '2').replace('CrossTrade', '1').replace('RLP', '13')],
    [
      'dates with dashes and times with colons',
      text(DAY).replaceAll('20240108', '2024-01-08').replaceAll('090038', '09:00:38'),
    ],
    ['times written as numbers', text(DAY).replaceAll('090038', '90038').replaceAll('090041', '90041')],
    ['the newest first', text([...DAY].reverse())],
  ])('are the same with %s', async (_, content) => {
    const { file, run } = scratch();
    const result = await run('auto', file('WDOG24_BMF_T.csv', content));
    expect(result.format).toBe('nelogica-ticks');
    const { parts } = await scratch().run('nelogica-ticks', file('first.csv', text(DAY)));
    expect(result.parts.map(({ sha256 }) => sha256)).toEqual(parts.map(({ sha256 }) => sha256));
  });

  it('may have milliseconds', async () => {
    const { file, run, store } = scratch();
    await run('nelogica-ticks', file('x.csv', text([DAY[0]!.replace('090038', '090038123')])));
    const trades = await store.readPart('WDOG24', 'trades', '2024-01-08');
    expect([...trades.time_us!]).toEqual([at(9, 0, 38, 123_000)]);
  });

  it.each([
    [DAY[1]!.replace('20240108', '20240230'), 2, '<date>', '20240230'],
    [DAY[1]!.replace('090038', '096038'), 3, '<time>', '096038'],
    [DAY[1]!.replace('090038', '09038'), 3, '<time>', '09038'],
    [DAY[1]!.replace(',20,', ',9007199254740993,'), 4, '<trade_number>', '9007199254740993'],
    [DAY[1]!.replace('4880.50000000', '4.880,5'), 5, '<price>', '11 fields'],
    [DAY[1]!.replace('4880.50000000', '-4880.5'), 5, '<price>', '-4880.5'],
    [DAY[1]!.replace(',2,', ',2.5,'), 6, '<qty>', '2.5'],
    [DAY[1]!.replace('97610.0000', 'x'), 7, '<vol>', 'x'],
    [DAY[1]!.replace('AggressorBuyer', 'Aggressor'), 10, '<trade_type>', 'Aggressor'],
    [DAY[1]!.replace('AggressorBuyer', '14'), 10, '<trade_type>', '14'],
    [DAY[1]!.replace(',N', ',X'), 11, '<aft>', 'X'],
  ])('that are wrong stop the import and name the place: %s', async (line, column, field, found) => {
    const { file, run, store } = scratch();
    const path = file('WDOG24.csv', text([DAY[0]!, line]));
    const error = await userErrorOf(run('nelogica-ticks', path));
    expect(error).toMatchObject({ code: 'bad-line', file: path, line: 3 });
    expect(error.message).toContain(found);
    if (!found.includes('fields')) expect(error).toMatchObject({ column, field });
    expect(store.instruments()).toEqual([]);
  });
});
