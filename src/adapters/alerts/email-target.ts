// An alert in; a mail by SMTP out.

import type { Transporter } from 'nodemailer';
import { HIDDEN, type Secret } from '../secrets/secret.ts';
import { DeliveryError, deliveryErrorOf } from './delivery-error.ts';
import { type AlertTarget, bodyOf, headlineOf, type OutgoingAlert } from './outgoing-alert.ts';

export interface EmailOptions {
  readonly host: string;
  readonly port: number;
  /** `tls` from the first byte, `starttls` after it and never without, `none` for a relay in the own house that needs no password. */
  readonly security: 'tls' | 'starttls' | 'none';
  readonly login?: string | undefined;
  readonly password?: Secret | undefined;
  readonly from: string;
  readonly to: readonly string[];
  readonly timeoutMs?: number;
}

const SMTP_MS = 15_000;

export class EmailTarget implements AlertTarget {
  readonly name = 'email';
  private readonly options: EmailOptions;
  private transport: Transporter | undefined = undefined;

  constructor(options: EmailOptions) {
    this.options = options;
  }

  async send(alert: OutgoingAlert): Promise<void> {
    const { from, to } = this.options;
    try {
      this.transport ??= await openTransport(this.options);
      await this.transport.sendMail({
        from,
        to: [...to],
        subject: headlineOf(alert),
        text: bodyOf(alert),
        messageId: `<${alert.id}@quantumtrader>`,
        priority: alert.severity === 'critical' ? 'high' : 'normal',
      });
    } catch (error) {
      throw emailError(error);
    }
  }

  close(): void {
    this.transport?.close();
  }
}

async function openTransport(options: EmailOptions): Promise<Transporter> {
  const { createTransport } = await import('nodemailer');
  const { host, port, security, login, password, timeoutMs = SMTP_MS } = options;
  return createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(login === undefined || password === undefined ? {} : { auth: { user: login, pass: password.reveal() } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** A refusal of 5xx and a wrong password stay so; a mail server that is busy or away comes back. */
function emailError(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const { responseCode, code } = error as { readonly responseCode?: number; readonly code?: string };
  const isLasting = responseCode === undefined ? code === 'EAUTH' || code === 'EENVELOPE' : responseCode >= 500;
  const { message } = deliveryErrorOf(error);
  // servers repeat what was sent to them, and a login travels as base64 of several parts
  const said = code === 'EAUTH' ? message.replaceAll(/[A-Za-z0-9+/]{12,}={0,2}/g, HIDDEN) : message;
  return new DeliveryError(`mail: ${said}`, isLasting ? 'never' : 'later');
}
