// The checkout in; whether its Node and the packages that the kernel stands on are there and work out.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { INSTALL_PACKAGES, type KernelCheck } from './kernel-check.ts';

const NODE_OLDEST = 24;

export const nodeCheck: KernelCheck = {
  id: 'node',
  title: 'Node',
  async run({ root, node, run }) {
    if (node.kind === 'missing') {
      const found = `the Node that this package brings is not at ${node.path}`;
      return { state: 'error', found, command: INSTALL_PACKAGES };
    }
    const answer = await run(node.path, ['--version']);
    const version = answer?.code === 0 ? answer.text.trim().replace(/^v/, '') : undefined;
    if (version === undefined) {
      return { state: 'error', found: `${node.path} does not run`, command: INSTALL_PACKAGES };
    }
    const found = `${version} at ${node.path}`;
    const figures = { version };
    if (node.kind === 'own') {
      if (Number.parseInt(version, 10) < NODE_OLDEST) {
        return { state: 'error', found, figures, advice: `Install Node ${NODE_OLDEST} or later` };
      }
      const advice = 'No package brings a Node for this system: the kernel runs on the one that runs qt';
      return { state: 'warning', found, figures, advice };
    }
    const wanted = pinnedVersion(root);
    if (wanted === undefined || wanted === version) return { state: 'ok', found, figures };
    return { state: 'warning', found: `${found}, not ${wanted} as pinned`, figures, command: INSTALL_PACKAGES };
  },
};

/** As package.json has it for this system; all systems have the same one. */
function pinnedVersion(root: string): string | undefined {
  const file = join(root, 'package.json');
  if (!existsSync(file)) return undefined;
  const { optionalDependencies = {} } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly optionalDependencies?: Readonly<Record<string, string>>;
  };
  return Object.entries(optionalDependencies).find(([name]) => /^node-(?:linux|win)-x64$/.test(name))?.[1];
}

const PACKAGES = ['zeromq', 'typescript-api'] as const;

/** Prints a line for each: its version, or why it does not load. */
const LOADING = `
const { createRequire } = await import('node:module');
const { pathToFileURL } = await import('node:url');
const [package_, ...names] = process.argv.slice(1);
for (const name of names) {
  try {
    const loaded = await import(pathToFileURL(createRequire(package_).resolve(name)).href);
    console.log(name, 'loaded', loaded.version ?? loaded.default?.version ?? '');
  } catch (error) {
    console.log(name, 'failed', String(error.message).split('\\n')[0]);
  }
}
`;

export const packagesCheck: KernelCheck = {
  id: 'packages',
  title: 'packages',
  async run({ root, node, run }) {
    const args = ['--input-type=module', '--eval', LOADING, join(root, 'package.json'), ...PACKAGES];
    const lines = (await run(node.path, args))?.text.split('\n') ?? [];
    const states = PACKAGES.map((name) => {
      const line = lines.find((each) => each.startsWith(`${name} `)) ?? `${name} failed it did not end`;
      const [, state, words = ''] = /^\S+ (\S+) ?(.*)$/.exec(line.trim()) ?? [];
      return { name, isLoaded: state === 'loaded', words };
    });
    const found = states
      .map(({ name, isLoaded, words }) => (isLoaded ? `${name} loads (${words})` : `${name} does not load: ${words}`))
      .join(', ');
    return states.every(({ isLoaded }) => isLoaded)
      ? { state: 'ok', found }
      : { state: 'error', found, command: INSTALL_PACKAGES };
  },
};
