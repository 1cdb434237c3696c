// The status of a session in; a few lines for a phone out, in two languages, with the time of São Paulo.

import { type AlertLanguage, saoPauloTime } from '../../adapters/alerts/outgoing-alert.ts';
import type { ControlStatus } from '../live/control-messages.ts';
import type { InBoth } from './alert-advice.ts';
import { happenedIn } from './happened-in.ts';

const ID_SHOWN = 12;
const WORDS = {
  active: ['active', 'ativa'],
  reducing: ['reducing', 'só saídas'],
  halted: ['halted', 'bloqueada'],
  waiting: ['waiting', 'esperando'],
  release: ['release', 'versão'],
  nextRelease: ['release that waits', 'versão que espera'],
  muted: ['muted', 'sem decisões'],
  position: ['position', 'posição'],
  flat: ['flat', 'zerada'],
  result: ['result', 'resultado'],
  unknown: ['unknown', 'desconhecido'],
  lastDecision: ['last decision', 'última decisão'],
  lastEvent: ['last event', 'último evento'],
  none: ['none', 'nenhum'],
  ago: ['ago', 'atrás'],
  market: ['market', 'mercado'],
  entry: ['entry', 'entrada'],
  stop: ['stop', 'stop'],
  target: ['target', 'alvo'],
  exit: ['exit', 'saída'],
  buy: ['buy', 'compra'],
  sell: ['sell', 'venda'],
  working: ['working', 'ativa'],
} as const satisfies Readonly<Record<string, InBoth>>;

export function phoneStatus(status: ControlStatus, language: AlertLanguage): string {
  const { mode, strategy, state, why, muted, positions, orders, sessionResultBrl, lastDecision, lastEventAgeMs } =
    status;
  const say = (word: keyof typeof WORDS): string => WORDS[word][language === 'en' ? 0 : 1];
  /** As it stands where there is no word for it. */
  const worded = (text: string): string => (text in WORDS ? say(text as keyof typeof WORDS) : text);
  const { release, nextRelease = null } = status;
  const held = positions.map(
    ({ contract, quantity, averagePrice }) => `${quantity} ${contract} @ ${averagePrice ?? '?'}`,
  );
  const working = orders.map(
    ({ side, quantity, contract, role, price, stopPrice, status: is }) =>
      `${worded(role)} ${worded(side)} ${quantity} ${contract} @ ${stopPrice ?? price ?? say('market')} ${worded(is)}`,
  );
  const decided =
    lastDecision === null
      ? say('none')
      : `${saoPauloTime(lastDecision.timeUtc)} ${lastDecision.outcome} ${lastDecision.why}`;
  return [
    `${mode} ${strategy}: ${worded(state)}${why === '' ? '' : ` (${happenedIn(language, why)})`}`,
    ...(release === null ? [] : [`${say('release')} ${release.slice(0, ID_SHOWN)}`]),
    ...(nextRelease === null
      ? []
      : [`${say('nextRelease')} ${nextRelease.release.slice(0, ID_SHOWN)}: ${happenedIn(language, nextRelease.why)}`]),
    ...muted.map((cause) => `${say('muted')}: ${happenedIn(language, cause)}`),
    `${say('position')}: ${held.join(', ') || say('flat')}`,
    ...working,
    `${say('result')}: ${sessionResultBrl === null ? say('unknown') : `${sessionResultBrl.toFixed(2)} BRL`}`,
    `${say('lastDecision')}: ${decided}`,
    `${say('lastEvent')}: ${lastEventAgeMs === null ? say('none') : `${(lastEventAgeMs / 1000).toFixed(1)} s ${say('ago')}`}`,
  ].join('\n');
}
