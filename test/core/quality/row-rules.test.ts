// Looks at the list of rules and expects names, sentences and kinds that manifests and documents can rely on.
import { describe, expect, it } from 'vitest';
import { SEVERITIES } from '../../../src/core/quality/finding.ts';
import { ROW_RULES, RULES_VERSION } from '../../../src/core/quality/row-rules.ts';
import { CLEAN_SETS, contextFor } from '../../support/quality-sets.ts';

describe('the rules over rows', () => {
  it('have ids that are kebab-case and each there once', () => {
    const ids = ROW_RULES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(Number.isInteger(RULES_VERSION)).toBe(true);
  });

  it('say in a sentence what they find, of which kinds, and how bad it is', () => {
    for (const { meaning, kinds, severity } of ROW_RULES) {
      expect(meaning).toMatch(/^[A-Z].{40,}\.$/);
      expect(kinds.length).toBeGreaterThan(0);
      expect(SEVERITIES).toContain(severity);
    }
  });

  it('find nothing in no rows', () => {
    const columnsOf = new Map(Object.entries(CLEAN_SETS).map(([kind, make]) => [kind, make()]));
    for (const rule of ROW_RULES) {
      for (const kind of rule.kinds) {
        const check = rule.start(contextFor(kind));
        check?.rows(columnsOf.get(kind)!, 5, 5, 0);
        expect(check?.finding(true), `${rule.id} of ${kind}`).toBeUndefined();
      }
    }
  });
});
