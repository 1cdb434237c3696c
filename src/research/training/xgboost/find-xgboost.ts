// Where a person says the XGBoost library is, or nothing, in; the path of the first that exists out, or how to get one.

import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../../adapters/user-error.ts';

export interface XgboostPlaces {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

const LINUX = [
  ...['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/local/lib', '/usr/lib64', '/usr/lib'].flatMap(
    (folder) => [join(folder, 'libxgboost.so.0'), join(folder, 'libxgboost.so')],
  ),
];

const RECIPES: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'Debian and Ubuntu: apt install libxgboost0. Elsewhere: pip install xgboost',
  win32: 'pip install xgboost (its wheel has xgboost.dll in Lib\\site-packages\\xgboost\\lib)',
  darwin: 'brew install xgboost, or pip install xgboost',
};

const HERE: XgboostPlaces = { platform: process.platform, environment: process.env, home: homedir() };

/**
 * The option goes before the variable QT_XGBOOST, and either before the usual places: the system's folders, then the wheels of the
 * active and the installed Pythons. @throws UserError `xgboost-missing`
 */
export function findXgboost(option: string | undefined, places: XgboostPlaces = HERE): string {
  const named = option ?? places.environment.QT_XGBOOST;
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named;
    throw missing(`There is no XGBoost library at ${named}`, named, places.platform);
  }
  const found = usualPaths(places).find((path) => existsSync(path));
  if (found === undefined) throw missing('No XGBoost library was found', undefined, places.platform);
  return found;
}

function missing(message: string, file: string | undefined, platform: NodeJS.Platform): UserError {
  const recipe = RECIPES[platform] ?? 'pip install xgboost';
  const fix = `${recipe}; then, where it is not found by itself, set QT_XGBOOST to the library's path. Kind 'trees' needs none`;
  return new UserError({ code: 'xgboost-missing', message, file, fix });
}

function usualPaths(places: XgboostPlaces): readonly string[] {
  const { VIRTUAL_ENV, CONDA_PREFIX } = places.environment;
  const roots = [VIRTUAL_ENV, CONDA_PREFIX].filter((root) => root !== undefined && root !== '') as string[];
  if (places.platform === 'win32') return windowsPaths(places, roots);
  const name = places.platform === 'darwin' ? 'libxgboost.dylib' : 'libxgboost.so';
  const wheels = [...roots, join(places.home, '.local'), '/usr/local', '/usr'].flatMap((root) =>
    foldersOf(join(root, 'lib'), /^python3/).flatMap((python) =>
      ['site-packages', 'dist-packages'].map((packages) => join(python, packages, 'xgboost', 'lib', name)),
    ),
  );
  const system =
    places.platform === 'darwin' ? ['/opt/homebrew/lib', '/usr/local/lib'].map((folder) => join(folder, name)) : LINUX;
  return [...roots.map((root) => join(root, 'lib', name)), ...system, ...wheels];
}

function windowsPaths({ environment }: XgboostPlaces, roots: readonly string[]): readonly string[] {
  const { LOCALAPPDATA, APPDATA, ProgramFiles } = environment;
  const pythons = [
    ...roots,
    ...(LOCALAPPDATA === undefined ? [] : foldersOf(join(LOCALAPPDATA, 'Programs', 'Python'), /^Python3/)),
    ...(ProgramFiles === undefined ? [] : foldersOf(ProgramFiles, /^Python3/)),
  ].map((root) => join(root, 'Lib'));
  const ofUser = APPDATA === undefined ? [] : foldersOf(join(APPDATA, 'Python'), /^Python3/);
  return [...pythons, ...ofUser].map((root) => join(root, 'site-packages', 'xgboost', 'lib', 'xgboost.dll'));
}

function foldersOf(folder: string, name: RegExp): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((each) => name.test(each))
    .sort()
    .reverse()
    .map((each) => join(folder, each));
}
