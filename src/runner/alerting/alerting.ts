// Settings of a machine in; what the engine's thread tells people through out: alerts, signs of life, never a wait and never a throw.

import { Worker } from 'node:worker_threads';
import type { AlertSettings } from '../../adapters/alerts/alert-settings.ts';
import { type AlertSecrets, findAlertSecrets, openTargets } from '../../adapters/alerts/alert-targets.ts';
import { redact } from '../../adapters/secrets/redact.ts';
import type { SecretName } from '../../adapters/secrets/secret-names.ts';
import type { SecretSource } from '../../adapters/secrets/secret-source.ts';
import type { RunObserver } from '../run-observer.ts';
import { AlertDesk, type RaisedAlert } from './alert-desk.ts';
import type { AlertWorkerData, FromAlertWorker, SilenceCodes, ToAlertWorker } from './alert-messages.ts';
import type { AlertOutcome } from './alert-outcome.ts';
import type { AlertWay } from './alert-reach.ts';
import type { QueueLimits } from './target-queue.ts';

const BEAT_MS = 1000;
/** The thread of the alerts is started again so often. */
const RESTARTS_MAX = 5;
const CLOSE_MS = 5000;
/** On a busy machine a thread takes so long to begin. */
const START_MS = 20_000;
const ENGINE_SILENCE: SilenceCodes = { silent: 'engineSilent', back: 'engineBack' };

export interface AlertingOptions {
  readonly home: string;
  /** Which run speaks, such as `wdo-regime live`. */
  readonly source: string;
  readonly settings: AlertSettings;
  readonly secrets: SecretSource;
  /** A line for people, asked each second on the engine's thread: cheap. */
  readonly state: () => string;
  /** Whether the engine gets on, where that is more than its thread turning; asked each second. */
  readonly isAlive?: () => boolean;
  readonly onOutcome?: (outcome: AlertOutcome) => void;
  readonly say?: (text: string) => void;
  readonly limits?: Partial<QueueLimits>;
  /** In place of those of a session. */
  readonly silence?: SilenceCodes;
  /** In place of Telegram's own, for tests. */
  readonly telegramUrl?: string;
}

/** Throws UserError `credential-store-unavailable`; a secret that is missing only leaves its target out. */
export async function openAlerting(options: AlertingOptions): Promise<Alerting> {
  const { secrets, missing } = await findAlertSecrets(options.settings, options.secrets);
  const { home, source, settings, limits = {}, silence = ENGINE_SILENCE, telegramUrl } = options;
  const { pid } = process;
  return new Alerting(options, missing, { home, pid, source, settings, secrets, limits, silence, telegramUrl });
}

function waysOf(settings: AlertSettings, secrets: AlertSecrets): readonly AlertWay[] {
  return openTargets(settings, secrets).targets.map(({ target: { name }, level }) => ({ name, level }));
}

export class Alerting {
  /** Secrets of targets that are set: these targets are not used. */
  readonly missing: readonly SecretName[];
  /** What people are told by; nobody is told anything where there is none. */
  readonly ways: readonly AlertWay[];
  /** For the loop of a run: what the engine alerts of is raised. */
  readonly observer: RunObserver = {
    onEvent: () => {},
    onDecision: () => {},
    onCommand: () => {},
    onAlert: (_timeUs, severity, code, text) => this.raise({ severity, code, text }),
  };
  private readonly options: AlertingOptions;
  private readonly data: AlertWorkerData;
  private readonly desk: AlertDesk;
  private readonly timer: NodeJS.Timeout;
  private worker: Worker | undefined = undefined;
  private restarts = 0;
  private isReady = false;
  private isClosing = false;
  private onClosed: (() => void) | undefined = undefined;

  constructor(options: AlertingOptions, missing: readonly SecretName[], data: AlertWorkerData) {
    this.options = options;
    this.missing = missing;
    this.data = data;
    this.ways = waysOf(data.settings, data.secrets);
    const { source, settings } = options;
    const post = (alert: Parameters<ConstructorParameters<typeof AlertDesk>[0]['post']>[0]): void =>
      this.tell({ kind: 'alert', alert });
    this.desk = new AlertDesk({ source, language: settings.language, post });
    this.start();
    this.timer = setInterval(() => this.beat(), BEAT_MS);
    this.timer.unref();
  }

  raise(raised: RaisedAlert): void {
    try {
      this.desk.raise(raised);
    } catch (error) {
      this.say(`an alert was lost: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** A new session: what was told once may be told again. */
  startSession(): void {
    this.desk.startSession();
    this.tell({ kind: 'session' });
  }

  /** Gives what is under way `ms` to be delivered. */
  async close(ms = CLOSE_MS): Promise<void> {
    if (this.isClosing) return;
    this.isClosing = true;
    clearInterval(this.timer);
    const { worker } = this;
    if (worker === undefined) return;
    worker.ref();
    await new Promise<void>((resolve) => {
      // what was raised before the thread ran still has its time
      const timer = setTimeout(resolve, ms + 1000 + (this.isReady ? 0 : START_MS));
      this.onClosed = () => {
        clearTimeout(timer);
        resolve();
      };
      this.tell({ kind: 'close', drainMs: ms });
    });
    // ended while it still loads, a thread has taken the whole process with it
    if (this.isReady) await worker.terminate();
    else worker.unref();
  }

  private beat(): void {
    const { state, isAlive } = this.options;
    try {
      this.desk.tick();
      if (isAlive?.() !== false) this.tell({ kind: 'beat', state: redact(state()) });
    } catch (error) {
      this.say(`no sign of life: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private tell(message: ToAlertWorker): void {
    this.worker?.postMessage(message);
  }

  private start(): void {
    const worker = new Worker(new URL('./alert-worker.ts', import.meta.url), { workerData: this.data });
    worker.unref();
    this.worker = worker;
    worker.on('message', (message: FromAlertWorker) => this.heard(message));
    worker.on('error', (error: Error) => this.say(`the thread of the alerts failed: ${redact(error.message)}`));
    worker.on('exit', () => {
      this.isReady = false;
      this.worker = undefined;
      this.onClosed?.();
      if (this.isClosing) return;
      this.restarts += 1;
      if (this.restarts <= RESTARTS_MAX) this.start();
      else this.say('the thread of the alerts failed too often: nobody is told anything any more');
    });
  }

  private heard(message: FromAlertWorker): void {
    switch (message.kind) {
      case 'ready':
        this.isReady = true;
        return;
      case 'outcome':
        return this.options.onOutcome?.(message.outcome);
      case 'said':
        return this.say(message.text);
      case 'closed':
        return this.onClosed?.();
    }
  }

  private say(text: string): void {
    this.options.say?.(text);
  }
}
