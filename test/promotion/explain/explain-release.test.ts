// Where the numbers of a release come from: what is here is proved byte by byte, what is not, or is otherwise, says so, and nothing is made up.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BRANCHES, explainRelease } from '../../../src/promotion/explain/explain-release.ts';
import type { Explained } from '../../../src/promotion/explain/explained.ts';
import { GATE_READINGS } from '../../../src/promotion/explain/gate-readings.ts';
import { GATE_TABLE } from '../../../src/promotion/gates/gate-table.ts';
import { writeApproval } from '../../../src/promotion/release/approvals.ts';
import { pointChannel } from '../../../src/promotion/release/channels.ts';
import { readTrustedKeys } from '../../../src/promotion/release/keys.ts';
import type { BuiltRelease } from '../../../src/promotion/release-builder.ts';
import { buildCardRelease } from '../support/card-release.ts';
import {
  asyncRefusalOf,
  overwrite,
  passedGate,
  sampleDraft,
  sampleValidation,
  TempHome,
} from '../support/sample-release.ts';

let temp: TempHome;
beforeEach(() => {
  temp = new TempHome();
});
afterEach(() => temp.remove());

const explain = ({ id }: BuiltRelease, field?: string): Promise<Explained> =>
  explainRelease({ home: temp.home, release: id, field, trustedKeys: readTrustedKeys(temp.home) });

/** Down the tree by the names of its parts. */
const at = (tree: Explained, ...path: readonly string[]): Explained =>
  path.reduce((node, name) => node.parts.find(({ field }) => field === name)!, tree);

const PART = sampleDraft.datasets[0]!.path;

