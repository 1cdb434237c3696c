// An alert in; a notification of the desktop out: a toast of Windows by PowerShell, notify-send where a Linux desktop has it.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { SECRET_VARIABLES } from '../secrets/secret-names.ts';
import { DeliveryError } from './delivery-error.ts';
import { type AlertTarget, bodyOf, headlineOf, type OutgoingAlert } from './outgoing-alert.ts';

const SPAWN_MS = 15_000;
/** What a notification shows at most. */
const BODY_CHARACTERS_MAX = 400;
const MESSAGE_BYTES_MAX = 2000;

export interface DesktopCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Texts travel in environment variables and are put in as text nodes: nothing of them is ever read as a command or as markup.
 * PowerShell's own application id is used, since a program without an installer has none, and Windows shows no toast without.
 */
const TOAST = `
$ErrorActionPreference = 'Stop'
[Windows.UI.Notifications.ToastNotificationManager, Windows.UI.Notifications, ContentType = WindowsRuntime] | Out-Null
[Windows.Data.Xml.Dom.XmlDocument, Windows.Data.Xml.Dom, ContentType = WindowsRuntime] | Out-Null
$xml = New-Object Windows.Data.Xml.Dom.XmlDocument
$xml.LoadXml('<toast><visual><binding template="ToastGeneric"><text/><text/></binding></visual><audio/></toast>')
$texts = $xml.GetElementsByTagName('text')
$texts.Item(0).InnerText = $env:QT_ALERT_TITLE
$texts.Item(1).InnerText = $env:QT_ALERT_TEXT
if ($env:QT_ALERT_LASTING -eq '1') { $xml.DocumentElement.SetAttribute('duration', 'long') }
if ($env:QT_ALERT_SILENT -eq '1') { $xml.GetElementsByTagName('audio').Item(0).SetAttribute('silent', 'true') }
$id = '{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\\WindowsPowerShell\\v1.0\\powershell.exe'
$toast = New-Object Windows.UI.Notifications.ToastNotification $xml
[Windows.UI.Notifications.ToastNotificationManager]::CreateToastNotifier($id).Show($toast)
`;

/** Undefined where the system has no notifications that are known here. */
export function desktopCommand(
  alert: OutgoingAlert,
  platform: NodeJS.Platform,
  sound: boolean,
): DesktopCommand | undefined {
  const title = headlineOf(alert);
  const text = bodyOf(alert).slice(0, BODY_CHARACTERS_MAX);
  const isCritical = alert.severity === 'critical';
  if (platform === 'win32') {
    const encoded = Buffer.from(TOAST, 'utf16le').toString('base64');
    return {
      file: 'powershell.exe',
      args: ['-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-EncodedCommand', encoded],
      environment: {
        QT_ALERT_TITLE: title,
        QT_ALERT_TEXT: text,
        QT_ALERT_LASTING: isCritical ? '1' : '0',
        QT_ALERT_SILENT: sound ? '0' : '1',
      },
    };
  }
  if (platform !== 'linux') return undefined;
  const urgency = `--urgency=${isCritical ? 'critical' : 'normal'}`;
  // the body of a Linux notification may hold markup
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return { file: 'notify-send', args: ['--app-name=QuantumTrader', urgency, '--', title, escaped], environment: {} };
}

/** Whether somebody could see one: a server without a desktop has none, and that is no failure. */
export function hasDesktop(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): boolean {
  if (platform === 'win32') return true;
  const { DISPLAY, WAYLAND_DISPLAY, PATH = '' } = environment;
  if (platform !== 'linux' || (DISPLAY ?? WAYLAND_DISPLAY) === undefined) return false;
  return PATH.split(delimiter).some((folder) => existsSync(join(folder, 'notify-send')));
}

export class DesktopTarget implements AlertTarget {
  readonly name = 'desktop';
  private readonly platform: NodeJS.Platform;
  private readonly sound: boolean;
  private readonly timeoutMs: number;

  constructor(options: {
    readonly sound: boolean;
    readonly platform?: NodeJS.Platform;
    readonly timeoutMs?: number;
  }) {
    this.sound = options.sound;
    this.platform = options.platform ?? process.platform;
    this.timeoutMs = options.timeoutMs ?? SPAWN_MS;
  }

  send(alert: OutgoingAlert): Promise<void> {
    const command = desktopCommand(alert, this.platform, this.sound);
    if (command === undefined) {
      return Promise.reject(new DeliveryError(`no notifications are known on ${this.platform}`, 'never'));
    }
    return run(command, this.timeoutMs);
  }
}

function run({ file, args, environment }: DesktopCommand, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...withoutSecrets(process.env), ...environment },
      windowsHide: true,
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    let message = '';
    child.stderr.on('data', (part: Buffer) => {
      if (message.length < MESSAGE_BYTES_MAX) message += part.toString('utf8');
    });
    child.once('error', (error: NodeJS.ErrnoException) => {
      const isAbsent = error.code === 'ENOENT';
      const said = isAbsent ? `${file} is not on this machine` : error.message;
      reject(new DeliveryError(said, isAbsent ? 'never' : 'later'));
    });
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else if (signal !== null) reject(new DeliveryError(`${file} did not end in time`, 'later'));
      else reject(new DeliveryError(`${file} ended with ${code}: ${message.trim()}`, 'later'));
    });
  });
}

function withoutSecrets(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const hidden: readonly string[] = Object.values(SECRET_VARIABLES);
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !hidden.includes(name)));
}
