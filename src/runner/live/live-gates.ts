// What is known of a session before it trades in; each condition of trading with its state, in words, out.

import type { LiveFacts } from '../host/live-facts.ts';
import type { VendorStatus } from '../host/vendor/vendor-port.ts';
import type { RunPlan } from '../run-plan.ts';
import type { LiveGate, LiveOptions, LiveWatch } from './live-options.ts';
import type { SessionHistory } from './session-history.ts';

/** What the host said when it was asked last. */
export type HostView =
  | { readonly kind: 'unasked' }
  | { readonly kind: 'gone'; readonly reason: string }
  | {
      readonly kind: 'told';
      readonly vendor: VendorStatus;
      readonly facts: LiveFacts | undefined;
      /** By account, who has killed it and why; accounts that may trade are left out. */
      readonly killed?: Readonly<Record<string, string>>;
    };

export interface GateFacts {
  readonly options: Pick<LiveOptions, 'mode' | 'account' | 'armed' | 'release' | 'capitalBrl' | 'gates' | 'judge'>;
  readonly plan: RunPlan;
  readonly watch: LiveWatch;
  readonly host: HostView;
  readonly history: SessionHistory | undefined;
  /** Why there are no decisions, and why no new risk is taken beside the pause at the start. */
  readonly mutes: readonly string[];
  readonly held: string | undefined;
  readonly isProtectOnly: boolean;
  readonly diskFreeBytes: number | undefined;
  /** By trades that came live, milliseconds. */
  readonly clockOffsetMs: number | undefined;
  /** Since the last trade; undefined before the first. */
  readonly marketSilentMs: number | undefined;
  readonly journalBroken: string | undefined;
  /** Which release takes the place of this one as soon as nothing is held, where new risk waits for it. */
  readonly leaving: string | undefined;
}

type Judgement = Pick<LiveGate, 'state' | 'text' | 'fix'>;

const GIB = 1024 ** 3;
const open = (text: string): Judgement => ({ state: 'open', text });
const waiting = (text: string, fix?: string): Judgement => ({ state: 'waiting', text, fix });
const shut = (text: string, fix: string): Judgement => ({ state: 'shut', text, fix });

/** In the order in which a person would look at them; those of the caller first. */
export function liveGates(facts: GateFacts): readonly LiveGate[] {
  const own: Readonly<Record<string, Judgement>> = {
    release: release(facts),
    model: model(facts),
    capital: capital(facts),
    strategy: strategy(facts),
    host: host(facts),
    layout: layout(facts),
    market: service(facts, 'market'),
    ...(facts.options.account === undefined ? {} : { routing: service(facts, 'routing') }),
    provenance: provenance(facts),
    warmup: warmup(facts),
    day: day(facts),
    data: data(facts),
    clock: clock(facts),
    disk: disk(facts),
    state: state(facts),
    armed: armed(facts),
    ...(facts.leaving === undefined ? {} : { switch: leaves(facts.leaving) }),
  };
  const given = facts.options.gates ?? [];
  const named = new Set(given.map(({ id }) => id));
  const rest = Object.entries(own).filter(([id]) => !named.has(id));
  return [...given, ...rest.map(([id, judgement]) => ({ id, ...judgement }))];
}

export function areOpen(gates: readonly LiveGate[]): boolean {
  return gates.every(({ state }) => state === 'open');
}

export function gateText({ id, state, text, fix }: LiveGate): string {
  return `${id} ${state}: ${text}${state === 'open' || fix === undefined ? '' : `. ${fix}`}`;
}

function release({ options: { release: id, mode } }: GateFacts): Judgement {
  if (id !== null) return open(`release ${id.slice(0, 12)}, verified on this machine`);
  return mode === 'live'
    ? shut('the strategy is run from source', 'Promote it: node promote.ts STRATEGY live')
    : open('the strategy is run from source');
}

/** Schema of the features, files and golden vectors were checked where the model was loaded: it would not be here otherwise. */
function model({ plan: { model: loaded } }: GateFacts): Judgement {
  if (loaded === undefined) return open('the strategy has no model');
  const { goldenDeviation, manifest } = loaded;
  return open(
    `${manifest.name}: golden vectors deviate by ${goldenDeviation.toExponential(1)} here, features are those of its training`,
  );
}

function capital({ options: { capitalBrl } }: GateFacts): Judgement {
  return capitalBrl > 0 && Number.isFinite(capitalBrl)
    ? open(`${capitalBrl} BRL at the opening`)
    : shut('no capital is set', 'Set capitalBrl in machine.json');
}

function strategy({ isProtectOnly }: GateFacts): Judgement {
  return isProtectOnly
    ? shut(
        'protect-only: the same event has ended the strategy before; what is held stays protected',
        'Find the cause in failed.json of the runs before; promote a release that does not fail',
      )
    : open('the strategy runs');
}

function host({ host: view }: GateFacts): Judgement {
  switch (view.kind) {
    case 'unasked':
      return waiting('the host was not asked yet');
    case 'gone':
      return waiting(`the host does not answer: ${view.reason}`, 'Start it: qt host start');
    case 'told': {
      const { process: state, feed } = view.vendor;
      if (state.kind === 'running') return open(`the library runs; ${feed ?? 'no'} feed`);
      const why = 'reason' in state ? `: ${state.reason}` : '';
      return waiting(`the library is ${state.kind}${why}`, 'See qt host status');
    }
  }
}