function writePart(text: string): void {
  const file = join(temp.home, PART);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

describe('the explanation of a release', () => {
  it('has every branch, and the release itself is proved', async () => {
    const built = buildCardRelease(temp);
    const tree = await explain(built);
    expect(tree).toMatchObject({ field: built.id, standing: 'proved' });
    expect(tree.parts.map(({ field }) => field)).toEqual(Object.keys(BRANCHES));
    expect(at(tree, 'code', 'strategies/sample.ts').says).toContain('lines in the bundle');
    expect(at(tree, 'tools', 'esbuild').says).toBe('0.28.2');
    expect(at(tree, 'thresholds', 'trend_up', 'probability').says).toBe('0.5');
    expect(at(tree, 'limits', 'maxContracts').says).toBe('2');
    expect(at(tree, 'signatures', temp.key.fingerprint).standing).toBe('proved');
  });

  it('proves a part of the data by its bytes, and says where it is otherwise, or not here', async () => {
    const built = buildCardRelease(temp);
    const standing = async (): Promise<string> => at(await explain(built), 'validation', 'datasets', PART).standing;
    expect(await standing()).toBe('missing');
    writePart('dataset');
    expect(await standing()).toBe('proved');
    writePart('dataset, edited');
    expect(await standing()).toBe('different');
    expect(at(await explain(built), 'validation', 'datasets').standing).toBe('different');
  });

  it('computes sums of the validated days again', async () => {
    const tree = await explain(buildCardRelease(temp));
    for (const field of ['netBrl', 'trades', 'costsBrl']) {
      expect(at(tree, 'validation', field).standing, field).toBe('proved');
    }
    const other = await explain(buildCardRelease(temp, { validation: { ...sampleValidation, netBrl: 9000 } }));
    expect(at(other, 'validation', 'netBrl')).toMatchObject({ standing: 'different' });
  });

  it('names entries of the ledger only where they are here', async () => {
    const built = buildCardRelease(temp, { draft: { ledger: { seq: 3, head: 'a'.repeat(64) } } });
    const tree = await explain(built);
    expect(at(tree, 'ledger', 'counted')).toMatchObject({ standing: 'missing' });
    expect(at(tree, 'validation', 'ledger')).toMatchObject({ standing: 'missing' });
  });

  it('tells which channels pointed to it, when and by whose hand', async () => {
    const built = buildCardRelease(temp);
    const next = buildCardRelease(temp, { strategy: 'var sample = 2;' });
    expect(at(await explain(built), 'channels').parts).toEqual([]);
    for (const [release, by, hour] of [
      [built.id, 'ana', '10'],
      [next.id, 'bia', '11'],
    ] as const) {
      const time = `2026-01-01T${hour}:00:00.000Z`;
      const of = { home: temp.home, strategy: 'sample', stage: 'paper' } as const;
      pointChannel({ ...of, release, at: time, by, trustedKeys: readTrustedKeys(temp.home) });
    }
    const paper = at(await explain(built), 'channels', 'paper');
    expect(paper.says).toBe('it ran there');
    expect(paper.parts.map(({ says }) => says)).toEqual([
      'promote by ana',
      `left for ${next.id.slice(0, 12)} (promote by bia)`,
    ]);
    expect(at(await explain(next), 'channels', 'paper').says).toBe('it runs there');
  });

  it('of an earlier version says what it does not keep', async () => {
    const tree = await explain(buildCardRelease(temp, { validation: 'none' }));
    expect(at(tree, 'validation', 'days')).toMatchObject({ standing: 'missing' });
    expect(at(tree, 'features').says).toContain('does not say');
  });

  it('of a release that was changed is none: it is refused as everywhere', async () => {
    const built = buildCardRelease(temp);
    overwrite(join(built.dir, 'validation.json'), '{}');
    expect((await asyncRefusalOf(() => explain(built))).code).toBe('release-hash-mismatch');
    rmSync(join(built.dir, 'validation.json'));
    expect((await asyncRefusalOf(() => explain(built))).code).toBe('release-missing-file');
  });
});

describe('one field of it', () => {
  it('is a branch, a part of one, or a gate with the branches that it reads', async () => {
    const gates = [passedGate, { ...passedGate, id: 'deflatedSharpe' }];
    const built = buildCardRelease(temp, { gates });
    const names = async (field: string): Promise<readonly string[]> =>
      (await explain(built, field)).parts.map((part) => part.field);
    expect(await names('model')).toEqual(['model']);
    expect(await names('deflatedSharpe')).toEqual(['deflatedSharpe', 'validation', 'ledger']);
    const net = await explain(built, 'validation.netBrl');
    expect(net.parts.map(({ field, parts }) => [field, parts.map((part) => part.field)])).toEqual([
      ['validation', ['netBrl']],
    ]);
    // names of parts have dots of their own
    const deep = await explain(built, `validation.datasets.${PART}`);
    expect(at(deep, 'validation', PART).standing).toBe('missing');
  });

  it('is a gate that only an approval asked for, by its stage', async () => {
    const built = buildCardRelease(temp, { draft: { stage: 'paper' } });
    const { validation, ledger } = sampleDraft;
    const gates = [passedGate, { ...passedGate, id: 'demoSessions', value: 5, limit: 5 }];
    const who = { at: '2026-01-01T00:00:00.000Z', by: 'ana', provenance: 'exchange' } as const;
    const of = { kind: 'approval', schemaVersion: 1, strategy: 'sample', release: built.id, stage: 'live' } as const;
    writeApproval(built, { ...of, ...who, gates, validation, ledger: ledger! }, temp.key);
    const sessions = await explain(built, 'demoSessions');
    expect(sessions.parts.map(({ field }) => field)).toEqual(['approvals', 'channels']);
    expect(at(sessions, 'approvals', 'live').parts.map(({ field }) => field)).toEqual(['demoSessions']);
    expect(at(sessions, 'approvals', 'live', 'demoSessions', 'value').says).toBe('5');
    const types = await explain(built, 'types');
    expect(types.parts.map(({ field }) => field)).toEqual(['types', 'approvals', 'code', 'tools']);
    expect((await asyncRefusalOf(() => explain(built, 'signature'))).code).toBe('release-field-unknown');
  });

  it('that is none is refused with those that there are', async () => {
    const built = buildCardRelease(temp);
    for (const field of ['sharpe', 'validation.sharpe', 'constructor', 'oneDay']) {
      const refusal = await asyncRefusalOf(() => explain(built, field));
      expect([refusal.code, refusal.field]).toEqual(['release-field-unknown', field]);
      expect(refusal.fix).toContain('validation');
    }
  });
});

describe('what a gate reads', () => {
  it('is said of every gate that there is and of no other, and names branches that there are', () => {
    expect(Object.keys(GATE_READINGS).filter((id) => !Object.hasOwn(GATE_TABLE, id))).toEqual([]);
    expect(Object.keys(GATE_TABLE).filter((id) => !Object.hasOwn(GATE_READINGS, id))).toEqual([]);
    const named = Object.values(GATE_READINGS).flatMap(({ reads }) => reads);
    expect(named.filter((name) => !Object.hasOwn(BRANCHES, name))).toEqual([]);
  });
});
