// What a gate that fails means at each stage, what a waiver can and cannot do, and that no gate is left out unseen.
import { describe, expect, it } from 'vitest';
import { GateRun } from '../../src/promotion/gate-run.ts';
import { askedAt, GATE_TABLE, gatesAskedAt, isWaivable } from '../../src/promotion/gates/gate-table.ts';
import { blockingGates, type CheckedGate } from '../../src/promotion/release/gate.ts';
import { gatesText, parseGates } from '../../src/promotion/release/gates-file.ts';
import { STAGES, type Stage } from '../../src/promotion/release/stage.ts';
import { type AskedWaivers, checkedWaivers } from '../../src/promotion/waivers.ts';
import { refusalOf } from './support/sample-release.ts';

const IDS = Object.keys(GATE_TABLE);
const checked = (id: string, passed: boolean): CheckedGate => ({
  ...{ id, passed, value: passed ? 1 : 0, limit: 1, reason: `${id} was looked at`, fix: passed ? '' : 'Mend it' },
});

function runOf(stage: Stage, waivers: Readonly<Record<string, string>> = {}, isDryRun = false): GateRun {
  const asked: AskedWaivers = { reasons: waivers, by: 'Ana Souza' };
  return new GateRun({ strategy: 'sample', stage, waivers: checkedWaivers(asked, stage), isDryRun });
}

/** Of the issue: what makes a result believable can be waived by name, what makes a release honest never. */
const EVIDENCE = ['deflatedSharpe', 'overfitting', 'doubledCosts', 'oneDay', 'validationTrades', 'outOfSample'];
const INTEGRITY = [
  ...['types', 'strategyTests', 'modelPackage', 'provenance', 'trainingData', 'datasets', 'ledger', 'reproducible'],
  ...['cleanCommit', 'dayPositions'],
];

describe('the table of gates', () => {
  it('requires every gate of honesty and of evidence at live', () => {
    for (const id of [...INTEGRITY, ...EVIDENCE]) expect(askedAt({ id }, 'live'), id).toBe('required');
    expect(INTEGRITY.filter(isWaivable)).toEqual([]);
    expect(EVIDENCE.filter((id) => !isWaivable(id))).toEqual([]);
  });

  it('is never easier at a harder stage', () => {
    const rank = { notAsked: 0, warning: 1, required: 2 };
    for (const id of IDS.filter((each) => each !== 'paperSessions')) {
      for (const isMissing of [false, true]) {
        const ranks = STAGES.map((stage) => rank[askedAt({ id, isMissing }, stage)]);
        expect(ranks, id).toEqual([...ranks].sort());
      }
    }
  });

  it('takes a gate that it does not know for required and not to be waived', () => {
    expect(STAGES.map((stage) => askedAt({ id: 'unheardOf' }, stage))).toEqual(['required', 'required', 'required']);
    expect(isWaivable('unheardOf')).toBe(false);
  });
});

describe('a run of gates', () => {
  it('stops at the first required one that fails, at each stage those that the table names', () => {
    for (const stage of STAGES) {
      for (const id of IDS) {
        const work = (): void => runOf(stage).add(checked(id, false));
        if (askedAt({ id }, stage) === 'required') {
          expect(refusalOf(work), id).toMatchObject({ code: 'release-gate-failed', field: id, fix: 'Mend it' });
        } else expect(work, id).not.toThrow();
      }
    }
  });

  it('goes on in a dry run, so that all are seen at once', () => {
    const run = runOf('live', {}, true);
    for (const id of IDS) run.add(checked(id, false));
    expect(blockingGates(run.gates).map(({ id }) => id)).toEqual(IDS.filter((id) => run.asks(id)));
  });

  it('fails what could not be measured, and leaves none of the stage out', () => {
    const run = runOf('live', {}, true);
    run.add(checked('types', true));
    run.unmeasured('the store is empty');
    expect(run.gates.map(({ id }) => id).sort()).toEqual([...gatesAskedAt('live')].sort());
    for (const gate of run.gates.slice(1)) expect(gate).toMatchObject({ passed: false, value: null });
    expect(run.gates.at(-1)!.reason).toContain('the store is empty');
  });

  it('ends only when each gate of the stage was judged: what was left out has not passed, and nobody waives it', () => {
    for (const stage of STAGES) {
      const asked = gatesAskedAt(stage);
      for (const left of [undefined, asked[0]!, asked.at(-1)!, ...EVIDENCE]) {
        const waivable = left !== undefined && isWaivable(left) && askedAt({ id: left }, stage) === 'required';
        const run = runOf(stage, waivable ? { [left]: 'so' } : {});
        for (const id of asked.filter((each) => each !== left)) run.add(checked(id, true));
        if (left === undefined) expect(() => run.finish()).not.toThrow();
        else
          expect(
            refusalOf(() => run.finish()),
            left,
          ).toMatchObject({ code: 'release-gate-failed', field: left });
      }
    }
  });

  it('says a gate that is judged again as it was judged last', () => {
    const run = runOf('paper', {}, true);
    run.add(checked('provenance', false), checked('types', true), checked('provenance', true));
    expect(run.gates.map(({ id, passed }) => [id, passed])).toEqual([
      ['provenance', true],
      ['types', true],
    ]);
  });
});

