// The path of a file in; why it is not for notebooks, where it reaches a broker or its credentials, out.
import { relative, sep } from 'node:path';

interface Guarded {
  readonly files: RegExp;
  readonly what: string;
}

/** Paths below the package's folder, with `/`; in any case, since some systems find a file by any. */
const GUARDED: readonly Guarded[] = [
  { files: /^src\/adapters\/(?:profit-dll|secrets)\//i, what: 'ProfitDLL and its credentials' },
  { files: /^src\/adapters\/host-link\//i, what: 'the link to the host, over which orders are sent' },
  { files: /^src\/runner\/(?:host|live)\//i, what: 'the host and the live runner, which send orders' },
  { files: /(?:^|\/)node_modules\/@napi-rs\/keyring/i, what: 'the credential store of this machine' },
];

/** A guard against mistakes, not against a person who means it: who runs notebooks may run any program. */
export function liveGuard(root: string): (path: string) => string | undefined {
  const inside = (root + sep).toLowerCase();
  return (path) => {
    const isInside = path.toLowerCase().startsWith(inside);
    const name = (isInside ? path.slice(inside.length) : relative(root, path)).split(sep).join('/');
    const found = GUARDED.find(({ files }) => files.test(name));
    if (found === undefined) return undefined;
    return `${name} cannot be imported into a notebook: it belongs to ${found.what}. Trade with qt paper, qt demo or qt live, in a process of its own`;
  };
}
