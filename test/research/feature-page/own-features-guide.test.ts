// The guide to features of one's own; expects that its code compiles and runs, and that its commands print what it quotes.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Outcome, outcomeOf, repositoryRoot, startNode } from '../../cli/support/qt.ts';

interface Block {
  readonly language: string;
  readonly text: string;
}

const guide = readFileSync(join(repositoryRoot, 'docs/own-features.md'), 'utf8').replaceAll('\r\n', '\n');
const blocks = [...guide.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(
  ([, language, text]): Block => ({ language: language!, text: text! }),
);
const sources = blocks.filter(({ language }) => language === 'ts');
const sessions = blocks
  .filter(({ language }) => language === 'console')
  .map(({ text }) => {
    const [first, ...output] = text.split('\n');
    return { command: first!.replace(/^\$ /, ''), output: output.join('\n') };
  });
const nameOf = ({ text }: Block): string => /^\/\/ ([\w-]+\.ts)\n/.exec(text)?.[1] ?? '';
/** What differs from machine to machine, and from one catalogue to the next. */
const VARYING = /\d+(\.\d+)?(?= (?:ns|bytes|features|pictures|candles|are stated))/g;

// inside of the repository: only there is quantumtrader known by its name
const results = join(repositoryRoot, 'test-results');
mkdirSync(results, { recursive: true });
const folder = mkdtempSync(join(results, 'own-features-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function runCommand(command: string): Promise<Outcome> {
  const [program, ...args] = command.split(' ');
  if (program === 'node') return outcomeOf(startNode(join(folder, args[0]!), args.slice(1), folder));
  const main = join(repositoryRoot, 'src/cli/main.ts');
  return outcomeOf(startNode(main, [...args.slice(1), '--home', folder], folder));
}

describe('the guide to features of one’s own', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    for (const source of sources) writeFileSync(join(folder, nameOf(source)), source.text);
    const { code, stderr } = await runCommand('npx qt synth');
    expect([code, stderr.includes('rror')]).toEqual([0, false]);
  }, 60_000);

  it('shows files with names, and what commands print', () => {
    expect(
      blocks.map(({ language }) => language).filter((language) => language !== 'ts' && language !== 'console'),
    ).toEqual([]);
    expect(sources.map(nameOf)).not.toContain('');
    expect(sources.length).toBeGreaterThan(5);
    expect(sessions.length).toBeGreaterThan(5);
  });

  it('has code that compiles', async () => {
    const config = { extends: '../../tsconfig.json', include: ['*.ts'], compilerOptions: { rootDir: repositoryRoot } };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const compiler = join(repositoryRoot, 'node_modules/typescript/bin/tsc');
    const { code, stdout } = await outcomeOf(startNode(compiler, ['--noEmit', '-p', folder]));
    expect([stdout, code]).toEqual(['', 0]);
  });

  it.concurrent.each(sessions)('quotes what is printed by $command', async ({ command, output }) => {
    const { code, stdout, stderr } = await runCommand(command);
    expect(stdout.replaceAll(VARYING, 'N'), stderr).toBe(output.replaceAll(VARYING, 'N'));
    expect(code).toBe(/broken rules|look ahead$/m.test(output) ? 1 : 0);
  });

  it('has a strategy that can be looked at as well', async () => {
    const { code, stdout } = await runCommand('npx qt features check my-strategy.ts');
    expect([code, stdout]).toEqual([0, expect.stringContaining('bodyTicks: ok')]);
  });
});
