// The kinds of parts that somebody asks for in; an error out where they cannot become one stream of events.

import { UserError } from '../../user-error.ts';
import { isCandleKind, type PartKind } from '../schema.ts';

/** Kinds whose rows have a place among the ticks of their day. */
export type TickKind = Extract<PartKind, 'trades' | 'quotes' | 'levels' | 'orders'>;

/** A UserError `bad-option`: a kind makes no events, or two of them tell the same twice. */
export function checkEventKinds(instrument: string, kinds: readonly PartKind[]): void {
  const why = conflictOf(instrument, kinds);
  if (why === undefined) return;
  throw new UserError({
    code: 'bad-option',
    message: why,
    field: 'kinds',
    fix: 'Ask for trades, quotes and one of levels and orders, or for one kind of candles; read other kinds as columns or with qt sql',
  });
}

function conflictOf(instrument: string, kinds: readonly PartKind[]): string | undefined {
  if (kinds.includes('lasts')) return `There are no events for the kind lasts of ${instrument}`;
  if (kinds.length > 1 && kinds.some(isCandleKind))
    return `Candles and other kinds of ${instrument} cannot be read as one stream: they tell the same trades twice`;
  if (kinds.includes('levels') && kinds.includes('orders'))
    return `Levels and orders of ${instrument} cannot be read as one stream: they tell the same book twice`;
  const twice = kinds.find((kind, index) => kinds.indexOf(kind) !== index);
  return twice === undefined ? undefined : `The kind ${twice} of ${instrument} is asked for twice`;
}
