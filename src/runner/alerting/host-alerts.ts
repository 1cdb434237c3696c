// The log of the host and the ways to people in; a log that also tells people what the host does and meets alone, runner or no runner, out.

import type { AlertSettings } from '../../adapters/alerts/alert-settings.ts';
import { hasDesktop } from '../../adapters/alerts/desktop-target.ts';
import type { SecretName } from '../../adapters/secrets/secret-names.ts';
import type { SecretSource } from '../../adapters/secrets/secret-source.ts';
import { dayNumberAt } from '../../core/market/civil-time.ts';
import type { HostLog, LogFacts } from '../host/host-log.ts';
import { SET_ALERTS } from './alert-reach.ts';
import { type Alerting, openAlerting } from './alerting.ts';
import { hostEvent } from './host-events.ts';

/** A connection that is back by then was no loss that a person has to know of. */
export const LOST_MS = 10_000;

export interface HostAlertsOptions {
  readonly home: string;
  readonly settings: AlertSettings;
  readonly secrets: SecretSource;
  readonly log: HostLog;
  /** A session looks after the account and tells people what happens to it. No account: any. */
  readonly hasTrader: (account?: string) => boolean;
  readonly nowUs?: () => number;
  /** In place of LOST_MS. */
  readonly lostMs?: number;
}

export interface HostAlerts {
  readonly log: HostLog;
  close(): Promise<void>;
}

/** Commands belong to the session: two that read one bot would take each other's messages away. Never throws. */
export async function openHostAlerts(options: HostAlertsOptions): Promise<HostAlerts> {
  const { home, settings, secrets, log } = options;
  const own = settingsOfHost(settings);
  if (own === undefined) {
    log.warning('alertsReachNobody', { fix: SET_ALERTS });
    return { log, close: () => Promise.resolve() };
  }
  try {
    const alerting = await openAlerting({
      ...{ home, source: 'host', settings: own, secrets: secretsOfHost(secrets) },
      silence: { silent: 'hostSilent', back: 'hostBack' },
      state: () => 'host',
      say: (text) => log.warning('alerts', { text }),
    });
    for (const name of alerting.missing) log.warning('alertSecretMissing', { name: nameOfHost(name) });
    const telling = new TellingLog(options, alerting);
    return { log: telling, close: () => telling.close() };
  } catch (error) {
    log.warning('alertsOff', { reason: error instanceof Error ? error.message : String(error) });
    return { log, close: () => Promise.resolve() };
  }
}

/** Undefined where nobody would hear of anything. */
function settingsOfHost(settings: AlertSettings): AlertSettings | undefined {
  const { heartbeat: _ofTheSession, hostHeartbeat, telegram, ...others } = settings;
  const isDesktop = settings.desktop && hasDesktop(process.platform, process.env);
  const ways = [telegram, settings.webhook, settings.email, hostHeartbeat];
  if (!isDesktop && ways.every((way) => way === undefined)) return undefined;
  return {
    ...others,
    ...(telegram === undefined ? {} : { telegram: { ...telegram, commandIds: [] } }),
    ...(hostHeartbeat === undefined ? {} : { heartbeat: hostHeartbeat }),
  };
}

function secretsOfHost(secrets: SecretSource): SecretSource {
  return {
    find: (name) => secrets.find(nameOfHost(name)),
    need: (name) => secrets.need(nameOfHost(name)),
  };
}

function nameOfHost(name: SecretName): SecretName {
  return name === 'heartbeatUrl' ? 'hostHeartbeatUrl' : name;
}

class TellingLog implements HostLog {
  private readonly options: HostAlertsOptions;
  private readonly alerting: Alerting;
  private readonly lost = new Map<string, NodeJS.Timeout>();
  private dayNumber: number;
  private isEnding = false;

  constructor(options: HostAlertsOptions, alerting: Alerting) {
    this.options = options;
    this.alerting = alerting;
    this.dayNumber = this.today();
  }

  info(what: string, facts?: LogFacts): void {
    this.options.log.info(what, facts);
    if (what === 'hostStopping') this.end();
    else if (what === 'service') this.service(facts);
  }

  warning(what: string, facts?: LogFacts): void {
    this.options.log.warning(what, facts);
    if (what === 'service') this.service(facts);
    else this.heed('warning', what, facts);
  }

  error(what: string, facts?: LogFacts): void {
    this.options.log.error(what, facts);
    this.heed('error', what, facts);
  }

  close(): Promise<void> {
    this.end();
    return this.alerting.close();
  }

  private heed(level: 'warning' | 'error', what: string, facts: LogFacts = {}): void {
    // a library that ends because the host does is no news
    if (this.isEnding && what === 'vendorProcess') return;
    const event = hostEvent(level, what, facts);
    if (event === undefined) return;
    const { unlessTraderOf, ...raised } = event;
    if (unlessTraderOf !== undefined && this.options.hasTrader(unlessTraderOf)) return;
    this.newDay();
    this.alerting.raise(raised);
  }

  /** A session tells that it is muted; where none does, a person hears of a connection that stays away. */
  private service({ service, state, detail }: LogFacts = {}): void {
    const name = String(service);
    if (state === 'connected') {
      clearTimeout(this.lost.get(name));
      this.lost.delete(name);
    } else if (state === 'disconnected' && !this.isEnding && !this.lost.has(name)) {
      const timer = setTimeout(() => this.stayedAway(name, detail), this.options.lostMs ?? LOST_MS);
      this.lost.set(name, timer.unref());
    }
  }

  private stayedAway(name: string, detail: unknown): void {
    if (this.isEnding || this.options.hasTrader()) return;
    this.newDay();
    const text = `${name} has been away for ${(this.options.lostMs ?? LOST_MS) / 1000} s: ${detail ?? 'no reason was told'}`;
    this.alerting.raise({ severity: 'warning', code: 'connectionLost', text, subject: name });
  }

  /** What was told once is told again on another day. */
  private newDay(): void {
    const today = this.today();
    if (today !== this.dayNumber) this.alerting.startSession();
    this.dayNumber = today;
  }

  private today(): number {
    return dayNumberAt(this.options.nowUs?.() ?? Date.now() * 1000);
  }

  private end(): void {
    this.isEnding = true;
    for (const timer of this.lost.values()) clearTimeout(timer);
  }
}
