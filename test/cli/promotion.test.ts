// A promotion in a copy of the repository: what it refuses, and that its release runs whatever is edited or broken afterwards.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifiedLedger } from '../../src/adapters/ledger/verify-ledger.ts';
import type { BacktestSummary } from '../../src/cli/backtest.ts';
import type { Challenger } from '../../src/cli/challenger.ts';
import type { ReleaseComparison, StoredDays } from '../../src/cli/compare.ts';
import type { Explained } from '../../src/promotion/explain/explained.ts';
import { readTrustedKeys } from '../../src/promotion/release/keys.ts';
import { type PerformanceRecord, readPerformance } from '../../src/promotion/release/performance-record.ts';
import type { ReleaseManifest } from '../../src/promotion/release/release-manifest.ts';
import type { ValidationRecord } from '../../src/promotion/release/validation-record.ts';
import { decidedCandles } from '../../src/research/retraining/decided-candles.ts';
import { sideBySide as sideBySideOf } from '../../src/research/retraining/side-by-side.ts';
import type { Figures } from '../../src/runner/retraining/figures.ts';
import { changeThresholds, copyModel } from './support/model-copy.ts';
import { outcomeOf, qt, startNode, temporaryFolder, WarmQt } from './support/qt.ts';
import { repositoryCopy } from './support/repository-copy.ts';
import { copyRelease, filesOf, flipByte } from './support/tamper.ts';

/** No test at all in the other runs, rather than one that is skipped. */
const atNight: (name: string, test: () => Promise<void>, timeoutMs: number) => void =
  process.env.QT_NIGHTLY === '1' ? it : () => undefined;

interface Promoted {
  readonly release: string;
  readonly dir: string;
  readonly isNew: boolean;
  readonly before: string | null;
  readonly gates: readonly { readonly id: string; readonly passed: boolean }[];
}

interface Listed {
  readonly releases: readonly { readonly id: string; readonly channels: readonly string[]; provenance: string }[];
}

interface Retraining extends Omit<Challenger, 'comparison' | 'recipe' | 'sideBySide' | 'judged'> {
  readonly candidate: string;
  readonly model: string;
  readonly journal: string;
  readonly summary: string;
  readonly changes: readonly { readonly field: string }[];
  readonly figures: Figures;
  readonly running: { readonly release: string; readonly figures: Figures };
  readonly rolls: readonly { readonly figures: Figures }[];
  readonly comparison: NonNullable<Challenger['comparison']>;
  readonly recipe: NonNullable<Challenger['recipe']>;
  readonly sideBySide: NonNullable<Challenger['sideBySide']>;
  readonly judged: NonNullable<Challenger['judged']>;
}

type Summary = BacktestSummary & { readonly run: string; readonly release: string };

const DAYS = ['--from', '2027-03-01', '--to', '2027-03-02'];
const PAPER = ['paper', '--release', 'wdo-regime@paper', ...DAYS];

/** Of each stage of a run one file, so that the checkout would trade otherwise. */
const EDITS: readonly (readonly [file: string, from: string | RegExp, to: string])[] = [
  ['src/core/market/session-hours.ts', 'OPEN_MINUTE = at(9, 0)', 'OPEN_MINUTE = at(9, 1)'],
  ['src/core/candles/candle-accumulator.ts', 'candle.close = this.close', 'candle.close = this.open'],
  ['src/core/features/indicators/ema.ts', '2 / (', '3 / ('],
  ['src/core/prediction/ensemble.ts', 'probabilities.up - probabilities.down', 'probabilities.down - probabilities.up'],
  ['src/core/execution/bracket.ts', /^/, '// another engine\n'],
  ['src/core/engine/strategy-setup.ts', 'LEAST_CANDLES = 50', 'LEAST_CANDLES = 90'],
  ['src/simulation/costs.ts', 'exchangeFeeBrl: 0.6', 'exchangeFeeBrl: 0.9'],
  ['src/simulation/settings.ts', 'orderLatencyUs: 15_000', 'orderLatencyUs: 150_000'],
  ['src/simulation/tick-matching.ts', 'let available = print.quantity', 'let available = 1'],
  ['strategies/wdo-regime.ts', 'trendStopPoints: { default: 5', 'trendStopPoints: { default: 4'],
];

