// The card of a release: what changed, its gates, its risks and what is not known, in two languages; nothing of it can become markup or a request.

import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CardRequest, cardFacts } from '../../../src/promotion/card/card-facts.ts';
import { cardPage } from '../../../src/promotion/card/card-page.ts';
import { writeCard } from '../../../src/promotion/card/write-card.ts';
import { pointChannel } from '../../../src/promotion/release/channels.ts';
import type { Gate } from '../../../src/promotion/release/gate.ts';
import { readTrustedKeys } from '../../../src/promotion/release/keys.ts';
import type { BuiltRelease } from '../../../src/promotion/release-builder.ts';
import { buildCardRelease, modelText } from '../support/card-release.ts';
import {
  overwrite,
  passedGate,
  refusalOf,
  sampleDraft,
  sampleValidation,
  TempHome,
} from '../support/sample-release.ts';

let temp: TempHome;
beforeEach(() => {
  temp = new TempHome();
});
afterEach(() => temp.remove());

const request = (release: string, more: Partial<CardRequest> = {}): CardRequest => ({
  ...{ home: temp.home, release, trustedKeys: readTrustedKeys(temp.home) },
  ...more,
});
const page = (built: BuiltRelease, more: Partial<CardRequest> = {}): string =>
  cardPage(cardFacts(request(built.id, more)), 'en');
const point = (built: BuiltRelease): void => {
  const { home } = temp;
  const trustedKeys = readTrustedKeys(home);
  const at = '2026-01-01T00:00:00.000Z';
  pointChannel({ home, strategy: 'sample', stage: 'live', release: built.id, at, by: 'ana', trustedKeys });
};
/** The text of one section, without its markup. */
function section(text: string, id: string): string {
  const from = text.indexOf(`<section id="${id}">`);
  expect(from, id).toBeGreaterThan(0);
  return text.slice(from, text.indexOf('</section>', from)).replaceAll(/<[^>]*>/g, '|');
}

describe('the card of a release', () => {
  it('that is the first says so; of one that follows another it tells all that changes', () => {
    const first = buildCardRelease(temp);
    point(first);
    expect(section(page(first), 'changes')).toContain('there is nothing to compare it with');
    const { limits, datasets } = sampleDraft;
    const second = buildCardRelease(temp, {
      strategy: 'var sample = 2;\nvar more = 3;',
      model: modelText(0.61, '2025-02-03'),
      validation: { ...sampleValidation, features: [{ id: 'own_1', version: 2, inCatalogue: false }] },
      draft: {
        limits: { ...limits, maxContracts: 3 },
        datasets: [...datasets, { ...datasets[0]!, path: 'datasets/WDOU25/trades/2025-08-12.parquet' }],
      },
    });
    // before the channel moves and after, it is the same release that is compared with
    const changes = section(page(second), 'changes');
    point(second);
    expect(section(page(second), 'changes')).toBe(changes);
    for (const line of [
      `Against ${first.id.slice(0, 12)}:`,
      'limits.maxContracts: 2 → 3',
      'trend_up.probability: 0.5 → 0.61',
      'trained on: 2025-01-02 to 2025-06-30 → 2025-02-03 to 2025-06-30',
      '|+ own_1 (version 2)|',
      '|− return_1|',
      'strategies/sample.ts: 2 lines more, 1 less',
      'files of the validation: 1 more, 0 less, 0 changed',
    ]) {
      expect(changes).toContain(line);
    }
    expect(changes).not.toContain('engine.ts');
    expect(changes).not.toContain('trend_up.direction');
    expect(section(page(second, { against: second.id }), 'changes')).toContain('|Nothing.|');
  });

  it('does not call two releases the same that differ in their gates alone', () => {
    const first = buildCardRelease(temp);
    point(first);
    const waived = { by: 'Ana Souza', reason: 'one contract' };
    const second = buildCardRelease(temp, {
      gates: [{ ...passedGate, id: 'oneDay', passed: false, fix: 'Wait', waived }],
    });
    const changes = section(page(second), 'changes');
    expect(changes).toContain('files.gates.json: ');
    expect(changes).not.toContain('Nothing.');
  });

  it('tells risks in BRL of the capital that it was validated with', () => {
    const text = page(buildCardRelease(temp));
    const risks = section(text, 'risks');
    for (const line of [
      'at most 2 contracts',
      'at most R$ 1,000.00 at its stop (2 %)',
      'At a loss of R$ 2,500.00 (5 %)',
      'flat 15 minutes before the close',
      'worst validated day was 2025-08-11: −R$ 80.00',
      '2 worst validated days together: R$ 120.50',
    ]) {
      expect(risks).toContain(line);
    }
    expect(text.replaceAll(/<[^>]*>/g, '|')).toContain('Net result||R$ 120.50|');
    // fills of 2025-08-11 fall from 200.5 to 120.5 of a scale from 0 to 200.5
    expect(text).toContain('points="4,170 360,16 716,77.4"');
  });

  it('tells in plain words what is not known', () => {
    const gates: readonly Gate[] = [
      passedGate,
      { ...passedGate, id: 'oneDay', passed: false, severity: 'warning', fix: 'Validate on more days' },
      {
        ...{ ...passedGate, id: 'deflatedSharpe', passed: false, fix: 'Validate on more days' },
        waived: { by: 'Ana Souza', reason: 'one contract' },
      },
    ];
    const { model } = sampleDraft;
    const poor = buildCardRelease(temp, {
      gates,
      draft: {
        ...{ stage: 'paper', provenance: 'synthetic', model: { ...model!, provenance: 'synthetic' } },
        validation: { ...sampleDraft.validation, trades: 12 },
      },
      model: modelText(0.5),
      validation: { ...sampleValidation, trades: 12 },
    });
    const unknown = section(page(poor), 'unknown');
    for (const line of [
      'It rests on synthetic data',
      '(days: 2, trades: 12)',
      'Fewer than 100 trades',
      'deflatedSharpe failed and was waived by Ana Souza: one contract',
      'oneDay failed; at this stage it is a warning only',
      'Nobody asked what is left of it with slower orders',
      'No session of it on a running market',
      'sources that no commit has',
    ]) {
      expect(unknown).toContain(line);
    }
    const tested = ['stressLatency', 'stressGap', 'stressWorstDays', 'demoSessions'];
    const good = buildCardRelease(temp, {
      gates: [passedGate, ...tested.map((id) => ({ ...passedGate, id }))],
      draft: { git: { commit: 'a'.repeat(40), clean: true } },
    });
    expect(section(page(good), 'unknown').split('|').filter(Boolean)).toEqual([
      'What is not known',
      'All that is known of it is a simulation (days: 2, trades: 120).',
      'The past does not repeat itself: a validated result is evidence, no promise.',
    ]);
  });

  it('in Portuguese has the same facts, with money as Brazil writes it', () => {
    const text = cardPage(cardFacts(request(buildCardRelease(temp).id)), 'pt');
    expect(text).toContain('lang="pt-BR"');
    expect(section(text, 'risks')).toContain('no máximo R$ 1.000,00 no stop (2 %)');
    expect(section(text, 'unknown')).toContain('O passado não se repete');
    expect(section(text, 'gates')).toContain('Os motivos estão em inglês');
  });
});