/** By what the vendor process said when it had checked them itself: a record that lies otherwise would misread orders. */
function layout({ host: view }: GateFacts): Judgement {
  const told = view.kind === 'told' ? view.vendor.layout : undefined;
  if (told === undefined) return waiting('the layout of the records was not checked yet', 'See qt host status');
  const bytes = Object.entries(told.versionBytes).map(([record, version]) => `${record} ${version}`);
  return open(`${told.records} records have the known layout; version bytes: ${bytes.join(', ')}`);
}

function service({ host: view }: GateFacts, which: 'market' | 'routing'): Judgement {
  if (view.kind !== 'told') return waiting(`${which} is not known`);
  const { state, detail } = view.vendor[which];
  return state === 'connected' ? open('connected') : waiting(`${state}${detail === undefined ? '' : `: ${detail}`}`);
}

/** What is simulated may be traded on a simulation account, and nowhere else. */
function provenance({ host: view, history, options: { mode } }: GateFacts): Judgement {
  const facts = view.kind === 'told' ? view.facts : undefined;
  const parts = history?.manifests ?? [];
  const weak = parts.find((part) => part.provenance !== 'exchange');
  if (mode !== 'live') return open(facts === undefined ? 'not asked for' : `the feed is marked ${facts.provenance}`);
  if (facts === undefined) return waiting('where the feed comes from is not known');
  if (facts.provenance !== 'exchange')
    return shut(`the feed is ${facts.provenance}`, 'Start the host with the real library');
  if (weak === undefined) return open('feed and history are of the exchange');
  return shut(
    `${weak.instrument} ${weak.kind} of ${weak.day} is ${weak.provenance}`,
    'Remove the part and fetch the day: qt history',
  );
}

function warmup({ history, plan: { warmupCandles } }: GateFacts): Judgement {
  if (history === undefined) return waiting('the days before are being read');
  const { candles } = history;
  if (candles >= warmupCandles) return open(`${candles} candles of the days before`);
  return open(`${candles} of ${warmupCandles} candles: the contract is new, the strategy begins when it has enough`);
}

function day({ mutes }: GateFacts): Judgement {
  return mutes.length === 0 ? open('the day so far is whole') : waiting(mutes.join('; '));
}

function data({ marketSilentMs, watch }: GateFacts): Judgement {
  if (marketSilentMs === undefined) return waiting('no trade was told yet');
  const silent = `the last trade came ${Math.round(marketSilentMs / 1000)} s ago`;
  return marketSilentMs <= watch.marketSilentMs ? open(silent) : waiting(silent);
}

function clock({ host: view, clockOffsetMs, watch }: GateFacts): Judgement {
  const told = view.kind === 'told' ? view.facts : undefined;
  const skewMs = told?.skewMs ?? undefined;
  const fix = "Switch the synchronisation of this machine's clock on: qt doctor pc";
  const worst = [skewMs, clockOffsetMs]
    .filter((each) => each !== undefined)
    .sort((a, b) => Math.abs(b) - Math.abs(a))[0];
  if (worst === undefined) return waiting(told?.reason ?? 'the clock was not compared yet');
  const text = `${Math.round(Math.abs(worst))} ms from the server's clock, ${watch.clockDriftMs} ms are allowed`;
  return Math.abs(worst) <= watch.clockDriftMs ? open(text) : shut(text, fix);
}

function disk({ diskFreeBytes, journalBroken, watch }: GateFacts): Judgement {
  if (journalBroken !== undefined)
    return shut(`the journal cannot be written: ${journalBroken}`, 'Free space, start again');
  if (diskFreeBytes === undefined) return waiting('free space is not known');
  const text = `${(diskFreeBytes / GIB).toFixed(1)} GiB are free`;
  return diskFreeBytes >= watch.diskFreeBytes
    ? open(text)
    : shut(`${text}, ${(watch.diskFreeBytes / GIB).toFixed(1)} are wanted`, 'Free space on the disk of the home');
}

/** What a person does about a kill, in the order in which it is done. */
export const RELEASE_FIRST =
  'Find out why, then: qt resume --killed (the account has to be flat, and its number is typed), and qt resume for the session';

/** Who has killed the account, as the host said it last; undefined where it may trade, or the host has not said. */
export function killedBy(view: HostView, account: string | undefined): string | undefined {
  return view.kind === 'told' && account !== undefined ? view.killed?.[account] : undefined;
}

function state({ host: view, held, options: { account } }: GateFacts): Judgement {
  const killed = killedBy(view, account);
  if (killed !== undefined) return shut(`the account is killed by ${killed}`, RELEASE_FIRST);
  return held === undefined
    ? open('nothing holds new risk back')
    : shut(held, 'When it may go on: qt resume. After a halt or a limit of losses find the cause first');
}

function leaves(leaving: string): Judgement {
  return waiting(
    `nothing new is opened: ${leaving} is to take its place`,
    'It does as soon as nothing is held: qt flatten. To keep the one that runs: promote it again',
  );
}

function armed({ options }: GateFacts): Judgement {
  return options.armed ? open('armed by a person') : shut('not armed', 'Start it with --arm, or: qt resume');
}
