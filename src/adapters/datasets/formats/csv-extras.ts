// The optional columns of a mapping that are one plain number each: read for a row, then written to the row of a part.

import { CANDLE, LEVEL, QUOTE, TRADE } from '../importing/day-rows.ts';
import type { RowBuffer } from '../row-buffer.ts';
import type { PriceForm, RowFields } from './csv-fields.ts';
import type { ColumnPlaces } from './csv-layout.ts';
import type { CsvStream, MappedColumn, StreamKind } from './csv-mapping.ts';

/** How the number is written and how large it may be: see the methods of `RowFields`. */
type Reading = 'id' | 'count' | 'hex' | 'code' | 'amount' | 'price';

interface ExtraColumn {
  readonly mapped: MappedColumn;
  /** Name in schema.ts. */
  readonly name: string;
  /** Place in the buffer of the kind. */
  readonly index: number;
  readonly reading: Reading;
}

const EXTRAS: Readonly<Record<StreamKind, readonly ExtraColumn[]>> = {
  trades: [
    { mapped: 'tradeId', name: 'trade_id', index: TRADE.id, reading: 'id' },
    { mapped: 'buyAgent', name: 'buy_agent', index: TRADE.buyAgent, reading: 'code' },
    { mapped: 'sellAgent', name: 'sell_agent', index: TRADE.sellAgent, reading: 'code' },
    { mapped: 'sequence', name: 'sequence', index: TRADE.sequence, reading: 'id' },
    { mapped: 'sessionType', name: 'session_type', index: TRADE.sessionType, reading: 'count' },
    { mapped: 'channel', name: 'channel', index: TRADE.channel, reading: 'count' },
    { mapped: 'sourceCondition', name: 'source_condition', index: TRADE.sourceCondition, reading: 'count' },
  ],
  quotes: [{ mapped: 'sequence', name: 'sequence', index: QUOTE.sequence, reading: 'id' }],
  levels: [
    { mapped: 'sequence', name: 'sequence', index: LEVEL.sequence, reading: 'id' },
    { mapped: 'previousSequence', name: 'previous_sequence', index: LEVEL.previousSequence, reading: 'id' },
  ],
  lasts: [],
  candles: [
    { mapped: 'turnover', name: 'turnover', index: CANDLE.turnover, reading: 'amount' },
    { mapped: 'buyVolume', name: 'buy_volume', index: CANDLE.buyVolume, reading: 'amount' },
    { mapped: 'sellVolume', name: 'sell_volume', index: CANDLE.sellVolume, reading: 'amount' },
    { mapped: 'buyTrades', name: 'buy_trades', index: CANDLE.buyTrades, reading: 'count' },
    { mapped: 'sellTrades', name: 'sell_trades', index: CANDLE.sellTrades, reading: 'count' },
    { mapped: 'rlpVolume', name: 'rlp_volume', index: CANDLE.rlpVolume, reading: 'amount' },
    { mapped: 'settlement', name: 'settlement', index: CANDLE.settlement, reading: 'price' },
    { mapped: 'openInterest', name: 'open_interest', index: CANDLE.openInterest, reading: 'amount' },
  ],
};

interface Extra extends ExtraColumn {
  readonly place: number;
}

export class ExtraColumns {
  /** Names in schema.ts of the columns that are filled. */
  readonly names: readonly string[];
  private readonly extras: readonly Extra[];
  private readonly values: Float64Array;
  private readonly form: PriceForm;

  constructor({ kind, columns }: CsvStream, layout: ColumnPlaces, form: PriceForm) {
    this.extras = EXTRAS[kind].flatMap((extra) => {
      const mapped = columns[extra.mapped];
      if (mapped === undefined) return [];
      const place = layout.placeOf(typeof mapped === 'object' ? mapped.column : mapped);
      const isHex = typeof mapped === 'object' && 'radix' in mapped && mapped.radix === 16;
      return [{ ...extra, place, reading: isHex ? ('hex' as const) : extra.reading }];
    });
    this.names = this.extras.map(({ name }) => name);
    this.values = new Float64Array(this.extras.length);
    this.form = form;
  }

  parse(fields: RowFields): void {
    for (let index = 0; index < this.extras.length; index++) {
      const { place, reading } = this.extras[index]!;
      this.values[index] = this.valueOf(fields, place, reading);
    }
  }

  store(buffer: RowBuffer, row: number): void {
    for (let index = 0; index < this.extras.length; index++) {
      buffer.columns[this.extras[index]!.index]![row] = this.values[index]!;
    }
  }

  private valueOf(fields: RowFields, place: number, reading: Reading): number {
    switch (reading) {
      case 'id':
        return fields.digits(place);
      case 'count':
        return fields.count(place);
      case 'hex':
        return fields.hex(place);
      case 'code':
        return fields.code(place);
      case 'amount':
        return fields.amount(place);
      case 'price':
        return fields.price(place, this.form);
    }
  }
}
