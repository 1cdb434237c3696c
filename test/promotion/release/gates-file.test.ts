// gates.json keeps the gates as they are; a file that is not whole is refused with its field.

import { describe, expect, it } from 'vitest';
import { gatesText, parseGates } from '../../../src/promotion/release/gates-file.ts';
import { passedGate, refusalOf } from '../support/sample-release.ts';

describe('gates.json', () => {
  it('keeps the gates as they are', () => {
    const gates = [passedGate, { ...passedGate, id: 'profit', passed: false, value: null, limit: 'x', fix: 'y' }];
    expect(parseGates(gatesText(gates), 'gates.json')).toEqual(gates);
  });

  it('refuses a file that is not whole, naming the field', () => {
    const text = gatesText([passedGate]);
    expect(refusalOf(() => parseGates(text.replace('"passed": true', '"passed": "yes"'), 'gates.json'))).toMatchObject({
      code: 'release-bad-manifest',
      field: 'gates.0.passed',
    });
    expect(refusalOf(() => parseGates(text.slice(1), 'gates.json')).code).toBe('release-bad-manifest');
    expect(refusalOf(() => parseGates('{"schemaVersion":1,"gates":[]}', 'gates.json')).field).toBe('gates');
  });
});