describe('a waiver', () => {
  it('lets a required gate fail, with name and reason in gates.json', () => {
    const run = runOf('live', { deflatedSharpe: ' one contract, to learn the costs ' });
    run.add(checked('deflatedSharpe', false), checked('oneDay', true));
    expect(blockingGates(run.gates)).toEqual([]);
    const waived = { by: 'Ana Souza', reason: 'one contract, to learn the costs' };
    expect(run.gates[0]).toMatchObject({ passed: false, severity: 'required', waived });
    expect(run.refusedWaivers()).toEqual([]);
    expect(parseGates(gatesText(run.gates), 'gates.json')).toEqual(run.gates);
  });

  const refused = (stage: Stage, reasons: Readonly<Record<string, string>>, by: string | undefined = 'Ana'): string =>
    refusalOf(() => checkedWaivers({ reasons, by }, stage)).message;

  it('of what keeps a release honest is refused at every stage', () => {
    for (const stage of STAGES) {
      for (const id of IDS.filter((each) => !isWaivable(each))) {
        expect(refused(stage, { [id]: 'I know' })).toContain(`${id} keeps a release honest and is never waived`);
      }
    }
  });

  it('is refused without a reason, without a name, for no gate, and for one that stops nothing', () => {
    expect(refused('live', { oneDay: '  ' })).toContain('no reason is given');
    expect(refused('live', { oneDay: 'a\u001b[2Jb' })).toContain('no plain text');
    expect(refused('live', { oneDay: 'x'.repeat(501) })).toContain('no plain text');
    expect(refusalOf(() => checkedWaivers({ reasons: { oneDay: 'so' }, by: undefined }, 'live')).message).toContain(
      'nobody signs',
    );
    expect(refused('live', { oneDay: 'so' }, ' \t')).toContain('nobody signs');
    expect(refused('live', { sharpe: 'so' })).toContain('there is no gate sharpe');
    expect(refused('live', { toString: 'so' })).toContain('there is no gate toString');
    expect(refused('paper', { oneDay: 'so' })).toContain('stops nothing at paper');
  });

  it('of a gate that passes is refused: nothing stands in a release that was not needed', () => {
    const run = runOf('live', { oneDay: 'to be sure' });
    run.add(checked('oneDay', true));
    expect(run.gates[0]).not.toHaveProperty('waived');
    expect(run.refusedWaivers().map(({ message }) => message)).toEqual([
      'The waiver of oneDay is refused: the gate passes',
    ]);
  });

  it('in gates.json of a gate that passed, or that only warned, makes the file invalid', () => {
    const run = runOf('live', { oneDay: 'so' });
    run.add(checked('oneDay', false));
    const text = gatesText(run.gates);
    const changed = [
      text.replace('"passed": false', '"passed": true'),
      text.replace('"severity": "required"', '"severity": "warning"'),
      text.replace('"by": "Ana Souza"', '"by": ""'),
    ];
    for (const each of changed) {
      expect(each).not.toBe(text);
      expect(refusalOf(() => parseGates(each, 'gates.json')).code).toBe('release-bad-manifest');
    }
  });
});
