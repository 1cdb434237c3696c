// What the engine or a process raises in; each thing told once and in words out, what repeats counted and summed up later.

import { randomUUID } from 'node:crypto';
import type { AlertLanguage, AlertSeverity, OutgoingAlert } from '../../adapters/alerts/outgoing-alert.ts';
import { redact } from '../../adapters/secrets/redact.ts';
import { adviceFor, type WordedAdvice } from './alert-advice.ts';
import { happenedIn } from './happened-in.ts';

/** What repeats is summed up first after this long, then after twice as long each time. */
export const SUMMARY_AFTER_MS = 600_000;
const SUMMARY_AFTER_MS_MAX = 4 * 3_600_000;
/** Things of one code that are told one by one in a session; further ones are counted together. */
export const SUBJECTS_PER_CODE_MAX = 20;
/** Different codes of a session that are told apart. */
const CODES_MAX = 200;
const TEXT_CHARACTERS_MAX = 1500;
const SEVERITY_RANK: Readonly<Record<AlertSeverity, number>> = { info: 0, warning: 1, critical: 2 };

export interface RaisedAlert {
  readonly severity: AlertSeverity;
  readonly code: string;
  /** What happened, one sentence. */
  readonly text: string;
  /** What it is about, where the text does not tell it apart. */
  readonly subject?: string;
}

export interface AlertDeskOptions {
  /** Which run speaks. */
  readonly source: string;
  readonly language: AlertLanguage;
  readonly post: (alert: OutgoingAlert) => void;
  /** Milliseconds UTC. */
  readonly nowMs?: () => number;
}

interface Told {
  readonly raised: RaisedAlert;
  severity: AlertSeverity;
  repeats: number;
  toldMs: number;
  waitMs: number;
  lastText: string;
}

/** An order of ours as texts name it, such as 2-137107-1e. */
const ORDER_ID = /\b\d+-\d+-\w+\b/g;

/**
 * The same code about the same subject is told once a session. Of a critical alert the whole text is the subject; of others the orders it names,
 * or the text without its numbers.
 */
export class AlertDesk {
  private readonly options: AlertDeskOptions;
  private readonly nowMs: () => number;
  private readonly told = new Map<string, Map<string, Told>>();

  constructor(options: AlertDeskOptions) {
    this.options = options;
    this.nowMs = options.nowMs ?? Date.now;
  }

  /** Never throws. */
  raise(raised: RaisedAlert): void {
    const known = this.find(raised);
    if (known === undefined) return;
    known.repeats += 1;
    known.lastText = raised.text;
    // what became worse is news
    if (SEVERITY_RANK[raised.severity] <= SEVERITY_RANK[known.severity]) return;
    known.severity = raised.severity;
    known.toldMs = this.nowMs();
    this.post(raised);
  }

  /** Sums up what repeated and is due; called each second or so. */
  tick(): void {
    const nowMs = this.nowMs();
    for (const subjects of this.told.values()) {
      for (const known of subjects.values()) if (nowMs - known.toldMs >= known.waitMs) this.sumUp(known, nowMs);
    }
  }

  /** What was told may be told again; what repeated and was not summed up yet is. */
  startSession(): void {
    const nowMs = this.nowMs();
    for (const subjects of this.told.values()) for (const known of subjects.values()) this.sumUp(known, nowMs);
    this.told.clear();
  }

  /** The one of which this is a repetition; undefined where it was told just now. */
  private find(raised: RaisedAlert): Told | undefined {
    const advice = this.adviceOf(raised);
    if (advice.each) {
      this.post(raised, advice);
      return undefined;
    }
    const code = this.told.size < CODES_MAX || this.told.has(raised.code) ? raised.code : 'repeated';
    const subjects = this.told.get(code) ?? new Map<string, Told>();
    this.told.set(code, subjects);
    const wanted = subjectOf(raised);
    const subject = subjects.size < SUBJECTS_PER_CODE_MAX || subjects.has(wanted) ? wanted : '';
    const known = subjects.get(subject);
    if (known !== undefined) return known;
    const { severity, text } = raised;
    const waitMs = SUMMARY_AFTER_MS;
    subjects.set(subject, { raised, severity, repeats: 0, toldMs: this.nowMs(), waitMs, lastText: text });
    this.post(raised, advice);
    return undefined;
  }

  private sumUp(known: Told, nowMs: number): void {
    if (known.repeats === 0) return;
    const { raised, repeats, severity } = known;
    const { language } = this.options;
    const isEnglish = language === 'en';
    const lastText = happenedIn(language, known.lastText);
    const minutes = Math.max(1, Math.round((nowMs - known.toldMs) / 60_000));
    const words = isEnglish
      ? `${repeats} more in ${minutes} min; the last: ${lastText}`
      : `mais ${repeats} em ${minutes} min; o último: ${lastText}`;
    this.post({ ...raised, severity }, undefined, words);
    known.repeats = 0;
    known.toldMs = nowMs;
    known.waitMs = Math.min(known.waitMs * 2, SUMMARY_AFTER_MS_MAX);
  }

  private adviceOf({ code, severity }: RaisedAlert): WordedAdvice {
    return adviceFor(code, severity, this.options.language);
  }

  private post(
    raised: RaisedAlert,
    advice = this.adviceOf(raised),
    happened = happenedIn(this.options.language, raised.text),
  ): void {
    const { source, language, post } = this.options;
    post({
      id: randomUUID(),
      severity: raised.severity,
      code: raised.code,
      source,
      timeUtc: new Date(this.nowMs()).toISOString(),
      language,
      title: advice.title,
      happened: cut(redact(happened)),
      systemDid: advice.systemDid,
      personShould: advice.personShould,
    });
  }
}

function subjectOf({ severity, text, subject }: RaisedAlert): string {
  if (subject !== undefined) return subject;
  if (severity === 'critical') return text;
  const orders = text.match(ORDER_ID);
  return orders === null ? text.replaceAll(/\d+([.,]\d+)?/g, '#') : orders.join(' ');
}

function cut(text: string): string {
  return text.length <= TEXT_CHARACTERS_MAX ? text : `${text.slice(0, TEXT_CHARACTERS_MAX - 1)}…`;
}
