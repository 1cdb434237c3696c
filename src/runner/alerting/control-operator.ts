// What a person asked for from far away in; the control socket of the running session, and where it hangs the host, asked for it.

import type { AlertLanguage } from '../../adapters/alerts/outgoing-alert.ts';
import { HostOperator } from '../capture/host-operator.ts';
import { ControlClient } from '../live/control-client.ts';
import { type RunningSession, runningSessions } from '../live/control-file.ts';
import { OperatorRefusal } from '../live/operator-refusal.ts';
import type { OperatorPort, RemoteCommand } from './operator-port.ts';
import { phoneStatus } from './phone-status.ts';

const ASKER = 'telegram';
const FOLLOWS = {
  en: 'The session opens nothing more, and changes over when it holds nothing: /status',
  'pt-BR': 'A sessão não abre mais nada e troca quando estiver zerada: /status',
} as const satisfies Readonly<Record<AlertLanguage, string>>;
const WORDS = {
  en: { name: { session: 'the session', host: 'the host' }, taken: 'has taken it', follows: FOLLOWS.en },
  'pt-BR': { name: { session: 'a sessão', host: 'o host' }, taken: 'recebeu o comando', follows: FOLLOWS['pt-BR'] },
} as const satisfies Readonly<Record<AlertLanguage, object>>;

/** A repeated rollback moves nothing while the first is on its way, but whoever reads FAILED would act as if nothing had moved. */
const UNKNOWN = {
  en: 'not known whether the channel has moved: /status',
  'pt-BR': 'não se sabe se o canal mudou: /status',
} as const satisfies Readonly<Record<AlertLanguage, string>>;

/** Asks beside the thread of the engine, so that a kill reaches the host also while the engine hangs. */
export class ControlOperator implements OperatorPort {
  private readonly home: string;
  private readonly pid: number;
  private readonly language: AlertLanguage;

  constructor(home: string, pid: number, language: AlertLanguage = 'en') {
    this.home = home;
    this.pid = pid;
    this.language = language;
  }

  async status(): Promise<string> {
    const client = await ControlClient.connect(this.home, this.session(), ASKER);
    try {
      return phoneStatus(await client.status(), this.language);
    } finally {
      client.close();
    }
  }

  async operate(command: RemoteCommand, by: string, reason: string): Promise<string> {
    const session = this.session();
    if (command === 'rollback') return this.rollBack(session, by, reason);
    const asked = [this.attempt('session', () => this.tellSession(session, command, by, reason))];
    const { account } = session;
    // the host enforces a kill by itself, whatever the session does meanwhile
    if (command === 'kill' && account !== null) {
      asked.push(this.attempt('host', () => this.askHost('kill', account, `${by}: ${reason}`)));
    }
    const outcomes = await Promise.all(asked);
    if (command === 'flatten' && account !== null && !outcomes.some(({ done }) => done)) {
      outcomes.push(await this.attempt('host', () => this.askHost('flatten', account, `${by}: ${reason}`)));
    }
    const text = outcomes.map(({ words }) => words).join('; ');
    if (outcomes.some(({ done }) => done)) return text;
    throw new Error(text);
  }

  private session(): RunningSession {
    const found = runningSessions(this.home).find(({ pid }) => pid === this.pid);
    if (found === undefined) throw new Error('no session runs at the moment');
    return found;
  }

  private async tellSession(
    session: RunningSession,
    command: Exclude<RemoteCommand, 'rollback'>,
    by: string,
    reason: string,
  ): Promise<void> {
    const client = await ControlClient.connect(this.home, session, ASKER);
    try {
      await client.operate({ command, by, reason });
    } finally {
      client.close();
    }
  }

  /** A sentence on what it undoes; the session follows when it holds nothing. */
  private async rollBack(session: RunningSession, by: string, reason: string): Promise<string> {
    const client = await ControlClient.connect(this.home, session, ASKER);
    try {
      const { said } = await client.rollBack({ by, reason });
      return `${said}. ${WORDS[this.language].follows}`;
    } catch (error) {
      if (error instanceof OperatorRefusal) throw error;
      return `${UNKNOWN[this.language]} (${error instanceof Error ? error.message : String(error)})`;
    } finally {
      client.close();
    }
  }

  private async askHost(what: 'kill' | 'flatten', account: string, reason: string): Promise<void> {
    const host = await HostOperator.connect(this.home, ASKER);
    try {
      await host.ask(what, { account, reason, scope: 'ours' });
    } finally {
      host.close();
    }
  }

  private async attempt(
    who: 'session' | 'host',
    act: () => Promise<void>,
  ): Promise<{ readonly done: boolean; readonly words: string }> {
    const { name, taken } = WORDS[this.language];
    try {
      await act();
      return { done: true, words: `${name[who]} ${taken}` };
    } catch (error) {
      return { done: false, words: `${name[who]}: ${error instanceof Error ? error.message : String(error)}` };
    }
  }
}
