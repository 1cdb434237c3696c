// Every command of the command line: one line of JSON with --json and nothing else there, and help that shows an example.
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { outcomeOf, repositoryRoot, startNode, temporaryFolder, WarmQt } from './support/qt.ts';
import { repositoryCopy } from './support/repository-copy.ts';

const DAY = ['--from', '2027-03-01', '--to', '2027-03-01'];
const BARS = join(repositoryRoot, 'datasets', 'examples', 'wdo-contract-m1.csv');
const MAPPING = join(repositoryRoot, 'datasets', 'examples', 'wdo-contract-m1.json');

type Command = readonly [name: string, args: () => readonly string[], keys: readonly string[]];

describe('the output with --json', () => {
  const root = repositoryCopy();
  const home = temporaryFolder('output');
  const demoHome = temporaryFolder('output-demo');
  const qt = new WarmQt(root);
  let run = '';

  beforeAll(async () => {
    await qt.json('synth', '--days', '1', '--home', home);
    await qt.json('promote', 'wdo-regime', 'paper', ...DAY, '--home', home);
    ({ run } = await qt.json<{ run: string }>('backtest', 'wdo-regime', ...DAY, '--home', home));
  });

  const demo: Command = [
    'demo',
    () => ['demo'],
    ['identical', 'decisions', 'firstDifference', 'release', 'run', 'report'],
  ];
  const commands: readonly Command[] = [
    [
      'import',
      () => ['import', 'csv', BARS, '--mapping', MAPPING],
      ['format', 'instrument', 'rowsRead', 'rowsAccepted', 'rowsSkipped', 'parts'],
    ],
    ['candles', () => ['candles', 'WDOJ27', '--day', '2027-03-01'], ['instrument', 'day', 'interval', 'candles']],
    ['datasets', () => ['datasets'], ['datasets']],
    ['synth', () => ['synth', '--days', '1'], ['provenance', 'days']],
    ['strategies', () => ['strategies'], ['strategies']],
    [
      'train',
      () => ['train', '--synthetic-days', '8', '--edge', '3', '--out', join(home, 'trained')],
      ['model', 'trainingRows', 'validationRows', 'notices'],
    ],
    [
      'backtest',
      () => ['backtest', 'wdo-regime', ...DAY, '--report', join(home, 'report.html')],
      [
        ...['digest', 'decisions', 'trades', 'netPnlBrl', 'maxDrawdownBrl', 'holdReasons', 'rollsCrossed'],
        ...['maxHeldOverRoll', 'run', 'report'],
      ],
    ],
    [
      'promote',
      () => ['promote', 'wdo-regime', 'paper', ...DAY, '--seed', '2'],
      ['release', 'dir', 'isNew', 'before', 'gates'],
    ],
    ['releases list', () => ['releases', 'list'], ['releases']],
    [
      'releases show',
      () => ['releases', 'show', 'wdo-regime@paper'],
      ['id', 'dir', 'signedBy', 'channels', 'manifest', 'gates'],
    ],
    ['releases rollback', () => ['releases', 'rollback', 'wdo-regime', 'paper'], ['strategy', 'stage', 'from', 'to']],
    [
      'paper',
      () => ['paper', '--release', 'wdo-regime@paper', ...DAY],
      ['digest', 'decisions', 'trades', 'netPnlBrl', 'release', 'run', 'report'],
    ],
    ['replay', () => ['replay', run], ['identical', 'decisions', 'firstDifference', 'predictions', 'notices']],
    // the whole way once more: demo.test.ts goes it in every run
    ...(process.env.QT_NIGHTLY === '1' ? [demo] : []),
  ];

  it.each(commands)('of qt %s is one object on one line', async (name, args, keys) => {
    // the demonstration makes days of its own, which would stand where these stand
    const where = name === 'demo' ? demoHome : home;
    const { code, stdout, stderr } = await qt.run(...args(), '--json', '--home', where);
    expect(code, stdout + stderr).toBe(0);
    expect(stdout.endsWith('\n')).toBe(true);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    const result = JSON.parse(stdout) as Record<string, unknown>;
    expect(Object.keys(result)).toEqual(expect.arrayContaining([...keys]));
  });

  it('is the same wherever the global options stand', async () => {
    const before = await qt.run('--json', '--home', home, 'datasets');
    const after = await qt.run('datasets', '--home', home, '--json');
    expect(before).toEqual(after);
  });

  it('names the mistake when no command is given', async () => {
    const { code, stdout } = await qt.run('--json');
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toEqual({
      error: { code: 'usage', message: 'No command is named', fix: 'See qt --help' },
    });
  });
});

describe('the help', () => {
  const qt = new WarmQt();
  const COMMANDS = [
    ...['import', 'candles', 'datasets', 'synth', 'strategies', 'train', 'backtest', 'promote', 'releases'],
    ...['releases list', 'releases show', 'releases rollback', 'paper', 'replay', 'demo'],
  ];

  it.each(COMMANDS)('of qt %s shows an example of it', async (command) => {
    const { code, stdout, stderr } = await qt.run(...command.split(' '), '--help');
    expect(code).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toContain(`Usage: qt ${command}`);
    const example = stdout.slice(stdout.search(/^Examples?:$/m));
    expect(example).toMatch(new RegExp(`^  (qt ${command}\\b|npm start)`, 'm'));
  });

  it('of qt lists every command and the exit codes', async () => {
    const { code, stdout } = await qt.run('--help');
    expect(code).toBe(0);
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${command.split(' ')[0]}\\b`, 'm'));
    expect(stdout).toContain('Exit codes: 0 done; 1 refused, failed, or the replay differs; 2 wrong usage.');
  });

  it('of every command that is listed opens by its name alone, as it is loaded alone', async () => {
    const { stdout } = await qt.run('--help');
    const listed = [...stdout.slice(stdout.indexOf('Commands:')).matchAll(/^ {2}([a-z-]+)/gm)].map(([, name]) => name!);
    expect(listed.length).toBeGreaterThan(40);
    for (const name of listed.filter((each) => each !== 'help')) {
      expect((await qt.run(name, '--help')).stdout).toMatch(new RegExp(`^Usage: qt ${name}\\b`));
    }
  });

  it('means the nearest of all commands where none has the name', async () => {
    const { code, stderr } = await qt.run('statsu');
    expect(code).toBe(2);
    expect(stderr).toContain('(Did you mean status?)');
  });

  it('is reached through scripts/qt.cjs from any folder', async () => {
    const script = join(repositoryRoot, 'scripts', 'qt.cjs');
    const { code, stdout } = await outcomeOf(startNode(script, ['--version'], temporary));
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });

  const temporary = temporaryFolder('elsewhere');
});
