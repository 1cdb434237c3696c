// The options of a session in; its day, contracts, engine, what it carries on and its run folder out, all checked before anything is sent.

import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import { createRunFolder, readRunInfo, writeRunInfo } from '../../adapters/journal/run-folder.ts';
import type { RunInfo } from '../../adapters/journal/run-info.ts';
import { UserError } from '../../adapters/user-error.ts';
import { isFinal } from '../../core/account/order-transitions.ts';
import { assert } from '../../core/assert.ts';
import { isoDay } from '../../core/market/civil-time.ts';
import type { Provenance } from '../../core/market/provenance.ts';
import type { Session } from '../../core/market/session.ts';
import { hostNotThere } from '../host/host-errors.ts';
import { runInfoAtStart } from '../run-record.ts';
import { writeCarried } from './carried-file.ts';
import { asksProtectOnly } from './failed-run.ts';
import { type CarriedFrom, findCarried, runsOfSession, type SessionName } from './find-carried.ts';
import { HostLook } from './host-look.ts';
import { type LiveEngine, liveEngine } from './live-engine.ts';
import { type LiveOptions, type LiveWatch, liveWatchDefaults } from './live-options.ts';
import {
  contractsOfSession,
  type DatedInstrument,
  readSessionHistory,
  type SessionHistory,
} from './session-history.ts';

export interface PreparedSession extends LiveEngine {
  readonly options: LiveOptions;
  readonly watch: LiveWatch;
  readonly nowUs: () => number;
  /** Of the traded instrument. */
  readonly session: Session;
  readonly instruments: readonly DatedInstrument[];
  readonly carriedFrom: CarriedFrom | undefined;
  readonly isProtectOnly: boolean;
  readonly history: Promise<SessionHistory>;
  readonly folder: string;
  readonly info: RunInfo;
  readonly host: HostLook;
}

const US_PER_MS = 1000;

export function wallClockUs(): number {
  return Date.now() * US_PER_MS;
}

/**
 * Throws UserErrors: `no-session` on a day without trading, `contract-expired`, `session-running`, `history-missing`, `host-not-there`,
 * and those of run folders and journals. Where something is held or works already the history is not waited for.
 */
export async function prepareSession(options: LiveOptions): Promise<PreparedSession> {
  const { mode, home, plan, store, account } = options;
  assert((account !== undefined) === (mode === 'live' || mode === 'demo'), `${mode} with account ${account}`);
  const nowUs = options.nowUs ?? wallClockUs;
  const startUs = nowUs();
  const day = isoDay(startUs);
  // a day without trading has no contract either
  const instruments = tradingDay(options, day);
  const { root } = plan.code.instrumentOf(instruments[0]!.contract)!;
  const session = plan.code.sessionOf(root, day);
  if (session === undefined) throw noSession(day);
  const name: SessionName = { home, mode, strategy: plan.strategy.name, account, day };
  const carriedFrom = options.carriesNothing === true ? undefined : findCarried(name);
  for (const notice of carriedFrom?.notices ?? []) options.say?.(notice);
  const isProtectOnly = asksProtectOnly(
    runsOfSession(name).filter((run) => readRunInfo(run).release === options.release),
  );
  const history = readSessionHistory(plan, store, day);
  // whoever awaits it later hears of it; nobody is to hear of it as unhandled
  history.catch(() => undefined);
  if (!isExposed(carriedFrom)) await history;
  const host = new HostLook(home, `qt ${mode}`);
  const view = await host.look();
  if (view.kind === 'gone') throw hostNotThere();
  const engine = liveEngine(plan, instruments[0]!.contract, options);
  // a run that is killed keeps what is written now
  const provenance = (view.kind === 'told' ? view.facts?.provenance : undefined) ?? 'exchange';
  const { folder, info } = recorded(options, { day, startUs, carriedFrom, isProtectOnly, provenance, ...engine });
  const watch = { ...liveWatchDefaults, ...options.watch };
  return {
    ...{ options, watch, nowUs, session, instruments, carriedFrom, isProtectOnly },
    ...{ history, folder, info, host, ...engine },
  };
}

function tradingDay({ plan, store }: LiveOptions, day: string): readonly DatedInstrument[] {
  if (plan.code.contractsOfDays(plan.requested[0]!, day, day).kind === 'contracts') {
    const { days, missing } = store.contractDays(plan.requested[0]!, day, day, undefined, plan.code.contractsOfDays);
    if (days.length + missing.length === 0) throw noSession(day);
  }
  return contractsOfSession(plan, store, day);
}

/** Something of ours is held or may work at the venue. */
function isExposed(from: CarriedFrom | undefined): boolean {
  const orders = from?.carried.orders ?? [];
  let net = 0;
  for (const { request, fills } of orders) {
    for (const { quantity } of fills) net += request.side === 'buy' ? quantity : -quantity;
  }
  return net !== 0 || orders.some(({ status }) => !isFinal(status));
}

interface Recorded extends LiveEngine {
  readonly day: string;
  readonly startUs: number;
  readonly carriedFrom: CarriedFrom | undefined;
  readonly isProtectOnly: boolean;
  readonly provenance: Provenance;
}

function recorded(options: LiveOptions, made: Recorded): Pick<PreparedSession, 'folder' | 'info'> {
  const { mode, home, plan, release, strategyFile, capitalBrl, tighterLimits, account, seed } = options;
  const startedAtUtc = new Date(made.startUs / US_PER_MS).toISOString();
  const isPaper = mode === 'paper';
  const info = runInfoAtStart({
    ...{ mode, plan, strategyFile, release, capitalBrl, tighterLimits, startedAtUtc },
    simulation: isPaper ? made.simulation : null,
    seed: isPaper ? (seed ?? 1) : undefined,
    engine: made.settings,
    provenance: made.provenance,
    session: {
      day: made.day,
      account: account ?? null,
      continues: made.carriedFrom === undefined ? null : basename(made.carriedFrom.folder),
      isProtectOnly: made.isProtectOnly,
    },
  });
  const suffix = randomBytes(3).toString('hex');
  const folder = createRunFolder(home, { startedAtUtc, mode, strategy: plan.strategy.name, suffix });
  // before run.json: a folder without it is no run, so no run is without what it carries
  if (made.carriedFrom !== undefined) writeCarried(folder, made.carriedFrom.carried);
  writeRunInfo(folder, info);
  return { folder, info };
}

function noSession(day: string): UserError {
  return new UserError({
    code: 'no-session',
    message: `${day} is no trading day`,
    field: 'day',
    fix: 'Start it on a trading day, or let it run day after day: it sleeps until the next one.',
  });
}
