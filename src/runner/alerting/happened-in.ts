// What happened, as it was raised, in English, in; the same in Portuguese out, the words of persons, brokers and programs left as they are.

import type { AlertLanguage } from '../../adapters/alerts/outgoing-alert.ts';
import type { InBoth } from './alert-advice.ts';
import { enginePhrases } from './phrases-engine.ts';
import { executionPhrases } from './phrases-execution.ts';
import { inputPhrases } from './phrases-inputs.ts';
import { machinePhrases } from './phrases-machine.ts';
import { probationPhrases } from './phrases-probation.ts';

/** In the order in which they are tried: what is said of one thing before what begins alike and says less. */
export const phrases: readonly InBoth[] = [
  ...inputPhrases,
  ...enginePhrases,
  ...executionPhrases,
  ...probationPhrases,
  ...machinePhrases,
];

interface Pattern {
  readonly text: RegExp;
  readonly names: readonly string[];
  readonly pt: string;
}

/** A reason within a reason within a reason. */
const DEPTH_MAX = 6;
/** Words of a person or a name: never a sentence of ours. */
const VERBATIM: ReadonlySet<string> = new Set(['by', 'said']);
const PLACE = /\{(\w+)\}/g;
/** `WDOU25: a trade at ... (10:31:02)`. */
const FAULT = /^(\w+): (.+?)( \(\d\d:\d\d:\d\d\))?$/s;
/** Facts of the host, name and value. */
const FACTS = /^account \S+, (?:by|reason|text|clientOrderId|positions|orders|left|scope) /;
/** What of them people read; a time in microseconds is not among it. */
const FACT_NAMES: Readonly<Record<string, string>> = {
  ...{ account: 'conta', by: 'por', reason: 'motivo', text: '', clientOrderId: 'ordem', positions: 'posições' },
  ...{ orders: 'ordens', left: 'resta', scope: 'alcance', outcome: 'resultado', us: 'microssegundos' },
};
const UNREAD: ReadonlySet<string> = new Set(['atUs', 'closes']);
const FACT_STARTS = new RegExp(`, (?=(?:${[...Object.keys(FACT_NAMES), ...UNREAD].join('|')}) )`);

let patterns: readonly Pattern[] | undefined;

export function happenedIn(language: AlertLanguage, text: string): string {
  return language === 'en' ? text : inPortuguese(text, 0);
}

function inPortuguese(text: string, depth: number): string {
  if (depth === DEPTH_MAX) return text;
  if (FACTS.test(text)) return factsIn(text, depth);
  patterns ??= phrases.map(patternOf);
  for (const { text: wanted, names, pt } of patterns) {
    const found = wanted.exec(text);
    if (found === null) continue;
    const worded = (name: string, value: string): string =>
      VERBATIM.has(name) ? value : inPortuguese(value, depth + 1);
    const values = new Map(names.map((name, k) => [name, worded(name, found[k + 1]!)]));
    return pt.replaceAll(PLACE, (_, name: string) => values.get(name)!);
  }
  return faultOrParts(text, depth);
}

/** What is said of an instrument, or several sentences one behind the other. */
function faultOrParts(text: string, depth: number): string {
  const [, symbol, fault, clock = ''] = FAULT.exec(text) ?? [];
  if (fault !== undefined) return `${symbol}: ${inPortuguese(fault, depth + 1)}${clock}`;
  const parts = text.split('; ');
  return parts.length === 1 ? text : parts.map((part) => inPortuguese(part, depth + 1)).join('; ');
}

function factsIn(text: string, depth: number): string {
  const facts = text.split(FACT_STARTS).map((fact) => {
    const at = fact.indexOf(' ');
    return { name: fact.slice(0, at), value: fact.slice(at + 1) };
  });
  const read = facts.filter(({ name }) => !UNREAD.has(name));
  return read
    .map(({ name, value }) => `${FACT_NAMES[name] ?? name} ${inPortuguese(value, depth + 1)}`.trimStart())
    .join(', ');
}

function patternOf([en, pt]: InBoth): Pattern {
  const names = [...en.matchAll(PLACE)].map(([, name]) => name!);
  const parts = en.split(/\{\w+\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return { text: new RegExp(`^${parts.join('(.+?)')}$`, 's'), names, pt };
}
