// A plan, a store and a session day in; the dated contracts of the day and the candles and facts of the days before it out, as in a backtest.

import { EarlierSessions } from '../../adapters/datasets/earlier-sessions.ts';
import type { PartManifest } from '../../adapters/datasets/manifest.ts';
import { MeasuredRolls } from '../../adapters/datasets/roll-chain.ts';
import type { DatasetStore } from '../../adapters/datasets/store.ts';
import { UserError } from '../../adapters/user-error.ts';
import { assert } from '../../core/assert.ts';
import { parseDay } from '../../core/market/civil-day.ts';
import { lastTradingDay, parseContract } from '../../core/market/contract.ts';
import { EventBatch } from '../../core/market/event-batch.ts';
import type { SessionPart } from '../../simulation/session-assembly.ts';
import type { RunPlan } from '../run-plan.ts';
import { WarmupCandles } from '../warmup-candles.ts';

export interface DatedInstrument {
  /** What the strategy asks for. */
  readonly requested: string;
  readonly contract: string;
}

export interface SessionHistory {
  /** Traded instrument first; their market is empty: the host tells it. */
  readonly parts: readonly SessionPart[];
  readonly manifests: readonly PartManifest[];
  /** Candles of the traded instrument that the store had, of those that the strategy starts from. */
  readonly candles: number;
}

/** Days that are named where nothing was found. */
const NAMED_MAX = 8;
const LOOKED_BACK = 10;

/** Throws UserError `contract-expired`, and `unknown-instrument` or `bad-option` of the calendar. */
export function contractsOfSession(
  { code, requested }: RunPlan,
  store: DatasetStore,
  day: string,
): readonly DatedInstrument[] {
  return requested.map((symbol) => {
    const { days, missing } = store.contractDays(symbol, day, day, undefined, code.contractsOfDays);
    const contract = days[0]?.contract ?? missing[0]?.contract;
    const dated = contract === undefined ? undefined : parseContract(contract);
    if (dated === undefined || contract === undefined || lastTradingDay(dated) < parseDay(day)!) {
      throw expired(symbol, contract, day);
    }
    return { requested: symbol, contract };
  });
}

/** Throws UserError `history-missing` naming the days, and those of parts that cannot be read. */
export async function readSessionHistory(plan: RunPlan, store: DatasetStore, day: string): Promise<SessionHistory> {
  const parts: SessionPart[] = [];
  const manifests: PartManifest[] = [];
  let candles = 0;
  for (const [id, { requested, contract }] of contractsOfSession(plan, store, day).entries()) {
    const { code, warmupCandles, strategy } = plan;
    const interval = code.parseCandleInterval(strategy.candle);
    assert(interval !== undefined, 'the candle was checked by defineStrategy');
    const earlier = new EarlierSessions(store, undefined, code);
    const contractDays: DatasetStore['contractDays'] = (symbol, from, to) =>
      store.contractDays(symbol, from, to, undefined, code.contractsOfDays);
    const rolls = new MeasuredRolls(store, requested, strategy.warmupAcrossRoll ?? 'none', undefined, code);
    const need = plan.facts.get(requested);
    const warmup = new WarmupCandles(
      { store, code, interval, warmupCandles },
      {
        ...{ symbol: requested, instrumentId: id, contractDays, rolls },
        onRead: (of, on, market, manifest) => {
          if (need !== undefined) earlier.add(of, on, market, id, manifest);
        },
      },
    );
    const before = await warmup.before(contract, day);
    const history = before.days.map(({ bars }) => bars);
    const found = history.reduce((sum, bars) => sum + code.countBars(bars), 0);
    checkDays(plan, contractDays, { requested, contract }, day, before.days[0]?.day, found >= warmupCandles);
    const facts = need === undefined ? undefined : await earlier.factsOf(contract, day, need);
    manifests.push(
      ...(facts?.manifests ?? []),
      ...before.rollManifests,
      ...before.days.map(({ manifest }) => manifest),
    );
    parts.push({ requested, contract, market: new EventBatch(1), history, facts: facts?.facts });
    if (id === 0) candles = Math.min(found, warmupCandles);
  }
  return { parts, manifests, candles };
}

/** A day that is missing between those that were read would be left out in silence: a backtest of the day would not be the same. */
function checkDays(
  { code, strategy, warmupCandles }: RunPlan,
  contractDays: DatasetStore['contractDays'],
  { requested, contract }: DatedInstrument,
  day: string,
  oldest: string | undefined,
  isEnough: boolean,
): void {
  const earlier = code.tradingDaysBefore(day, LOOKED_BACK);
  const from = isEnough && oldest !== undefined ? oldest : earlier.at(-1);
  const to = earlier[0];
  if (from === undefined || to === undefined || warmupCandles === 0) return;
  const { missing } = contractDays(requested, from, to);
  // candles of another contract are not asked for where the warm-up ends at the roll
  const across = (strategy.warmupAcrossRoll ?? 'none') !== 'none';
  const wanted = missing.filter((each) => across || each.contract === contract).map((each) => each.day);
  if (wanted.length > 0) throw missingDays(requested, contract, wanted);
}

function expired(symbol: string, contract: string | undefined, day: string): UserError {
  return new UserError({
    code: 'contract-expired',
    message:
      contract === undefined
        ? `${symbol} has no contract on ${day}`
        : `${contract} is not traded any more on ${day}: a subscription of it would give no price`,
    field: 'instrument',
    fix: 'Trade a continuous name such as WDOFUT, which becomes the contract of the day, or name a contract that is traded.',
  });
}

function missingDays(requested: string, contract: string, days: readonly string[]): UserError {
  const named = days.slice(-NAMED_MAX).join(', ');
  const more = days.length > NAMED_MAX ? ` and ${days.length - NAMED_MAX} more` : '';
  return new UserError({
    code: 'history-missing',
    message: `The store lacks days that ${requested} (${contract}) is warmed up with: ${named}${more}`,
    field: 'instrument',
    fix: `Fetch them: qt history ${requested} --days ${LOOKED_BACK}; or import them with qt import.`,
  });
}
