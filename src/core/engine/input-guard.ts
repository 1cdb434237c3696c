// What a strategy reads of each of its instruments in; the fault of an input that it reads, with who reads it, out.

import type { SeenFault } from '../quality/live/fault-log.ts';
import { inputFaults, type LiveInput } from '../quality/live/input-fault.ts';
import type { HoldCode } from '../signal/hold-code.ts';
import { alert, type EngineContext } from './engine-context.ts';
import { faultText } from './input-alerts.ts';
import type { InstrumentState } from './instrument-state.ts';
import { type Column, TRADE_ROLE } from './strategy-setup.ts';

/** Why a decision is a HOLD before anything is asked. */
export interface Obstacle {
  readonly code: HoldCode;
  readonly reason: string;
}

interface Reading {
  readonly inputs: ReadonlySet<LiveInput>;
  /** Columns by what they read. */
  readonly readers: ReadonlyMap<LiveInput, readonly string[]>;
}

/** Columns named in a reason; the others are counted. */
const NAMED = 4;
/** What else reads the traded instrument's candles, whatever the features are. */
const REGIME = 'the regime';

const LIVE_INPUTS: readonly LiveInput[] = ['candles', 'trades', 'flow', 'tape', 'agents', 'quotes', 'book'];

export class InputGuard {
  private readonly roles: readonly string[];
  private readonly readings: readonly Reading[];
  private roleIds: readonly number[] = [];
  /** What passed by itself and was told of; one at a time. */
  private told = '';

  constructor(roles: readonly string[], columns: readonly Column[]) {
    this.roles = roles;
    this.readings = roles.map((role) => readingOf(role, columns));
  }

  /** Instrument id of each role in the present session. */
  bind(roleIds: readonly number[]): void {
    this.roleIds = roleIds;
    this.told = '';
  }

  /** A fault that lasts until the day is rebuilt. */
  latched(context: EngineContext): Obstacle | undefined {
    for (let r = 0; r < this.roles.length; r++) {
      const state = context.instruments[this.roleIds[r]!]!;
      const { latched } = state.watch.log;
      if (latched.length === 0) continue;
      const fault = latched.find(({ kind }) => inputFaults[kind].inputs.some((input) => this.reads(r, input)));
      if (fault === undefined) continue;
      return { code: 'badInput', reason: `${this.words(r, state, fault)}; until the day is rebuilt` };
    }
    return undefined;
  }

  /** A fault that is there now; a person is told when it begins and when it has ended. */
  passing(context: EngineContext): Obstacle | undefined {
    const staleUs = context.settings.staleAfterUs;
    for (let r = 0; r < this.roles.length; r++) {
      const state = context.instruments[this.roleIds[r]!]!;
      const fault = state.watch.passing(this.readings[r]!.inputs, context.nowUs, staleUs) ?? clockSilence(context);
      if (fault === undefined) continue;
      const told = `${state.instrument.symbol} ${fault.kind}`;
      const reason = this.words(r, state, { ...fault, timeUs: 0 });
      if (told !== this.told) alert(context, 'warning', 'staleInput', reason);
      this.told = told;
      return { code: fault.kind === 'locked' ? 'badInput' : 'staleInput', reason };
    }
    if (this.told !== '') alert(context, 'info', 'inputBack', `${this.told}: over`);
    this.told = '';
    return undefined;
  }

  readsOf(instrumentId: number, input: LiveInput): boolean {
    return this.roleIds.some((id, r) => id === instrumentId && this.reads(r, input));
  }

  private reads(r: number, input: LiveInput): boolean {
    return this.readings[r]!.inputs.has(input);
  }

  private words(r: number, state: InstrumentState, fault: SeenFault): string {
    const { readers } = this.readings[r]!;
    const names = new Set(inputFaults[fault.kind].inputs.flatMap((input) => readers.get(input) ?? []));
    const [first, rest] = [[...names].slice(0, NAMED), names.size - NAMED];
    return `${faultText(state, fault)}; read by ${first.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
  }
}

function readingOf(role: string, columns: readonly Column[]): Reading {
  const readers = new Map<LiveInput, string[]>();
  for (const input of LIVE_INPUTS) {
    const ids = columns.filter((column) => column.role === role && column.spec.meta.inputs.includes(input));
    const names = ids.map(({ id }) => id);
    if (role === TRADE_ROLE && input === 'candles') names.push(REGIME);
    if (names.length > 0) readers.set(input, names);
  }
  return { inputs: new Set(readers.keys()), readers };
}

/** Intervals end by the clock: without its ticks no candle is closed in time. */
function clockSilence({ nowUs, tickedUs, settings: { staleAfterUs } }: EngineContext): SeenFault | undefined {
  const value = nowUs - tickedUs;
  if (tickedUs === 0 || value <= staleAfterUs) return undefined;
  return { kind: 'clockSilent', value, limit: staleAfterUs, timeUs: nowUs };
}
