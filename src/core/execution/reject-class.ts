// The words with which a venue refused an order in; what an entry does about it out: try again, another price once, give up, or no more entries.

/** `giveUp`: this entry is over, as stale as it is; the next decision is free. */
export type RejectClass = 'retry' | 'adapt' | 'giveUp' | 'stop';

export interface ClassifiedReject {
  readonly kind: RejectClass;
  /** What was recognised, for the alert. */
  readonly meaning: string;
}

interface Pattern extends ClassifiedReject {
  /** Matched against the text in lower case without accents. */
  readonly text: RegExp;
}

/**
 * In the order in which they are tried: what must stop comes before what may be tried again, since one text can hold both.
 * Texts are the brokers' and the exchange's own and stand in no manual. Certain (the vendor's documented result names, and the
 * messages of our own simulations): market and session closed, not connected, lot, daily limits, invalid order. The others are what
 * Brazilian brokers are known to say (single source each); what matches nothing stops entries, so a text we do not know costs a
 * trade and not an account.
 */
const patterns: readonly Pattern[] = [
  {
    kind: 'stop',
    meaning: 'margin or funds are missing',
    text: /margem|garantia|saldo|insufficient|insuficiente|margin|funds/,
  },
  {
    kind: 'stop',
    meaning: 'a limit of the broker is reached',
    text: /limite (operacional|de risco|de posicao|diario)|risk limit|risco|blocked by risk/,
  },
  {
    kind: 'stop',
    meaning: 'the account may not trade this',
    text: /bloquead|blocked|not (allowed|permitted)|nao permitid|nao autorizad|unauthori[sz]ed|somente day ?trade|habilitad/,
  },
  { kind: 'stop', meaning: 'the password or the login is wrong', text: /senha|password|assinatura|signature/ },
  {
    kind: 'stop',
    meaning: 'the contract cannot be traded',
    text: /ativo (invalido|nao encontrado|expirado|vencido)|invalid (ticker|symbol|asset)|ordem invalida|invalid order|vencid/,
  },
  {
    kind: 'adapt',
    meaning: 'the price is off the tick grid',
    text: /incremento|tick size|not a multiple of the tick|preco invalido|invalid price/,
  },
  {
    kind: 'adapt',
    meaning: 'the price is outside the limits of the day',
    text: /limites? do dia|fora d[oe]s? (limite|tunel|banda)|tunel|price (limit|band)|outside .*(limit|band)/,
  },
  {
    kind: 'retry',
    meaning: 'the market does not take orders now',
    text: /leilao|auction|mercado fechado|market closed|session closed|sessao (fechada|encerrada)|fora do horario|no price is known/,
  },
  {
    kind: 'retry',
    meaning: 'the connection was not there',
    text: /nao esta logado|nao conectado|not connected|desconect|disconnect|timeout|tempo esgotado|indispon|unavailable|try again|tente novamente/,
  },
  { kind: 'retry', meaning: 'too many messages', text: /excesso de (mensagens|ordens)|throttl|rate limit|flood/ },
  { kind: 'retry', meaning: 'refused at random by a simulation', text: /rejected at random by the settings/ },
];

/**
 * The words of our own parts, whole: whoever refused was no venue, the order never left or is none of the broker's, and nobody has to
 * look before the next one. A session of shadow refuses everything in its own words.
 */
const ownWords: readonly Pattern[] = [
  {
    kind: 'giveUp',
    meaning: 'the host was not there',
    text: /^there is no connection to the host$|^the host never got it$/,
  },
  {
    kind: 'giveUp',
    meaning: 'the guardian had the account',
    text: /^the trader was silent: |^it was decided before the trader fell silent$|^the guardian (is closing it|has covered it): /,
  },
  {
    kind: 'giveUp',
    meaning: 'a person has killed the account, or the host is closing it',
    text: /^the account is killed by |^the host is closing the account: /,
  },
  {
    kind: 'giveUp',
    meaning: 'it was not sent',
    text: /^an equal order, .+, has no name at the vendor yet$|^never reached the broker$|^the trader began anew before it was sent$/,
  },
  { kind: 'giveUp', meaning: 'nothing is sent', text: /^shadow: orders go nowhere$/ },
];

/** Vendor results of a sent order that say enough without a text. Source: trading-message results of the ProfitDLL manual. */
const results: Readonly<Record<number, ClassifiedReject>> = {
  1: { kind: 'retry', meaning: 'not connected' },
  24: { kind: 'stop', meaning: 'blocked by the risk of the broker' },
};

const UNKNOWN: ClassifiedReject = { kind: 'stop', meaning: 'the reason is not one that we know' };

/** `code`: the vendor's result number where it is known. The text decides first: it is the more exact of the two. */
export function classifyReject(text: string | undefined, code?: number): ClassifiedReject {
  const plain = withoutAccents(text ?? '').toLowerCase();
  const found = [...ownWords, ...patterns].find((pattern) => pattern.text.test(plain));
  if (found !== undefined) return { kind: found.kind, meaning: found.meaning };
  const named = /^trading message result (\d+)$/.exec(plain);
  return results[code ?? Number(named?.[1] ?? Number.NaN)] ?? UNKNOWN;
}

function withoutAccents(text: string): string {
  return text.normalize('NFD').replace(/[\u0300-\u036f]/g, '');
}
