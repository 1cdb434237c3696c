// A mapping whose fields are each well formed; what they get wrong together, with the field to mend, comes out.

import type { CsvColumns, MappedColumn, StreamKind } from './csv-mapping.ts';
import { parseTimeFormat } from './csv-time-format.ts';

export interface MappingFault {
  readonly field: string;
  readonly why: string;
}

interface StreamText {
  readonly kind?: StreamKind | undefined;
  readonly instrument?: string | undefined;
  readonly carry?: boolean | undefined;
  readonly averagedOver?: number | undefined;
  readonly where?: { readonly column: string | number } | undefined;
  readonly columns?: CsvColumns | undefined;
}

export interface MappingText extends StreamText {
  readonly header: boolean;
  readonly byInstrument: boolean;
  readonly streams?: readonly StreamText[] | undefined;
}

interface KindColumns {
  readonly needed: readonly MappedColumn[];
  readonly optional: readonly MappedColumn[];
}

const TIMES: readonly MappedColumn[] = ['datetime', 'date', 'time', 'contract'];
const KINDS: Readonly<Record<StreamKind, KindColumns>> = {
  candles: {
    needed: ['open', 'high', 'low', 'close', 'volume'],
    optional: [
      'trades',
      'turnover',
      'buyVolume',
      'sellVolume',
      'buyTrades',
      'sellTrades',
      'rlpVolume',
      'settlement',
      'openInterest',
    ],
  },
  trades: {
    needed: ['price', 'quantity'],
    optional: [
      'side',
      'condition',
      'correction',
      'tradeId',
      'buyAgent',
      'sellAgent',
      'received',
      'sequence',
      'sessionType',
      'channel',
      'sourceCondition',
    ],
  },
  quotes: { needed: ['bid', 'ask'], optional: ['bidSize', 'askSize', 'received', 'sequence'] },
  levels: {
    needed: ['bookSide', 'price', 'quantity'],
    optional: ['orders', 'received', 'sequence', 'previousSequence'],
  },
  lasts: { needed: ['price'], optional: ['received'] },
};
/** Columns that have a value meaning "unknown" of their own; all others are in every row of a part or in none. */
const MAY_DIFFER: ReadonlySet<MappedColumn> = new Set([
  'trades',
  'side',
  'condition',
  'bidSize',
  'askSize',
  'orders',
] as const);

/** The columns that hold the values of a kind, its time and symbol left aside. */
export function valueColumnsOf(kind: StreamKind): readonly MappedColumn[] {
  return [...KINDS[kind].needed, ...KINDS[kind].optional.filter((name) => name !== 'received')];
}

/** The first fault; undefined for a mapping that makes sense. */
export function faultOfStreams(mapping: MappingText): MappingFault | undefined {
  const { streams } = mapping;
  const places =
    streams === undefined ? [''] : ['', ...streams.keys()].map((key) => (key === '' ? '' : `streams.${key}.`));
  const texts = [mapping, ...(streams ?? [])];
  for (const [index, text] of texts.entries()) {
    const fault = headerFault(text, mapping.header) ?? formatFault(text);
    if (fault !== undefined) return { ...fault, field: places[index]! + fault.field };
  }
  for (const [index, text] of (streams ?? [{}]).entries()) {
    const fault = streamFault(mapping, text);
    if (fault !== undefined)
      return { ...fault, field: streams === undefined ? fault.field : `streams.${index}.${fault.field}` };
  }
  if (mapping.byInstrument && streams?.some(({ instrument }) => instrument !== undefined) === true) {
    return { field: 'byInstrument', why: 'rows that hold several instruments are not ordered by instrument' };
  }
  return strangerFault(mapping) ?? unequalFault(mapping);
}

function headerFault({ columns, where }: StreamText, header: boolean): MappingFault | undefined {
  if (header) return undefined;
  const mapped = [
    ...Object.entries(columns ?? {}).map(([name, column]) => [`columns.${name}`, placeOf(column!)] as const),
    ...(where === undefined ? [] : [['where.column', where.column] as const]),
  ];
  const named = mapped.find(([, place]) => typeof place === 'string');
  if (named === undefined) return undefined;
  return { field: named[0], why: `a file without header has no column "${named[1]}": give its place, from 1` };
}

function placeOf(column: NonNullable<CsvColumns[MappedColumn]>): string | number {
  return typeof column === 'object' ? column.column : column;
}

