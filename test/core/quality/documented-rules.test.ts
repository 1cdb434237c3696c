// docs/quality.md has a line for every rule, with its severity and its meaning.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ROW_RULES } from '../../../src/core/quality/row-rules.ts';
import { SERIES_RULES } from '../../../src/core/quality/series-rules.ts';

const page = readFileSync(new URL('../../../docs/quality.md', import.meta.url), 'utf8');
const rules = [...ROW_RULES, ...SERIES_RULES];

describe('docs/quality.md', () => {
  it.each(rules.map((rule) => [rule.id, rule] as const))('has the rule %s as it is', (id, { severity, meaning }) => {
    const line = page.split('\n').find((each) => each.startsWith(`| \`${id}\` | ${severity} |`));
    expect(line).toBeDefined();
    expect(line).toContain(`| ${meaning} |`);
  });

  it('has no rule that is not there, and each id once', () => {
    const named = [...page.matchAll(/^\| `([a-z-]+)` \| (?:note|warn|refuse) \|/gm)].map(([, id]) => id);
    expect(named.filter((id) => !['note', 'warn', 'refuse'].includes(id!))).toEqual(rules.map(({ id }) => id));
    expect(new Set(named).size).toBe(named.length);
  });
});
