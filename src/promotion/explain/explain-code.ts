// A release in; where its code comes from: the commit, the source files in the bundle, and the tools that made it, out.

import { bundleModules } from '../card/bundle-modules.ts';
import { sha256Of } from '../release/plain-file.ts';
import { CODE_FILE } from '../release/release-manifest.ts';
import { type Explained, explained } from './explained.ts';
import type { ExplainedRelease } from './explained-release.ts';

const HASH_SHOWN = 12;

export function explainCode({ release: { code, manifest } }: ExplainedRelease): Explained {
  const { commit, clean } = manifest.git;
  const modules = [...bundleModules(code)].map(([module, lines]) => {
    const hash = sha256Of(Buffer.from(lines.join('\n'))).slice(0, HASH_SHOWN);
    return explained(module, `${lines.length} lines in the bundle, sha256 ${hash}`, 'proved');
  });
  const own = modules.filter(({ field }) => field.startsWith('strategies/'));
  const others = modules.filter(({ field }) => !field.startsWith('strategies/'));
  return explained('code', `${modules.length} source files in one bundle`, 'proved', [
    explained('bundle', `${CODE_FILE}, ${code.length} bytes, sha256 ${sha256Of(code)}`, 'proved'),
    explained('commit', `${commit ?? 'none'}${clean ? '' : ', with changes that no commit has'}`, 'stated'),
    explained('packageVersion', manifest.packageVersion, 'stated'),
    ...[...own, ...others],
  ]);
}

export function explainTools({ release: { manifest } }: ExplainedRelease): Explained {
  const { nodeVersion, lockfileSha256, tools } = manifest;
  const installed = Object.entries(tools ?? {}).map(([name, version]) => explained(name, version, 'stated'));
  const says =
    'Node and packages are compared when the release is loaded; a bundle of other versions is another release';
  return explained('tools', says, 'stated', [
    explained('node', nodeVersion, 'stated'),
    explained('lockfile', `package-lock.json with sha256 ${lockfileSha256}`, 'stated'),
    ...(tools === undefined
      ? [explained('installed', 'a release of an earlier version: it does not say', 'missing')]
      : installed),
  ]);
}