/** What a run may call of the checkout's pure code: checks, names of days in paths, an empty batch to begin with, and the check of release.json. */
const UNDECIDING: readonly string[] = [
  'src/core/assert.ts ',
  'src/core/market/civil-day.ts ',
  'src/core/market/event-batch.ts EventBatch',
  'src/core/market/event-batch.ts <instance_members_initializer>',
  'src/core/market/provenance.ts weakerProvenance',
];

describe('the promotion of a strategy', () => {
  const root = repositoryCopy();
  const home = temporaryFolder('promotion');
  const warm = new WarmQt(root);
  const at = ['--home', home];
  let first: Promoted;
  let paper: Summary;

  const fresh = async <T>(...args: readonly string[]): Promise<T> => {
    const { code, stdout, stderr } = await qt([...args, ...at, '--json'], root);
    expect(code, stdout + stderr).toBe(0);
    return JSON.parse(stdout) as T;
  };

  beforeAll(async () => {
    await warm.json('synth', '--days', '2', ...at);
    // on a busy machine a decision waits its turn
    writeFileSync(join(home, 'promotion.json'), JSON.stringify({ schemaVersion: 1, decisionP99Us: 60_000_000 }));
    // what an editor or a system leaves behind is no part of a model
    mkdirSync(join(root, 'models', 'wdo-regime', 'notes'));
    writeFileSync(join(root, 'models', 'wdo-regime', '.DS_Store'), 'x');
    first = await warm.json<Promoted>('promote', 'wdo-regime', 'paper', ...DAYS, ...at);
    paper = await warm.json<Summary>(...PAPER, ...at);
  }, 60_000);

  it('to live is refused for a model that never saw the exchange', async () => {
    const { code, stderr } = await warm.run('promote', 'wdo-regime', 'live', ...DAYS, ...at);
    expect(code).toBe(1);
    expect(stderr).toContain('wdo-regime is not promoted to live: gate provenance');
    expect(stderr).toContain('synthetic');
    expect(existsSync(join(home, 'releases', 'channels', 'wdo-regime.live.json'))).toBe(false);
  });

  it('to live in a dry run tells everything that fails at once, and writes nothing but the ledger', async () => {
    const before = filesOf(join(home, 'releases'));
    const { code, stdout } = await warm.run('promote', 'wdo-regime', 'live', ...DAYS, ...at, '--dry-run', '--json');
    expect(code).toBe(1);
    const { failed, wouldPass } = JSON.parse(stdout) as { failed: string[]; wouldPass: boolean };
    expect(wouldPass).toBe(false);
    expect(failed).toEqual(
      expect.arrayContaining(['provenance', 'trainingData', 'cleanCommit', 'strategyTests', 'demoSessions', 'oneDay']),
    );
    expect(filesOf(join(home, 'releases'))).toEqual(before);
  }, 60_000);

  it('is refused, before anything runs, with a waiver of what keeps it honest or of no gate', async () => {
    for (const [waiver, says] of [
      ['provenance=I know', 'provenance keeps a release honest and is never waived'],
      ['sharpe=I know', 'there is no gate sharpe'],
      ['oneDay=', 'no reason is given'],
    ] as const) {
      const args = ['promote', 'wdo-regime', 'live', ...DAYS, ...at, '--waive', waiver, '--waived-by', 'Ana', '--json'];
      const { code, stdout } = await warm.run(...args);
      const { error } = JSON.parse(stdout) as { error: { code: string; message: string } };
      expect([code, error.code]).toEqual([1, 'waiver-refused']);
      expect(error.message).toContain(says);
    }
  });

  it('to paper passes every required gate and writes a signed release', () => {
    expect(first.isNew).toBe(true);
    const passed = first.gates.filter((gate) => gate.passed).map(({ id }) => id);
    expect(passed).toEqual([
      'modelPackage',
      'dayPositions',
      'riskLimits',
      'types',
      'reproducible',
      'datasets',
      'leakCheck',
      'warmupCheck',
      'provenance',
      'ledger',
      'doubledCosts',
      'outOfSample',
      'performance',
    ]);
    expect(filesOf(first.dir)).toEqual(
      expect.arrayContaining(['release.json', 'release.sig', join('code', 'strategy.mjs'), 'golden.json']),
    );
  });

  it('keeps the validated days with it, as the ledger of trials and the paper session have them', () => {
    const kept = JSON.parse(readFileSync(join(first.dir, 'validation.json'), 'utf8')) as ValidationRecord;
    const { entries } = verifiedLedger(home);
    const { result } = entries.find(({ trial }) => trial.kind === 'validation')!.trial;
    expect(kept.digest).toBe(result.digest);
    expect(kept.days.map(({ netBrl }) => Math.round(netBrl * 10_000))).toEqual(result.daily!.netE4);
    expect(kept.days.map(({ trades }) => trades)).toEqual(result.daily!.trades);
    expect(kept.days.map(({ day }) => day)).toEqual(['2027-03-01', '2027-03-02']);
    expect(kept).toMatchObject({ netBrl: paper.netPnlBrl, trades: paper.trades, deepestFallBrl: paper.maxDrawdownBrl });
    expect(kept.equity.netBrl.at(-1)).toBe(kept.netBrl);
    expect(kept.days.reduce((sum, { costsBrl }) => sum + costsBrl, 0)).toBeCloseTo(kept.costsBrl, 6);
    expect(kept.features).toContainEqual({ id: 'return_1', version: 1, inCatalogue: true });
    expect(kept.simulation).toMatchObject({ orderLatencyUs: 15_000 });
    const manifest = JSON.parse(readFileSync(join(first.dir, 'release.json'), 'utf8')) as ReleaseManifest;
    expect(Object.keys(manifest.tools!)).toEqual(['esbuild', 'onnxruntime', 'typescript']);
  });

  it('measures the bundle, and keeps the figures signed beside the release', () => {
    const ref = { strategy: 'wdo-regime', id: first.release };
    const kept = readPerformance(ref, home, readTrustedKeys(home));
    expect(kept).toMatchObject({
      figures: { days: ['2027-03-02', '2027-03-01'] },
      limits: { decisionP99Us: 60_000_000 },
    });
    const { figures } = kept as PerformanceRecord;
    expect(figures.decisions).toBe(paper.decisions);
    expect(figures.decisionUs!.p99).toBeGreaterThanOrEqual(figures.decisionUs!.p50);
    expect(figures.decisionUs!.p50).toBeGreaterThan(0);
    expect(figures.memory.residentMb).toBeGreaterThan(figures.memory.usedMb);
  });

  it('explains each number of it, down to the parts that the validation read, and has a card', async () => {
    const explain = ['releases', 'explain', first.release];
    const whole = await warm.json<Explained>(...explain, ...at);
    const branch = (name: string): Explained => whole.parts.find(({ field }) => field === name)!;
    expect([branch('validation'), branch('ledger'), branch('model')].map(({ standing }) => standing)).not.toContain(
      'different',
    );
    const parts = branch('validation').parts.find(({ field }) => field === 'datasets')!;
    expect(parts).toMatchObject({ standing: 'proved', says: '6 of 6 parts are in this home, byte by byte' });
    for (const part of parts.parts) {
      expect(part).toMatchObject({ standing: 'proved', says: expect.stringMatching(/, \d+ rows, .*, synthetic$/) });
      expect(part.parts[0]!.says).toContain('imported as synthetic');
    }
    const net = await warm.json<Explained>(...explain, 'validation.netBrl', ...at);
    expect(net.parts[0]!.parts).toMatchObject([{ field: 'netBrl', standing: 'proved' }]);
    expect(net.parts[0]!.parts[0]!.says).toContain(`${paper.netPnlBrl} BRL`);
    const entry = branch('validation').parts.find(({ field }) => field === 'ledger')!;
    expect(entry).toMatchObject({
      standing: 'proved',
      says: expect.stringMatching(/1 \(validation\).*the same results/),
    });
    const { stdout } = await warm.run(...explain, 'leakCheck', ...at);
    expect(stdout).toContain('leakCheck: passed.');
    expect(stdout).toContain('return_1: version 1, of the catalogue');
    expect(existsSync(join(home, 'releases', 'cards', 'wdo-regime', `${first.release}.html`))).toBe(true);
  });

  it('gives a release whose paper session replays identically', async () => {
    expect(paper.release).toBe(first.release);
    const replayed = await warm.json('replay', paper.run, ...at);
    expect(replayed).toMatchObject({ identical: true, decisions: paper.decisions, firstDifference: null });
  });

  it('gives a release that decides as the same strategy in a backtest', async () => {
    const tested = await warm.json<Summary>('backtest', 'wdo-regime', ...DAYS, '--no-record', ...at);
    expect(tested.digest).toBe(paper.digest);
  });

  it('by promote.ts is the same', async () => {
    const script = join(root, 'promote.ts');
    const { code, stdout } = await outcomeOf(
      startNode(script, ['wdo-regime', 'paper', ...DAYS, ...at, '--json'], root),
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ release: first.release, isNew: false, before: first.release });
  });

  it('points the channel to it, and back to the release before', async () => {
    const model = join(root, 'models', 'wdo-regime');
    changeThresholds(model, 'fitted', { probability: 0.45 });
    const pc = join(home, 'pc');
    const { trusted } = await warm.json<{ readonly trusted: readonly { readonly file: string }[] }>(
      'keys',
      'list',
      ...at,
    );
    await warm.json('keys', 'trust', trusted[0]!.file, '--home', pc);
    const second = await warm.json<Promoted>('promote', 'wdo-regime', 'paper', ...DAYS, '--deliver', pc, ...at);
    copyModel(model);
    expect(second).toMatchObject({ isNew: true, before: first.release });
    expect(second).toMatchObject({ delivered: { release: second.release, stage: 'paper', isNew: true, breaks: 0 } });
    const there = await warm.json('releases', 'show', 'wdo-regime@paper', '--home', pc);
    expect(there).toMatchObject({ id: second.release, channels: ['paper'] });
    expect(second.release).not.toBe(first.release);

    const { releases } = await warm.json<Listed>('releases', 'list', ...at);
    expect(releases.map(({ id }) => id).sort()).toEqual([first.release, second.release].sort());
    const current = releases.find(({ channels }) => channels.length > 0);
    expect(current).toMatchObject({ id: second.release, provenance: 'synthetic' });
    const shown = await warm.json('releases', 'show', 'wdo-regime@paper', ...at);
    expect(shown).toMatchObject({ id: second.release, manifest: { strategy: 'wdo-regime', stage: 'paper' } });

    const back = await warm.json('releases', 'rollback', 'wdo-regime', 'paper', ...at);
    expect(back).toMatchObject({ stage: 'paper', from: second.release, to: first.release });
    expect(await warm.json('releases', 'show', 'wdo-regime@paper', ...at)).toMatchObject({ id: first.release });
    const { code, stderr } = await warm.run('releases', 'show', 'wdo-regime@demo', ...at);
    expect({ code, says: stderr.split('\n')[0] }).toEqual({
      code: 1,
      says: 'No release of wdo-regime was promoted to demo.',
    });
  });

  // two trainings, and backtests of both releases: the units of it have tests of their own in every run
  atNight(
    'of a model that was trained anew makes a candidate, compared with what runs, and moves no channel',
    async () => {
      await warm.json('synth', '--from', '2027-03-03', '--days', '4', ...at);
      const retraining = { strategy: 'wdo-regime', days: 4, validationDays: 1, rolls: 2, kind: 'trades' };
      const machine = { schemaVersion: 1, dllPath: '/opt/profit/ProfitDLL64.dll', retraining };
      writeFileSync(join(home, 'machine.json'), JSON.stringify(machine));
      const channels = readFileSync(join(home, 'releases', 'channels', 'wdo-regime.paper.json'), 'utf8');
      const made = await fresh<Retraining>('retrain', '--day', '2027-03-08');
      expect(made).toMatchObject({
        ...{ strategy: 'wdo-regime', isNew: true, running: { release: first.release } },
        training: { from: '2027-03-02', to: '2027-03-05', sessions: 4 },
        validation: { from: '2027-03-08', to: '2027-03-08', sessions: 1 },
      });
      expect(made.running.figures).toMatchObject({ trades: expect.any(Number), netPnlBrl: expect.any(Number) });
      expect(made.changes.map(({ field }) => field)).toContain('model.manifestSha256');
      expect(made.summary).toContain(`Candidate ${made.candidate.slice(0, 12)} of wdo-regime`);
      expect(made.summary).toContain(`running ${first.release.slice(0, 12)}: net R$`);
      // one day proves nothing
      expect(made.comparison).toMatchObject({ days: 1, from: '2027-03-08', seenByChampion: 0, seenByChallenger: 0 });
      expect(made.comparison.champion.netBrl).toBeCloseTo(made.running.figures.netPnlBrl, 6);
      expect(made.comparison.champion.trades).toBe(made.running.figures.trades);
      expect(made.comparison.challenger.netBrl).toBeCloseTo(made.figures.netPnlBrl, 6);
      expect(made.proposal.kind).toBe('not enough evidence');
      expect(made.summary).toContain('PROPOSED: not enough evidence; 2 days that neither has seen, 20 are asked');
      expect(existsSync(join(made.model, 'model.json'))).toBe(true);
      const listed = readFileSync(join(home, 'releases', 'candidates', 'wdo-regime.jsonl'), 'utf8');
      expect(JSON.parse(listed)).toMatchObject({ release: made.candidate, stage: 'paper' });
      expect(readFileSync(join(home, 'releases', 'channels', 'wdo-regime.paper.json'), 'utf8')).toBe(channels);

      // the day before, by a model of the four days before that one
      const [roll] = made.rolls;
      expect(made.rolls).toHaveLength(1);
      expect(roll).toMatchObject({
        training: { from: '2027-03-01', to: '2027-03-04', sessions: 4 },
        validation: { from: '2027-03-05', to: '2027-03-05', sessions: 1 },
      });
      const { recipe, sideBySide, judged } = made;
      expect(recipe).toMatchObject({
        rolls: 2,
        days: 2,
        from: '2027-03-05',
        to: '2027-03-08',
        comparison: { days: 2 },
      });
      expect(recipe.total.netBrl).toBeCloseTo(made.figures.netPnlBrl + roll!.figures.netPnlBrl, 6);
      expect(recipe.total.trades).toBe(made.figures.trades + roll!.figures.trades);
      expect(judged).toMatchObject({ days: 2, gates: expect.any(Array) });
      expect(judged.gates).toHaveLength(5);

      // each trade of both stands with the candle that entered it, and all their money with them
      const { common, opposite, onlyChampion, onlyChallenger } = sideBySide.entries;
      const groups = [common, opposite, onlyChampion, onlyChallenger];
      const sum = (of: 'championBrl' | 'challengerBrl') => groups.reduce((total, each) => total + each[of], 0);
      expect(sum('championBrl')).toBeCloseTo(made.running.figures.netPnlBrl, 6);
      expect(sum('challengerBrl')).toBeCloseTo(made.figures.netPnlBrl, 6);
      expect(sideBySide.withoutResult).toEqual({ champion: 0, challenger: 0 });
      expect(sideBySide.candles).toBeGreaterThan(400);
      expect([sideBySide.onlyChampion, sideBySide.onlyChallenger]).toEqual([0, 0]);
      // what is compared with itself does not differ
      const itself = decidedCandles({ runs: [made.journal] });
      expect(sideBySideOf(itself, itself)).toMatchObject({
        differences: [],
        action: { of: itself.length, same: itself.length },
      });

      // asked for by itself, the same comes out of the same days
      const day = ['--from', '2027-03-08', '--to', '2027-03-08'];
      const compared = await fresh<ReleaseComparison>('compare', first.release, made.candidate, ...day);
      const { champion, challenger, days } = made.comparison;
      expect(compared).toMatchObject({
        ...{ champion: first.release, challenger: made.candidate, sessions: null },
        stored: { isSameConditions: true, results: { days, champion, challenger } },
      });
      expect((compared.stored as StoredDays).decisions).toEqual(sideBySide);
      const itselfAgain = await warm.run('compare', first.release, 'wdo-regime@paper', ...day, ...at);
      expect(itselfAgain.stderr).toContain('is the same release');
    },
    240_000,
  );

  describe('once a byte of it changed', () => {
    const refused = async (dir: string, from: string = home): Promise<string> => {
      const args = ['paper', '--release', dir, ...DAYS, '--home', from, '--json'];
      const { code, stdout } = await warm.run(...args);
      expect(code).toBe(1);
      return (JSON.parse(stdout) as { error: { code: string; message: string } }).error.code;
    };
    const damaged = (name: string, damage: (copy: string) => void): string => {
      const into = join(home, 'damaged', name.replaceAll('/', '-'));
      mkdirSync(into, { recursive: true });
      const copy = copyRelease(first.dir, into);
      damage(copy);
      return copy;
    };
    const REASONS: Readonly<Record<string, string>> = {
      'release.json': 'release-wrong-name',
      'release.sig': 'release-bad-signature',
    };

    it('in any file of it, it is refused with the reason', async () => {
      const files = filesOf(first.dir).map((file) => file.replaceAll('\\', '/'));
      expect(files).toHaveLength(14);
      for (const file of files) {
        const copy = damaged(file, (dir) => flipByte(join(dir, file)));
        expect(await refused(copy), file).toBe(REASONS[file] ?? 'release-hash-mismatch');
      }
    });

    it('or a file was added or taken away, it is refused', async () => {
      const more = damaged('more', (dir) => writeFileSync(join(dir, 'code', 'more.mjs'), ''));
      const less = damaged('less', (dir) => rmSync(join(dir, 'gates.json')));
      expect(await refused(more)).toBe('release-extra-file');
      expect(await refused(less)).toBe('release-missing-file');
    });

    it('or its key is not trusted here, it is refused', async () => {
      const stranger = join(home, 'stranger');
      await warm.json('synth', '--days', '2', '--home', stranger);
      expect(await refused(first.dir, stranger)).toBe('release-unknown-key');
    });
  });

  describe('is final:', () => {
    it('a run of it calls nothing of the checkout that could decide', async () => {
      const script = join(import.meta.dirname, 'support', 'checkout-calls.ts');
      // calls of functions whose code comes out of the cache may not be counted
      const environment = { NODE_DISABLE_COMPILE_CACHE: '1' };
      const args = [home, first.release, ...DAYS.filter(isDay)];
      const { code, stdout, stderr } = await outcomeOf(startNode(script, args, undefined, { environment }));
      expect(code, stderr).toBe(0);
      const { digest, called } = JSON.parse(stdout) as { digest: string; called: readonly string[] };
      expect(digest).toBe(paper.digest);
      expect(called.filter((each) => !UNDECIDING.some((allowed) => each.startsWith(allowed)))).toEqual([]);
    });

    it('neither src/, strategies/ nor models/ decide any more', async () => {
      for (const [file, from, to] of EDITS) edit(join(root, file), from, to);
      changeThresholds(join(root, 'models', 'wdo-regime'), 'fitted', { direction: 0.9 });
      const [again, source] = await Promise.all([
        fresh<Summary>(...PAPER),
        fresh<Summary>('backtest', 'wdo-regime', ...DAYS, '--no-record'),
      ]);
      expect(again.digest).toBe(paper.digest);
      expect(source.digest).not.toBe(paper.digest);
    });

    it('nor does its calendar, by which the checkout would look for another contract', async () => {
      edit(join(root, 'src/core/market/contract.ts'), 'lastTradingDayOfMonth(year, month) ? 2 : 1', '0 ? 9 : 8');
      const [again, source] = await Promise.all([
        fresh<Summary>(...PAPER),
        qt(['backtest', 'wdo-regime', ...DAYS, '--no-record', ...at], root),
      ]);
      expect(again.digest).toBe(paper.digest);
      expect(source.code).toBe(1);
    });

    it('also when strategies/ and models/ are gone', async () => {
      rmSync(join(root, 'strategies'), { recursive: true });
      rmSync(join(root, 'models'), { recursive: true });
      const again = await fresh<Summary>(...PAPER);
      expect(again.digest).toBe(paper.digest);
      const replayed = await fresh<{ identical: boolean }>('replay', again.run);
      expect(replayed.identical).toBe(true);
    });
  });
});

function isDay(text: string): boolean {
  return /^\d{4}-/.test(text);
}

function edit(file: string, from: string | RegExp, to: string): void {
  const text = readFileSync(file, 'utf8');
  const edited = text.replace(from, to);
  if (edited === text) throw new Error(`${file} does not hold ${from}`);
  writeFileSync(file, edited);
}
