// Takes two places of the source tree; says whether the first may import the second, and why not.

/** Folders of src in the order of imports: a folder may import those of lower levels, not its own level's others. */
const LEVELS: Readonly<Record<string, number>> = {
  core: 0,
  simulation: 1,
  adapters: 1,
  runner: 2,
  research: 2,
  promotion: 3,
  monitor: 3,
  cli: 4,
};

/** Inside core a folder imports only those before it. */
const PIPELINE: readonly string[] = [
  ...['market', 'account', 'candles', 'quality', 'features', 'regime'],
  ...['catalogue', 'prediction', 'signal', 'risk', 'execution', 'engine'],
];

/** What strategies and notebooks import by the package's name. Nothing in src may import them: they name everything. */
const FACES: readonly string[] = ['src/index.ts', 'src/research/index.ts'];

/** No node:, no npm package, no clock, no randomness, no I/O. */
export function mustBePure(file: string): boolean {
  return /^(src\/core|src\/simulation|strategies)\//.test(file);
}

interface Place {
  readonly folder: string;
  readonly coreFolder: string | undefined;
}

function placeOf(file: string): Place {
  const [, folder = '', inner = '', ...deeper] = file.split('/');
  return { folder, coreFolder: folder === 'core' && deeper.length > 0 ? inner : undefined };
}

/** Why a file may not lie where it lies, or undefined. */
export function misplaced(file: string): string | undefined {
  if (!file.startsWith('src/') || FACES.includes(file)) return undefined;
  const { folder, coreFolder } = placeOf(file);
  if (folder !== 'kernel' && LEVELS[folder] === undefined) return `src/${folder} is not a place of this house`;
  if (coreFolder !== undefined && !PIPELINE.includes(coreFolder))
    return `src/core/${coreFolder} is not in the pipeline`;
  return undefined;
}

function forbiddenInCore(from: string | undefined, to: string | undefined): string | undefined {
  if (from === to || to === undefined) return undefined;
  if (from === undefined) return `a file directly in src/core imports no folder of it, here core/${to}`;
  const isAbove = PIPELINE.indexOf(to) < PIPELINE.indexOf(from);
  return isAbove ? undefined : `core/${from} may not import core/${to}, which comes later in the pipeline`;
}

/** Why `from` may not import `to` (both paths from the root of the repository), or undefined when it may. */
export function forbidden(from: string, to: string): string | undefined {
  // The version of the program stands there, once.
  if (to === 'package.json' && !mustBePure(from)) return undefined;
  if (!to.startsWith('src/')) return `src may not import ${to}, which lies outside of it`;
  if (FACES.includes(to)) return `${to} is a face for those outside; import the file that has it`;
  const source = placeOf(from);
  const target = placeOf(to);
  if (from === 'src/index.ts') {
    // Whatever it names, a strategy can reach.
    const isReachable = target.folder === 'core' || target.folder === 'simulation';
    return isReachable ? undefined : `src/index.ts is what a strategy can reach; it may not import ${target.folder}`;
  }
  if (source.folder === target.folder) {
    return source.folder === 'core' ? forbiddenInCore(source.coreFolder, target.coreFolder) : undefined;
  }
  if (source.folder === 'kernel') return `kernel imports nothing of the rest, here ${target.folder}`;
  if (target.folder === 'kernel') {
    return source.folder === 'cli' ? undefined : `only cli may import kernel, not ${source.folder}`;
  }
  // A notebook backtests; the other way round, nothing live imports research.
  if (source.folder === 'research' && target.folder === 'runner') return undefined;
  const isLower = (LEVELS[target.folder] ?? Number.NaN) < (LEVELS[source.folder] ?? Number.NaN);
  return isLower ? undefined : `${source.folder} may not import ${target.folder}`;
}