describe('a card', () => {
  const HOSTILE = '</td><script>alert(1)</script><img src=x onerror="alert(2)"><a href="javascript:alert(3)">';

  it('shows hostile names as text, loads nothing and runs nothing', () => {
    const hostile: Gate = {
      ...{ ...passedGate, id: 'deflatedSharpe', passed: false, value: HOSTILE, limit: HOSTILE, reason: HOSTILE },
      ...{ fix: HOSTILE, waived: { by: HOSTILE, reason: HOSTILE } },
    };
    point(buildCardRelease(temp));
    const built = buildCardRelease(temp, {
      gates: [passedGate, hostile],
      validation: { ...sampleValidation, features: [{ id: HOSTILE, version: 1, inCatalogue: false }] },
      draft: { packageVersion: HOSTILE },
    });
    const text = page(built).replace(/<style>.*<\/style>/s, '');
    const tags = new Set(Array.from(text.matchAll(/<\/?([a-zA-Z!][a-zA-Z0-9]*)/g), ([, name]) => name));
    for (const name of ['script', 'img', 'a', 'link', 'iframe', 'object']) expect(tags).not.toContain(name);
    const attributes = Array.from(text.matchAll(/<[a-z][^>]*>/g)).join('');
    expect(attributes).not.toMatch(/\b(?:src|href|on[a-z]+|style)=/);
    expect(page(built)).not.toMatch(/url\(|@import/);
    expect(text).toContain('&lt;script&gt;alert(1)');
    expect(text).toContain("default-src 'none'".replaceAll("'", '&#39;'));
  });

  it('is the same text for the same release, and of many days and long reasons still small', () => {
    const days = Array.from({ length: 250 }, (_, at) => ({
      ...{ day: new Date(Date.UTC(2024, 0, 1 + at)).toISOString().slice(0, 10), trades: 10 },
      ...{ netBrl: Math.round(Math.sin(at) * 1e6) / 100, costsBrl: 2 },
    }));
    const timeUs = Array.from({ length: 600 }, (_, at) => 1_704_200_000_000_000 + at * 36_000_000_000);
    const gates = Array.from({ length: 40 }, (_, at) => ({
      ...passedGate,
      ...{ id: `gate${'abcdefghij'[at % 10]}${'abcd'[Math.floor(at / 10)]}`, reason: 'long '.repeat(200) },
    }));
    const equity = { timeUs, netBrl: timeUs.map((_, at) => Math.round(Math.sin(at) * 1e8) / 100) };
    const built = buildCardRelease(temp, { gates, validation: { ...sampleValidation, days, equity } });
    const text = page(built);
    expect(page(built)).toBe(text);
    expect(Buffer.byteLength(text)).toBeLessThan(100_000);
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('of a release of before the days were kept, or after one that is damaged or gone, says so', () => {
    const old = buildCardRelease(temp, { validation: 'none' });
    const text = page(old);
    expect(text).toContain('it does not keep its validated days');
    expect(section(text, 'risks')).toContain('at most 2 % at its stop');
    point(old);
    const next = buildCardRelease(temp);
    overwrite(join(old.dir, 'golden.json'), '{}');
    expect(section(page(next), 'changes')).toContain('does not verify here');
    rmSync(old.dir, { recursive: true });
    expect(section(page(next), 'changes')).toContain('does not verify here');
  });

  it('lies beside the releases, and is not written again when nothing changed', () => {
    const built = buildCardRelease(temp);
    const { file } = writeCard(request(built.id));
    expect(file).toBe(join(temp.home, 'releases', 'cards', 'sample', `${built.id}.html`));
    const before = readFileSync(file, 'utf8');
    const out = join(temp.home, 'mine.html');
    expect(writeCard({ ...request(built.id), out }).file).toBe(out);
    expect(readFileSync(out, 'utf8')).toBe(before);
    // what runs is verified without it
    expect(cardFacts(request(built.id)).release.id).toBe(built.id);
  });

  it('of validated days that are those of another run is refused', () => {
    const built = buildCardRelease(temp, { validation: { ...sampleValidation, digest: 'f'.repeat(64) } });
    expect(refusalOf(() => page(built)).code).toBe('release-bad-manifest');
  });
});
