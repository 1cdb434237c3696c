// Sets the receiving clock back and expects the offset that it was set back by.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { receivedBeforeExchange } from '../../../../src/core/quality/rows/received-before-exchange.ts';
import {
  changed,
  cleanQuotes,
  cleanTrades,
  contextFor,
  findingOf,
  foreignContext,
  lacking,
  plantedFinding,
} from '../../../support/quality-sets.ts';
import { describeWithRealData } from '../../../support/real-data.ts';

describe('received-before-exchange', () => {
  it('warns of a slow clock and tells by how much', () => {
    const clean = cleanTrades();
    const planted = changed(clean, 'received_us', (_, row) => clean.time_us![row]! - 1_270_000 + (row % 3));
    const finding = plantedFinding(receivedBeforeExchange, contextFor('trades'), clean, planted);
    expect(finding).toMatchObject({
      severity: 'warn',
      rows: 3000,
      values: { medianOffsetUs: -1_269_999, lowestOffsetUs: -1_270_000 },
    });
    expect(finding!.examples[0]).toMatchObject({ row: 0, what: 'received 1.27 s before it happened' });
  });

  it('only notes clocks that differ now and then', () => {
    const clean = cleanQuotes();
    const planted = changed(clean, 'received_us', (_, row) => clean.time_us![row]! - 3, 40, 44);
    const finding = plantedFinding(receivedBeforeExchange, contextFor('quotes'), clean, planted);
    expect(finding).toMatchObject({ severity: 'note', rows: 4, values: { lowestOffsetUs: -3 } });
  });

  it('says nothing where no receive time is told', () => {
    expect(
      findingOf(receivedBeforeExchange, contextFor('trades'), lacking(cleanTrades(), 'received_us')),
    ).toBeUndefined();
  });
});

describeWithRealData(
  'received-before-exchange on a real capture',
  ['binance-l2-20240808/usdm_btcusdt_20240808.jsonl.gz'],
  (path) => {
    it('finds the clock that was 1.27 s behind', () => {
      const times: number[] = [];
      const received: number[] = [];
      for (const line of gunzipSync(readFileSync(path)).toString('latin1').trimEnd().split('\n')) {
        if (!line.includes('@trade"')) continue;
        const space = line.indexOf(' ');
        received.push(Math.floor(Number(line.slice(0, space)) / 1000));
        times.push((JSON.parse(line.slice(space + 1)) as { data: { T: number } }).data.T * 1000);
      }
      const columns = { time_us: Float64Array.from(times), received_us: Float64Array.from(received) };
      const finding = findingOf(receivedBeforeExchange, foreignContext('trades', { isoDay: '2024-08-08' }), columns);
      expect(finding).toMatchObject({ severity: 'warn', rows: 21_313 });
      expect((finding!.values!.medianOffsetUs as number) / 1e6).toBeCloseTo(-1.27, 2);
    });
  },
);
