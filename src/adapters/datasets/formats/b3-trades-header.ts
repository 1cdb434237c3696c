// The header line of B3's daily file of all trades to the place of each column; the beginning of a file to how sure that is.

import { basename } from 'node:path';
import { UserError } from '../../user-error.ts';
import type { FileHead, Recognition } from '../importing/import-format.ts';
import { shownText } from '../text/shown-text.ts';

/** Names of each column: today's, and those of the files up to 2021. */
const COLUMNS = {
  fileDay: ['DataReferencia', 'RptDt'],
  symbol: ['CodigoInstrumento', 'TckrSymb'],
  action: ['AcaoAtualizacao', 'UpdActn'],
  price: ['PrecoNegocio', 'GrssTradAmt'],
  quantity: ['QuantidadeNegociada', 'TradQty'],
  time: ['HoraFechamento', 'NtryTm'],
  id: ['CodigoIdentificadorNegocio', 'TradId'],
  sessionType: ['TipoSessaoPregao', 'TradgSsnId'],
  day: ['DataNegocio', 'TradDt'],
  buyer: ['CodigoParticipanteComprador'],
  seller: ['CodigoParticipanteVendedor'],
  channel: ['TipoDoCanal'],
} as const;

export type B3TradeColumn = keyof typeof COLUMNS;

const SHOWN_CHARACTERS = 80;
const OPTIONAL: readonly B3TradeColumn[] = ['buyer', 'seller', 'channel'];
const NAMES = Object.keys(COLUMNS) as B3TradeColumn[];

export interface B3TradesHeader {
  /** As they stand in the file. */
  readonly names: readonly string[];
  /** Place of a column from 0; -1 for one of the last three when the file lacks it. */
  readonly at: Readonly<Record<B3TradeColumn, number>>;
  /** Names that mean nothing here. */
  readonly unread: readonly string[];
}

/** A UserError `wrong-format` names the columns that are missing. */
export function parseB3TradesHeader(line: string, file: string): B3TradesHeader {
  const names = line.split(';').map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
  const at = placesOf(names);
  const missing = NAMES.filter((column) => at[column] < 0 && !OPTIONAL.includes(column));
  if (missing.length > 0) throw headerError(file, line, missing);
  const known = NAMES.map((column) => at[column]);
  return { names, at, unread: names.filter((name, place) => name !== '' && !known.includes(place)) };
}

export function recogniseB3Trades({ lines, names }: FileHead): Recognition | undefined {
  const at = placesOf((lines[0] ?? '').split(';').map((name) => name.trim()));
  if (NAMES.some((column) => at[column] < 0 && !OPTIONAL.includes(column))) return undefined;
  const named = names.some((name) => /TradeIntraday|NEGOCIOSAVISTA|NEGOCIOSDERIVATIVOS/i.test(name));
  const why = "the header names the columns of B3's file of all trades (CodigoInstrumento, PrecoNegocio and so on)";
  return { confidence: 0.99, why: named ? `${why}, and the file is named as B3 names it` : why };
}

function placesOf(names: readonly string[]): Record<B3TradeColumn, number> {
  const small = names.map((name) => name.toLowerCase());
  const placeOf = (column: B3TradeColumn): number =>
    Math.max(...COLUMNS[column].map((known) => small.indexOf(known.toLowerCase())));
  return Object.fromEntries(NAMES.map((column) => [column, placeOf(column)])) as Record<B3TradeColumn, number>;
}

function headerError(file: string, line: string, missing: readonly B3TradeColumn[]): UserError {
  const names = missing.map((column) => COLUMNS[column][0]);
  return new UserError({
    code: 'wrong-format',
    message: `${basename(file)} line 1 is not the header of B3's file of all trades: it lacks ${names.join(', ')} (found "${shownText(line, SHOWN_CHARACTERS)}")`,
    file,
    line: 1,
    column: 1,
    field: names[0]!,
    fix: 'Import the file as B3 offers it, with its header line; the older NEG_ files are qt import b3-neg',
  });
}
