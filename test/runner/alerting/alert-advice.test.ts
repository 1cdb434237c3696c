// Every code that an alert is raised with anywhere in the source has a title, what the system did and what a person should do.
import { describe, expect, it } from 'vitest';
import { adviceFor, alertAdvice } from '../../../src/runner/alerting/alert-advice.ts';
import { sourceFiles } from '../../architecture/source-files.ts';

/** Calls that raise an alert with a code that stands there as a text. */
const RAISING =
  /\b(?:alert|raise|halt|distrust|pause|tell)\(\s*(?:(?:this\.)?[\w.]+,\s*)?(?:'(?:info|warning|critical)',\s*)?'(?!info|warning|critical)([a-z][A-Za-z]+)',\s/g;
/** As an object: severity and code beside each other, or an action of the guardian. */
const RAISED = /(?:severity: '(?:info|warning|critical)'|kind: 'alert'),\s*code: '([a-z][A-Za-z]+)'/g;
/** The guardian tells through the log of the host. */
const LOGGED = /\blog\.(?:warning|error)\('([a-z][A-Za-z]+)'/g;

function codesOf(source: string): readonly string[] {
  return [...source.matchAll(RAISING), ...source.matchAll(RAISED)].map(([, code]) => code!);
}

describe('codes of alerts', () => {
  const found = new Map<string, string>();
  for (const [file, source] of sourceFiles(
    'src/core',
    'src/runner/live',
    'src/runner/alerting',
    'src/runner/retraining',
    'src/runner/parity',
  )) {
    for (const code of codesOf(source)) found.set(code, file);
  }
  for (const [file, source] of sourceFiles('src/runner/host/guardian')) {
    for (const [, code] of [...source.matchAll(RAISED), ...source.matchAll(LOGGED)]) found.set(code!, file);
  }

  it('are found in the source', () => {
    expect(codesOf("alert(context, 'critical', 'dailyLoss', reason);\nthis.halt('heldOvernight', x)")).toEqual([
      'dailyLoss',
      'heldOvernight',
    ]);
    expect(found.size).toBeGreaterThan(15);
  });

  it('have advice, each', () => {
    const without = [...found].filter(([code]) => alertAdvice[code] === undefined);
    expect(without.map(([code, file]) => `${code} of ${file}`)).toEqual([]);
  });

  it('that are no text where they are raised have advice too', () => {
    for (const code of [
      'slowEngine',
      'slowDisk',
      'slowPrediction',
      'orderUnanswered',
      'cancelUnanswered',
      'hostSilent',
      'hostBack',
    ]) {
      expect(alertAdvice[code], code).toBeDefined();
    }
  });

  it('say something in both languages, and not the same', () => {
    for (const [code, { title, did, person }] of Object.entries(alertAdvice)) {
      for (const [en, pt] of [title, did, person]) {
        expect(en.length, code).toBeGreaterThan(3);
        expect(pt.length, code).toBeGreaterThan(3);
        expect(pt, code).not.toBe(en);
      }
    }
  });

  it('that nobody described get what is true of their severity', () => {
    expect(adviceFor('neverHeardOf', 'critical', 'en')).toMatchObject({ title: 'neverHeardOf', each: false });
    expect(adviceFor('neverHeardOf', 'critical', 'pt-BR').personShould).toContain('corretora');
  });
});
