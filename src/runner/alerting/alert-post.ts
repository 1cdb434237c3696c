// Settings and secrets in; targets with their queues, heartbeat, log and the bot's ear, as one thing that alerts are handed to, out.

import { type LevelledTarget, openTargets } from '../../adapters/alerts/alert-targets.ts';
import { pingHeartbeat } from '../../adapters/alerts/heartbeat-ping.ts';
import type { OutgoingAlert } from '../../adapters/alerts/outgoing-alert.ts';
import { quietForMs } from '../../adapters/alerts/quiet-hours.ts';
import type { TelegramApi } from '../../adapters/alerts/telegram-api.ts';
import { AlertDelivery } from './alert-delivery.ts';
import { AlertDesk } from './alert-desk.ts';
import { AlertLog } from './alert-log.ts';
import type { AlertWorkerData } from './alert-messages.ts';
import type { AlertOutcome } from './alert-outcome.ts';
import { ControlOperator } from './control-operator.ts';
import { Heartbeat } from './heartbeat.ts';
import { TelegramControl } from './telegram-control.ts';
import { telegramOffsetFile } from './telegram-offset.ts';

const LOOK_MS = 1000;

export interface AlertPostPorts {
  readonly onOutcome: (outcome: AlertOutcome) => void;
  readonly say: (text: string) => void;
}

export class AlertPost {
  readonly targets: readonly string[];
  private readonly data: AlertWorkerData;
  private readonly ports: AlertPostPorts;
  private readonly log: AlertLog;
  private readonly delivery: AlertDelivery;
  private readonly desk: AlertDesk;
  private readonly heartbeat: Heartbeat;
  private readonly control: TelegramControl | undefined;
  private readonly timer: NodeJS.Timeout;
  private isClosing = false;

  constructor(data: AlertWorkerData, ports: AlertPostPorts) {
    const { settings, secrets, home, source, limits, silence, telegramUrl } = data;
    this.data = data;
    this.ports = ports;
    const { targets, telegram, heartbeatUrl } = openTargets(settings, secrets, telegramUrl);
    this.targets = targets.map(({ target }) => target.name);
    this.log = new AlertLog(home, (reason) => ports.say(`alerts cannot be recorded: ${reason}`));
    this.delivery = this.deliveryTo(targets, limits);
    this.desk = new AlertDesk({ source, language: settings.language, post: (alert) => this.take(alert) });
    this.heartbeat = new Heartbeat({
      ping: heartbeatUrl && ((state) => pingHeartbeat(heartbeatUrl, state)),
      everyMs: (settings.heartbeat?.everySeconds ?? 0) * 1000,
      silentMs: settings.silentSeconds * 1000,
      onSilent: (forMs) => this.raise('critical', silence.silent, `no sign of it for ${seconds(forMs)} s`),
      onBack: (afterMs) => this.raise('warning', silence.back, `it was silent for ${seconds(afterMs)} s`),
      onPing: (failure) => this.pinged(failure),
    });
    this.control = this.controlBy(telegram);
    void this.control?.run();
    this.timer = setInterval(() => this.look(), LOOK_MS);
  }

  take(alert: OutgoingAlert): void {
    this.log.add({ event: 'alert', alert });
    this.delivery.deliver(alert);
  }

  beat(state: string): void {
    this.heartbeat.beat(state);
  }

  startSession(): void {
    this.desk.startSession();
  }

  async close(drainMs: number): Promise<void> {
    this.isClosing = true;
    clearInterval(this.timer);
    this.control?.close();
    await this.delivery.close(drainMs);
    await this.log.flush();
  }

  private look(): void {
    this.heartbeat.look();
    this.desk.tick();
  }

  private deliveryTo(targets: readonly LevelledTarget[], limits: AlertWorkerData['limits']): AlertDelivery {
    const { quietHours } = this.data.settings;
    return new AlertDelivery({
      targets,
      limits,
      quietMs: () => quietForMs(quietHours, Date.now()),
      onOutcome: (outcome) => this.concluded(outcome),
    });
  }

  private controlBy(api: TelegramApi | undefined): TelegramControl | undefined {
    const { settings, source, home, pid } = this.data;
    if (api === undefined || settings.telegram === undefined || settings.telegram.commandIds.length === 0)
      return undefined;
    return new TelegramControl({
      api,
      source,
      language: settings.language,
      commandIds: settings.telegram.commandIds,
      chatIds: settings.telegram.chatIds,
      operator: new ControlOperator(home, pid, settings.language),
      offsets: telegramOffsetFile(home),
      raise: (severity, code, text, subject) => this.desk.raise({ severity, code, text, subject }),
    });
  }

  private concluded(outcome: AlertOutcome): void {
    this.log.add({ event: 'outcome', ...outcome });
    this.ports.onOutcome(outcome);
    if (this.isClosing || outcome.code === 'alertTargetFailed' || outcome.code === 'alertsDropped') return;
    if (outcome.kind === 'failed') {
      const { target, reason } = outcome;
      this.desk.raise({
        severity: 'warning',
        code: 'alertTargetFailed',
        text: `${target}: ${reason}`,
        subject: target,
      });
    } else if (outcome.kind === 'dropped') {
      const { target } = outcome;
      this.desk.raise({
        severity: 'warning',
        code: 'alertsDropped',
        text: `too many wait for ${target}`,
        subject: target,
      });
    }
  }

  private pinged(failure: string | undefined): void {
    this.log.add({ event: 'heartbeat', failure: failure ?? null });
    if (failure === undefined) return;
    const text = `heartbeat: ${failure}`;
    this.desk.raise({ severity: 'warning', code: 'alertTargetFailed', text, subject: 'heartbeat' });
  }

  private raise(severity: 'warning' | 'critical', code: string, text: string): void {
    this.desk.raise({ severity, code, text });
  }
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}
