// The way of a new user to a release on paper: what docs/first-release.md tells to write and to type is done as it stands, and prints what it shows.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRunInfo } from '../../src/adapters/journal/run-folder.ts';
import { repositoryRoot, qt as startedQt, WarmQt } from '../cli/support/qt.ts';
import { repositoryCopy } from '../cli/support/repository-copy.ts';
import { type PageStep, pageSteps, ShownNames, wordsOf } from './page-steps.ts';

/** Of the 20 minutes that a new user may need; the rest is for the machine, which takes about one. */
const READING_MINUTES = 15;
const WORDS_A_MINUTE = 200;
/** How far something is: shown where it takes long, by a machine that is slow. */
const PROGRESS = /^[a-z ]+: \d+ %.*\r?\n/gm;
const TWO_PROMOTIONS_AND_A_DRY_RUN_MS = 300_000;

const page = readFileSync(join(repositoryRoot, 'docs', 'first-release.md'), 'utf8').replaceAll('\r\n', '\n');
const steps = pageSteps(page);

describe('what a page shows is told from what was printed', () => {
  const shown = ['made aaaaaaaaaaaa', '...', 'again aaaaaaaaaaaa'];

  it.each([
    ['another line', 'made 1234567890ab\nsince 9\nagain 1234567890ac', 'again aaaaaaaaaaaa'],
    ['a line too many', 'made 1234567890ab\nagain 1234567890ab\nmore', 'the end of what was printed'],
    ['an order of its own', 'again 1234567890ab\nmade 1234567890ab', 'made aaaaaaaaaaaa'],
    ['nothing', '', 'made aaaaaaaaaaaa'],
  ])('%s', (_what, printed, missing) => {
    expect(new ShownNames().missing(shown, printed)).toBe(missing);
  });

  it('and the same is the same, under names of its own', () => {
    const names = new ShownNames();
    expect(names.missing(shown, 'made 1234567890ab\r\nsince 9\r\nagain 1234567890ab\r\n')).toBeUndefined();
    expect(names.inCommand('show aaaaaaaaaaaa')).toBe('show 1234567890ab');
    expect(names.missing(['other bbbbbbbbbbbb'], 'other 1234567890ab')).toBe('other bbbbbbbbbbbb');
  });
});

interface Listed {
  readonly releases: readonly { readonly id: string }[];
}

describe('docs/first-release.md', () => {
  const root = repositoryCopy({ withTests: true, committed: true });

  it('is read in less than its share of 20 minutes, code and all that is shown included', () => {
    expect(wordsOf(page)).toBeGreaterThan(500);
    const read = page.split(/\s+/).length;
    expect(read / WORDS_A_MINUTE).toBeLessThan(READING_MINUTES);
  });

  it('leads to a release on paper, to another one and back', { timeout: TWO_PROMOTIONS_AND_A_DRY_RUN_MS }, async () => {
    const names = new ShownNames();
    // the sources of a strategy are read once in a process
    let qt: WarmQt | undefined;
    for (const step of steps) {
      if (step.kind !== 'run') {
        edit(root, step);
        qt = undefined;
        continue;
      }
      const [npx, program, ...args] = names.inCommand(step.command).split(' ');
      expect([npx, program]).toEqual(['npx', 'qt']);
      qt ??= new WarmQt(root);
      const { code, stdout, stderr } = await qt.run(...args);
      const printed = stderr.replaceAll(PROGRESS, '') + stdout;
      const outcome = { command: step.command, code, missing: names.missing(step.shown, printed) };
      expect(outcome, printed).toEqual({ command: step.command, code: 0, missing: undefined });
    }
  });

  it(
    'leaves two releases that, run at once in one home, each decide as their validation did alone',
    async () => {
      const days = ['--from', '2027-03-01', '--to', '2027-03-02'];
      const json = async (...args: readonly string[]) => {
        const { code, stdout, stderr } = await startedQt([...args, '--json'], root);
        expect(code, stderr).toBe(0);
        return JSON.parse(stdout);
      };
      const { releases } = (await json('releases', 'list')) as Listed;
      const ids = releases.map(({ id }) => id);
      expect(ids).toHaveLength(2);
      const ran = await Promise.all(ids.map((id) => json('paper', '--release', id, ...days)));
      const digests = ids.map((id) => {
        const manifest = readFileSync(join(root, 'releases', 'first-trend', id, 'release.json'), 'utf8');
        return JSON.parse(manifest).validation.digest as string;
      });
      expect(new Set(digests).size).toBe(2);
      expect(ran.map(({ release, digest }) => ({ release, digest }))).toEqual(
        ids.map((release, i) => ({ release, digest: digests[i] })),
      );
      // the journal of each lies in a run of its own, which names the release
      for (const { run, release, digest } of ran)
        expect(readRunInfo(run)).toMatchObject({ release, digest, mode: 'paper' });
      expect(new Set(ran.map(({ run }) => run)).size).toBe(2);
    },
    TWO_PROMOTIONS_AND_A_DRY_RUN_MS,
  );
});

function edit(root: string, step: Exclude<PageStep, { kind: 'run' }>): void {
  const file = join(root, step.file);
  if (step.kind === 'write') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, step.text, { flag: 'wx' });
    return;
  }
  const text = readFileSync(file, 'utf8');
  expect(text.split(step.from)).toHaveLength(2);
  writeFileSync(file, text.replace(step.from, step.to));
}
