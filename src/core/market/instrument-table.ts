// Takes a root and gives the instrument's figures; takes any symbol of it (root, continuous, dated) and gives the same with its name.
import { assert } from '../assert.ts';
import { familyOf, type Instrument, type Root } from './instrument.ts';
import { parseSymbol } from './symbol.ts';
import { tradedMonths } from './traded-months.ts';

const SHARED = { currency: 'BRL', exchange: 'F', calendarId: 'B3' } as const;

/** What the exchange's contract terms say, in points and BRL. */
interface Terms {
  readonly root: Root;
  readonly tick: number;
  readonly pointValueBrl: number;
  readonly lot: number;
}

function fromTerms(terms: Terms): Instrument {
  const { root, tick, pointValueBrl, lot } = terms;
  const tickValueBrl = tick * pointValueBrl;
  const tickValueE4 = Math.round(tickValueBrl * 10_000);
  assert(Math.abs(tickValueE4 - tickValueBrl * 10_000) < 1e-6, `${root}: a tick is not whole ten-thousandths of a BRL`);
  const ticksPerUnit = Number.isInteger(1 / tick) ? 1 / tick : undefined;
  assert(
    ticksPerUnit !== undefined || Number.isInteger(tick),
    `${root}: tick ${tick} is neither whole nor a part of 1`,
  );
  const family = familyOf(root);
  const months = tradedMonths(root);
  return { ...SHARED, ...terms, symbol: root, family, ticksPerUnit, tickValueBrl, tickValueE4, lot, months };
}

/**
 * Dollar: R$ per US$ 1,000, contract of US$ 10,000 (WDO) or 50,000 (DOL); tick and value agree with traded volumes, and
 * every DOL trade seen is a multiple of 5. WIN: value agrees with traded volumes. IND: point value, tick and lot are
 * taken from the exchange's contract terms and not confirmed by trades here.
 */
const TABLE: Readonly<Record<Root, Instrument>> = {
  WDO: fromTerms({ root: 'WDO', tick: 0.5, pointValueBrl: 10, lot: 1 }),
  DOL: fromTerms({ root: 'DOL', tick: 0.5, pointValueBrl: 50, lot: 5 }),
  WIN: fromTerms({ root: 'WIN', tick: 5, pointValueBrl: 0.2, lot: 1 }),
  IND: fromTerms({ root: 'IND', tick: 5, pointValueBrl: 1, lot: 5 }),
};

/** The instrument of a root, named by the root. */
export function rootInstrument(root: Root): Instrument {
  return TABLE[root];
}

/**
 * The instrument of a root (WDO), a continuous name (WDOFUT, WDO$, WDO@, WDO$N ...) or a dated contract (WDOU25);
 * `symbol` is the contract in the last case, else the root. Undefined for any other name, and for months not traded.
 */
export function instrumentOf(symbol: string): Instrument | undefined {
  const parsed = parseSymbol(symbol);
  if (parsed === undefined) return undefined;
  const instrument = TABLE[parsed.root];
  return parsed.kind === 'dated' ? { ...instrument, symbol } : instrument;
}
