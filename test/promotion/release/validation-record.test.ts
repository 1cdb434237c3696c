// What a release keeps of its validation is read back as it was written; what says otherwise, and a strategy named like a folder, is refused.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseReleaseManifest, releaseManifestText } from '../../../src/promotion/release/release-manifest.ts';
import {
  parseValidation,
  type ValidationRecord,
  validationText,
} from '../../../src/promotion/release/validation-record.ts';
import { refusalOf, sampleDraft, sampleValidation, TempHome } from '../support/sample-release.ts';

let temp: TempHome;
beforeEach(() => {
  temp = new TempHome();
});
afterEach(() => temp.remove());

const refused = (change: object): string | undefined =>
  refusalOf(() => parseValidation(JSON.stringify({ ...sampleValidation, ...change }), 'validation.json')).field;

describe('validation.json', () => {
  it('is the same text for the same validation, and read back as it was', () => {
    const text = validationText(sampleValidation);
    expect(parseValidation(text, 'validation.json')).toEqual(sampleValidation);
    const shuffled = Object.fromEntries(Object.entries(sampleValidation).reverse()) as unknown as ValidationRecord;
    expect(validationText(shuffled)).toBe(text);
  });

  it('with a wrong field is refused by its name', () => {
    expect(refused({ days: [] })).toBe('days');
    expect(refused({ netBrl: null })).toBe('netBrl');
    expect(refused({ equity: { timeUs: [1], netBrl: [] } })).toBe('equity');
    expect(refused({ path: '/home/ana' })).toBe('');
    expect(refusalOf(() => parseValidation('{', 'validation.json')).code).toBe('release-bad-manifest');
  });
});

describe('release.json', () => {
  it('of a strategy that is named like a folder of releases is refused', () => {
    for (const strategy of ['cards', 'channels', 'candidates', 'approvals']) {
      const refusal = refusalOf(() => temp.build(undefined, { strategy }));
      expect([refusal.code, refusal.field]).toEqual(['release-bad-manifest', 'strategy']);
    }
  });

  it('of an earlier version, without the versions of the tools, is read', () => {
    const { manifest } = temp.build();
    const { tools, ...earlier } = manifest;
    expect(tools).toEqual(sampleDraft.tools);
    expect(parseReleaseManifest(releaseManifestText(earlier), 'release.json')).toEqual(earlier);
  });
});
