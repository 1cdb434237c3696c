// What happened in Portuguese: every sentence that the source raises has one, and the words of persons and brokers stay.
import { describe, expect, it } from 'vitest';
import { bodyOf } from '../../../src/adapters/alerts/outgoing-alert.ts';
import type { InputFault } from '../../../src/core/quality/live/input-fault.ts';
import { inputFaults } from '../../../src/core/quality/live/input-fault.ts';
import { START_TEXT, startPause } from '../../../src/core/risk/start-pause.ts';
import { AlertDesk } from '../../../src/runner/alerting/alert-desk.ts';
import { happenedIn, phrases } from '../../../src/runner/alerting/happened-in.ts';
import { sampleAlert } from '../../adapters/alerts/sample-alert.ts';
import { sourceFiles } from '../../architecture/source-files.ts';

const pt = (text: string): string => happenedIn('pt-BR', text);
const withPlaces = (source: string): string => source.replaceAll(/\$\{[^{}]*\}/g, 'X1').replaceAll("\\'", "'");

/** Sentences that stand where they are raised, with something in their places. */
const RAISED =
  /\b(?:alert|raise|halt|distrust|pause|tell)\(\s*(?:(?:this\.)?[\w.]+,\s*)?(?:'(?:info|warning|critical)',\s*)?'(?!info|warning|critical)[a-z]\w+',\s*([`'])((?:(?!\1)[^\\]|\\.)+)\1/g;
/** Put together of sentences; the whole of each is among the samples below. */
const COMPOSED: ReadonlySet<string> = new Set([
  'stop X1',
  'target X1',
  'X1: closing at market',
  'X1 of X1 contracts is given up: X1',
]);
const TEXT = /\btext: ([`'])((?:(?!\1)[^\\]|\\.)+)\1/g;

describe('sentences of alerts', () => {
  const files = [
    ...sourceFiles('src/core/engine', 'src/core/execution', 'src/runner/live', 'src/runner/alerting'),
    ...sourceFiles('src/runner/host/guardian'),
  ];

  it('that stand where they are raised have a Portuguese form, each', () => {
    const found = files.flatMap(([file, source]) =>
      [...source.matchAll(RAISED), ...(file.includes('guardian') ? source.matchAll(TEXT) : [])].map(
        ([, , text]) => [file, withPlaces(text!)] as const,
      ),
    );
    expect(found.length).toBeGreaterThan(25);
    // nothing but what is put in
    const worded = found.filter(([, text]) => /[a-z]{3}/.test(text.replaceAll('X1', '')));
    expect(worded.filter(([, text]) => pt(text) === text && !COMPOSED.has(text))).toEqual([]);
  });

  it('are those of the source: none is left of what is said no more', () => {
    const all = [...sourceFiles('src')]
      .filter(([file]) => !file.includes('phrases-') && !file.includes('happened-in'))
      .map(([, source]) => `${source}\n${withPlaces(source)}`)
      .join('\n');
    const gone = phrases.map(([en]) => en).filter((en) => !all.includes(longest(en)));
    expect(gone).toEqual([]);
  });

  it('say each fault of an input', () => {
    for (const [kind, fault] of Object.entries<InputFault>(inputFaults)) {
      const text = `WDOU25: ${fault.text(7_000_000, 3)} (10:31:07)`;
      const said = pt(text);
      expect(said, kind).not.toBe(text);
      expect(said).toMatch(/^WDOU25: .+ \(10:31:07\)$/);
    }
    expect(pt('WDOU25: no trade for 130 s; at most 120 s; read by slope, ema and 3 more')).toBe(
      'WDOU25: nenhum negócio há 130 s; no máximo 120 s; lido por slope, ema e mais 3',
    );
  });

  it('fill the same places in both languages', () => {
    const places = (text: string): readonly string[] =>
      [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).sort();
    for (const [en, other] of phrases) {
      expect(places(other), en).toEqual(places(en));
      expect(other, en).not.toBe(en);
    }
  });
});

/** Of the words that stand in the source together; which service, command or order it is about stands elsewhere. */
function longest(en: string): string {
  const said = en
    .replace(/^(pause|resume|flatten|halt|kill) by \w+: /, '')
    .replace(/^(pause|resume|flatten|halt|kill) by \{by\}/, '')
    .replace(/^(market|routing) /, '')
    .replace(/^start: /, '')
    .replace(/(stop|exit) \(\{type\}/, '')
    .replace('. {fix}', '')
    .replace(': closing at market', '');
  const parts = said.split(/\{\w+\}/).map((part) => part.trim());
  const [most = ''] = parts.sort((a, b) => b.length - a.length);
  return most;
}

describe('what happened in Portuguese', () => {
  it.each([
    [
      `pause by ${startPause.by}: ${startPause.reason}`,
      'a sessão começa pausada até todas as condições estarem abertas',
    ],
    ['pause by ana via qt pause: stop', 'pausa por ana via qt pause: stop'],
    ['kill by telegram:ana: enough', 'trava geral por telegram:ana: enough'],
    [
      'entry 2-7-1e was refused (margin or funds are missing): Saldo insuficiente',
      'a entrada 2-7-1e foi recusada (falta margem ou saldo): Saldo insuficiente',
    ],
    [
      'stop 2-7-1s is rejected: no reason given; tried again until the phase takes one',
      'a ordem de stop 2-7-1s está rejeitada: sem motivo informado; nova tentativa até a fase do pregão aceitar',
    ],
    [
      'the venue holds -1 of WDOU25, our fills say 0, those of others -2',
      'na corretora há -1 de WDOU25, nossas execuções dizem 0, as de terceiros -2',
    ],
    ['gap: the host is gone: killed', 'lacuna: o host não está mais lá: killed'],
    ['routing disconnected', 'roteamento desconectado'],
    [
      'account 32003:10001-7, text eager: nobody answers 2 exits: a person has to look at the broker',
      'conta 32003:10001-7, eager: ninguém responde a 2 saídas: uma pessoa precisa conferir na corretora',
    ],
    [
      'account 32003:10001-7, by root via qt kill, reason a test, atUs 1789000000000000, scope ours, closes true',
      'conta 32003:10001-7, por root via qt kill, motivo a test, alcance ours',
    ],
    [
      'account 32003:10001-7: stop (stopLimit) to sell 1 WDOV26 at 5100, limit 5090: no stop',
      'conta 32003:10001-7: stop (stopLimit), vender 1 WDOV26 at 5100, limit 5090: faltava o stop',
    ],
    [
      'no stop of entry 2-7-1e was taken within 0.5 s: closing at market',
      'nenhum stop da entrada 2-7-1e foi aceito em 0.5 s: encerrando a mercado',
    ],
    [
      'buy of 2 contracts is given up: no entries in the last 15 min before the close',
      'compra de 2 contratos abandonada: sem entradas nos últimos 15 min antes do fechamento',
    ],
    [
      'account 1:2: order X of WDOU25 is not ours, 1 contract has traded',
      'conta 1:2: a ordem X de WDOU25 não é nossa, 1 contrato executado',
    ],
    [
      'account 1:2: order X of WDOU25 is not ours, 2 contracts have traded',
      'conta 1:2: a ordem X de WDOU25 não é nossa, 2 contratos executados',
    ],
    ['target 2-7-1t is cancelled: by ana', 'a ordem do alvo 2-7-1t está cancelada: by ana'],
    [START_TEXT, 'pausada até todas as condições estarem abertas'],
    ['a text that nobody knows', 'a text that nobody knows'],
  ])('%s', (en, expected) => {
    expect(pt(en)).toBe(expected);
    expect(happenedIn('en', en)).toBe(en);
  });

  it('goes out in alerts and in the sum of what repeats, with the time of São Paulo', () => {
    const sent: string[] = [];
    let nowMs = Date.parse('2026-11-23T13:00:00Z');
    const desk = new AlertDesk({
      ...{ source: 'wdo live', language: 'pt-BR', nowMs: () => nowMs },
      post: (alert) => sent.push(bodyOf(alert)),
    });
    const text = 'the stop of entry 2-7-1e is crossed: closing at market';
    desk.raise({ severity: 'warning', code: 'triggerCrossed', text });
    desk.raise({ severity: 'warning', code: 'triggerCrossed', text });
    nowMs += 600_000;
    desk.tick();
    expect(sent[0]).toContain('O que aconteceu: o stop da entrada 2-7-1e já foi cruzado: encerrando a mercado');
    expect(sent[0]).toContain('2026-11-23 10:00:00 -03 (São Paulo) · triggerCrossed');
    expect(sent[1]).toContain('mais 1 em 10 min; o último: o stop da entrada 2-7-1e já foi cruzado');
  });

  it('gives no suspicion of a command that the session gave itself', () => {
    const sent: string[] = [];
    const desk = new AlertDesk({ source: 'x', language: 'pt-BR', post: (alert) => sent.push(alert.personShould) });
    desk.raise({ severity: 'info', code: 'ownCommand', text: `pause by ${startPause.by}: ${startPause.reason}` });
    desk.raise({ severity: 'info', code: 'operator', text: 'pause by ana via qt pause: news' });
    expect(sent[0]).not.toContain('qt kill');
    expect(sent[1]).toContain('qt kill');
  });

  it('keeps the time of the machine where no clock is right', () => {
    expect(bodyOf(sampleAlert({ timeUtc: '1850-01-01T00:00:00.000Z' }))).toContain('1850-01-01');
  });
});