function formatFault({ columns }: StreamText): MappingFault | undefined {
  for (const name of ['datetime', 'date', 'time', 'received'] as const) {
    const format = columns?.[name]?.format;
    if (format === undefined) continue;
    const parsed = parseTimeFormat(format);
    const field = `columns.${name}.format`;
    if (typeof parsed === 'string') return { field, why: parsed };
    if (name === 'time' && parsed.hasDate) return { field, why: `"${format}" has a date, and a time must not` };
    if (name === 'time' && !parsed.hasTime) return { field, why: `"${format}" has no time` };
    if (name !== 'time' && !parsed.hasDate) return { field, why: `"${format}" has no day, month and year` };
    if (name === 'date' && parsed.hasTime) return { field, why: `"${format}" has a time: map it as datetime` };
    if (name === 'received' && !parsed.hasTime) return { field, why: `"${format}" has no time` };
  }
  return undefined;
}

function streamFault(mapping: MappingText, own: StreamText): MappingFault | undefined {
  const kind = own.kind ?? mapping.kind;
  if (kind === undefined) return { field: 'kind', why: 'the kind of the rows is missing' };
  const columns = { ...mapping.columns, ...own.columns };
  const missing = KINDS[kind].needed.find((name) => columns[name] === undefined);
  if (missing !== undefined) return { field: `columns.${missing}`, why: `${kind} need this column` };
  if (columns.datetime === undefined && columns.date === undefined) {
    return { field: 'columns.datetime', why: 'the time is missing: give datetime, or date and time' };
  }
  if (columns.datetime !== undefined && (columns.date ?? columns.time) !== undefined) {
    return { field: 'columns.datetime', why: 'give datetime, or date and time, not both' };
  }
  if ((columns.bidSize === undefined) !== (columns.askSize === undefined)) {
    return {
      field: columns.bidSize === undefined ? 'columns.bidSize' : 'columns.askSize',
      why: 'give both sizes or neither',
    };
  }
  for (const name of ['carry', 'averagedOver'] as const) {
    const given = own[name] ?? mapping[name];
    if (given !== undefined && given !== false && kind !== 'quotes')
      return { field: name, why: 'only quotes can have it' };
  }
  return undefined;
}

/** A column that no stream beside it has is a mistake. */
function strangerFault(mapping: MappingText): MappingFault | undefined {
  const streams = mapping.streams ?? [mapping];
  const known = (name: MappedColumn, kind: StreamKind | undefined): boolean =>
    kind === undefined || TIMES.includes(name) || isOf(kind, name);
  const kinds = streams.map(({ kind }) => kind ?? mapping.kind);
  for (const name of Object.keys(mapping.columns ?? {}) as MappedColumn[]) {
    if (!kinds.some((kind) => known(name, kind))) return { field: `columns.${name}`, why: noSuchColumn(kinds) };
  }
  for (const [index, stream] of (mapping.streams ?? []).entries()) {
    const strange = Object.keys(stream.columns ?? {}).find((name) => !known(name as MappedColumn, kinds[index]));
    if (strange !== undefined) {
      return { field: `streams.${index}.columns.${strange}`, why: noSuchColumn([kinds[index]]) };
    }
  }
  return undefined;
}

function noSuchColumn(kinds: readonly (StreamKind | undefined)[]): string {
  return `${[...new Set(kinds)].join(' and ')} have no such column`;
}

function isOf(kind: StreamKind, name: MappedColumn): boolean {
  return KINDS[kind].needed.includes(name) || KINDS[kind].optional.includes(name);
}

/** A part has a column in all its rows: one that a stream lacks would have to be filled with something. */
function unequalFault(mapping: MappingText): MappingFault | undefined {
  const streams = mapping.streams ?? [];
  const columns = streams.map((stream) => ({ ...mapping.columns, ...stream.columns }));
  for (const [index, own] of columns.entries()) {
    for (const name of Object.keys(own) as MappedColumn[]) {
      if (TIMES.includes(name) || MAY_DIFFER.has(name) || !isOf(kindAt(mapping, index), name)) continue;
      const lacking = streams.findIndex(
        (_, other) => isOf(kindAt(mapping, other), name) && columns[other]![name] === undefined,
      );
      if (lacking < 0) continue;
      return {
        field: `streams.${lacking}.columns.${name}`,
        why: `stream ${index} has this column: give it in both or in none`,
      };
    }
  }
  return undefined;
}

function kindAt(mapping: MappingText, index: number): StreamKind {
  return (mapping.streams![index]!.kind ?? mapping.kind)!;
}
