// A Times & Trades export of Profit, with the header of either build, to trades with aggressors and broker codes.

import {
  AGGRESSOR_BUYER,
  AGGRESSOR_SELLER,
  AGGRESSOR_UNKNOWN,
  TradeCondition,
} from '../../../core/market/event-record.ts';
import type { FileImport } from '../importing/file-import.ts';
import type { FileHead, ImportFormat, Recognition } from '../importing/import-format.ts';
import { scanDayFirstDate, scanTimeOfDayUs } from '../text/field-scan.ts';
import { importTape } from './tape.ts';
import type { TapeColumn, TapeKind, TapeType } from './tape-kind.ts';
import { readTapeLayout, tapeLayoutOf } from './tape-layout.ts';

const WORDS: readonly (readonly [word: string, aggressor: number, condition: number])[] = [
  ['comprador', AGGRESSOR_BUYER, TradeCondition.regular],
  ['vendedor', AGGRESSOR_SELLER, TradeCondition.regular],
  ['leilao', AGGRESSOR_UNKNOWN, TradeCondition.auction],
  ['rlp', AGGRESSOR_UNKNOWN, TradeCondition.rlp],
  ['direto', AGGRESSOR_UNKNOWN, TradeCondition.cross],
];

/** Names of both builds; the last price is UTF-8 that was once taken for Windows-1252. */
const NAMES: Readonly<Record<string, TapeColumn>> = {
  ativo: 'symbol',
  data: 'date',
  hora: 'time',
  horario: 'time',
  comprador: 'buyer',
  'corretora compradora': 'buyer',
  preco: 'price',
  valor: 'price',
  'valor da negociacao': 'price',
  quantidade: 'quantity',
  'qd lts': 'quantity',
  vendedor: 'seller',
  'corretora vendedora': 'seller',
  tipo: 'type',
  agressor: 'type',
};

const KIND: TapeKind = {
  columns: new Map(Object.entries(NAMES)),
  header: 'Ativo;Data;Hora;Comprador;Preço;Quantidade;Vendedor;Tipo',
  delimiters: [';'],
  types: new Map(
    WORDS.map(([word, aggressor, condition]): [string, TapeType] => [word, { aggressor, condition, source: 0 }]),
  ),
  typeNames: 'Comprador, Vendedor, Leilão, RLP, Direto',
  numbersTypes: false,
  date: { example: '05/08/2025', scan: scanDayFirstDate },
  time: { example: '09:00:03', scan: scanTimeOfDayUs },
  usual: 'newest-first',
};

export const profitTradesFormat: ImportFormat = {
  id: 'profit-trades',
  title: 'Times & Trades exported by Profit',
  namesInstruments: true,
  recognise,
  importer: importProfitTrades,
};

/** Times are whole seconds; brokers are kept by their codes. */
export async function importProfitTrades(request: FileImport): Promise<string> {
  return importTape(request, await readTapeLayout(request.file, KIND), KIND);
}

function recognise({ lines }: FileHead): Recognition | undefined {
  const layout = tapeLayoutOf(lines[0] ?? '', KIND);
  if (layout === undefined) return undefined;
  const seen = (['buyer', 'seller', 'type'] as const).map((column) => layout.names[layout.at(column)]);
  return { confidence: 0.99, why: `the header names ${seen.join(', ')}, with semicolons` };
}
