// Wrong input of every kind through the command line: one clear sentence and a way out, never a stack trace that nobody asked for.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { copyModel } from './support/model-copy.ts';
import { temporaryFolder, WarmQt } from './support/qt.ts';
import { repositoryCopy } from './support/repository-copy.ts';
import { flipByte } from './support/tamper.ts';
import { DAY, wrongInputs } from './support/wrong-inputs.ts';

const root = repositoryCopy();
const home = temporaryFolder('bad-input');
const broken = join(root, 'broken');
const model = join(home, 'corrupt-model');
const qt = new WarmQt(root);
const TICK_HEADER = '<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>';

/** wdo-regime under another name with one thing in it changed. */
function brokenStrategy(name: string, from: string | RegExp, to: string): void {
  const text = readFileSync(join(root, 'strategies', 'wdo-regime.ts'), 'utf8');
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`nothing was changed in ${name}`);
  mkdirSync(broken, { recursive: true });
  writeFileSync(join(broken, `${name}.ts`), changed.replace(/'wdo-regime',(\s+instruments)/, `'${name}',$1`));
}

const file = (name: string): string => join(home, name);

/** What a slow machine says of how far it is. */
const PROGRESS = /^\w+: \d+ % .*\n/gm;
const STACK = /^\s+at .+:\d+:\d+\)?$/m;

beforeAll(async () => {
  const row = '2020.04.02\t09:03:09.000\t\t\tabc\t5';
  const whole = gzipSync(`${TICK_HEADER}\n${'2020.04.02\t09:03:09.000\t\t\t5250.0\t5\n'.repeat(1000)}`);
  writeFileSync(file('cut.csv.gz'), whole.subarray(0, whole.length - 20));
  writeFileSync(file('other.csv'), 'a;b;c\n1;2;3\n');
  writeFileSync(file('row.csv'), `${TICK_HEADER}\r\n${row}\r\n`);
  copyModel(model);
  flipByte(join(model, 'direction-all.onnx'));
  brokenStrategy('unknown-feature', 'ema, hold', 'emma as ema, hold');
  brokenStrategy('unknown-variant', 'ema.slope(', 'ema.slopes(');
  brokenStrategy('unknown-regime', /ruleRegime/g, 'cleverRegime');
  brokenStrategy('no-regime', 'regime: ruleRegime(),', '');
  brokenStrategy(
    'throws',
    'if (prediction === undefined)',
    "if (regime.ageCandles >= 0) throw new Error('no idea');\n",
  );
  brokenStrategy('clock', 'if (prediction === undefined)', 'if (Date.now() < 0)');
  brokenStrategy('parameter', 'period: 20', 'period: -1');
  await qt.json('synth', '--days', '1', '--home', home);
});

describe.each(wrongInputs({ home, broken, model }))('wrong %s:', (_, cases) => {
  it.each(cases)('$name', async ({ args, says, code, exit = 1, field }) => {
    const plain = await qt.run(...args, '--home', home);
    expect(plain.code, plain.stderr).toBe(exit);
    expect(plain.stdout).toBe('');
    const lines = plain.stderr.replaceAll(PROGRESS, '').trimEnd().split('\n');
    expect(lines, plain.stderr).toHaveLength(2);
    expect(lines[0]).toMatch(says);
    expect(plain.stderr).not.toMatch(STACK);

    const json = await qt.run(...args, '--home', home, '--json');
    expect(json.code).toBe(exit);
    expect(json.stdout).toMatch(/^\{.*\}\n$/);
    const { error } = JSON.parse(json.stdout) as { error: Record<string, unknown> };
    expect(error.code).toBe(code);
    expect(error.message).toMatch(says);
    expect(error.fix).toMatch(/\w/);
    if (field !== undefined) expect(error.field).toBe(field);
  });
});

describe('a stack trace', () => {
  it('is printed with --debug, after the sentence, with that of the cause', async () => {
    const args = ['backtest', join(broken, 'unknown-variant.ts'), ...DAY, '--no-record'];
    const { code, stderr, stdout } = await qt.run(...args, '--home', home, '--debug', '--json');
    expect(code).toBe(1);
    expect(stderr).toMatch(STACK);
    expect(stderr).toContain('TypeError: ema.slopes is not a function');
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'strategy-broken', line: expect.any(Number) } });
  });
});

describe('a name that the compiler knows to be wrong', () => {
  const NAMES = [
    ['of a regime', "regime.kind === 'range'", "regime.kind === 'sideways'", 'sideways'],
    ['of a feature', 'decide({ regime', 'decide({ features: { slop }, regime', 'slop'],
  ] as const;

  it.each(NAMES)('%s is refused by the promotion, naming the line', async (_, from, to, word) => {
    brokenStrategy('mistyped', from, to);
    const strategy = join(root, 'strategies', 'mistyped.ts');
    writeFileSync(strategy, readFileSync(join(broken, 'mistyped.ts')));
    const { code, stderr } = await qt.run('promote', 'mistyped', 'paper', ...DAY, '--home', home);
    rmSync(strategy);
    expect(code).toBe(1);
    expect(stderr).toMatch(/FAILED\s+types: .*mistyped\.ts\(\d+,\d+\): error TS\d+/);
    expect(stderr).toContain(word);
  });
});
