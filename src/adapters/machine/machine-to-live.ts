// The settings of a machine and a session day in; what they mean for the engine, the guardian and the costs of that day out.

import type { NoRiskWindow } from '../../core/account/account-event.ts';
import type { EngineSettings } from '../../core/engine/engine-context.ts';
import { type BracketSettings, defaultBracketSettings } from '../../core/execution/bracket-settings.ts';
import type { Root } from '../../core/market/instrument.ts';
import type { RiskLimits } from '../../core/risk/risk-limits.ts';
import type { BrokerCapabilities } from './broker-capabilities.ts';
import { tighterLimits } from './machine-limits.ts';
import type { MachineSettings } from './machine-schema.ts';
import { noRiskWindowsOf } from './no-risk-windows.ts';

const US_PER_MS = 1000;
const MS_PER_SECOND = 1000;
const BYTES_PER_GIB = 1024 ** 3;

type WatchField = 'clockDriftMs' | 'queueMs' | 'predictionMs' | 'commitMs' | 'diskFreeBytes' | 'marketSilentMs';

/** What the broker allows of what brackets can make use of. */
export type BrokerWays = Pick<BrokerCapabilities, 'changeStop' | 'bothExitsWorking'>;

/** Per contract and side, BRL. */
export interface DayFees {
  readonly exchangeFeeBrl: number;
  readonly brokerageBrl: number;
}

/** What `machine.json` says for one session day, in the words of those who act on it. */
export interface LiveSettings {
  /** Undefined: whoever trades must be told it otherwise. */
  readonly capitalBrl: number | undefined;
  /** Only what is set; to be joined with the release's by `tighter`. */
  readonly tighterLimits: Partial<RiskLimits>;
  readonly noRiskWindows: readonly NoRiskWindow[];
  readonly engine: Pick<EngineSettings, 'brackets' | 'accountUse' | 'lossLatchEnds'>;
  readonly guard: {
    readonly stopDeadlineMs: number;
    readonly silentMs: number;
    readonly accountUse: 'exclusive' | 'shared';
  };
  /** Of roots whose fees are set. */
  readonly fees: Readonly<Partial<Record<Root, DayFees>>>;
  /** Only what is set; in the units of the live run's own watch. */
  readonly watch: Readonly<Partial<Record<WatchField, number>>>;
}

/** @param sessionDay YYYY-MM-DD, local; @param broker what the broker was found to allow, undefined where nobody has looked */
export function machineToLive(
  machine: MachineSettings,
  sessionDay: string,
  broker: BrokerWays | undefined,
): LiveSettings {
  const { capitalBrl, limits, accountUse, guard } = machine;
  return {
    capitalBrl,
    tighterLimits: tighterLimits(limits),
    noRiskWindows: noRiskWindowsOf(machine, sessionDay),
    engine: { brackets: bracketsOf(machine, broker), accountUse, lossLatchEnds: 'person' },
    guard: { ...guard, accountUse },
    fees: Object.fromEntries(
      Object.keys(machine.fees).map((root) => [root, feesAt(machine, root as Root, sessionDay)!]),
    ),
    watch: watchOf(machine),
  };
}

/** Those of the last change up to the day; undefined where the machine names none. */
export function feesAt({ fees }: MachineSettings, root: Root, day: string): DayFees | undefined {
  const first = fees[root];
  if (first === undefined) return undefined;
  const { exchangeFeeBrl, brokerageBrl } = first.changes.findLast(({ from }) => from <= day) ?? first;
  return { exchangeFeeBrl, brokerageBrl };
}

function watchOf({ watch }: MachineSettings): LiveSettings['watch'] {
  const { diskFreeGib, marketSilentSeconds, ...same } = watch;
  const all: Partial<Record<WatchField, number | undefined>> = {
    ...same,
    diskFreeBytes: diskFreeGib === undefined ? undefined : Math.ceil(diskFreeGib * BYTES_PER_GIB),
    marketSilentMs: marketSilentSeconds === undefined ? undefined : marketSilentSeconds * MS_PER_SECOND,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function bracketsOf({ brackets }: MachineSettings, broker: BrokerWays | undefined): BracketSettings {
  const { stopDeadlineMs, triggeredFillMs, beyondTriggerTicks } = brackets;
  const base = defaultBracketSettings;
  return {
    ...base,
    stopDeadlineUs: stopDeadlineMs === undefined ? base.stopDeadlineUs : stopDeadlineMs * US_PER_MS,
    triggeredFillUs: triggeredFillMs === undefined ? base.triggeredFillUs : triggeredFillMs * US_PER_MS,
    beyondTriggerTicks: beyondTriggerTicks ?? base.beyondTriggerTicks,
    changeStop: broker?.changeStop ?? base.changeStop,
    bothExitsWorking: broker?.bothExitsWorking ?? base.bothExitsWorking,
  };
}
