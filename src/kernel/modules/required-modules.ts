// Files that changed in; what `require` loads in their place, so that it gives their present text too, out.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { types } from 'node:util';

const NEVER_ES = /\.(?:cjs|cts|json)$/i;

/**
 * CommonJS modules and JSON come anew when they are out of Node's cache. For ES modules Node has another one, which nothing leaves and
 * which knows no versions where a file is required: a module of our own gives on what it imports.
 */
export class RequiredModules {
  private readonly cache = createRequire(import.meta.url).cache;
  private readonly commonJs = new Set<string>();
  /** Texts of the modules in between, by their URLs. */
  private readonly texts = new Map<string, string>();
  /** Their URLs, by the path of the file that they stand for. */
  private readonly between = new Map<string, string>();

  isCached(path: string): boolean {
    return this.cache[path] !== undefined;
  }

  /** What is in the cache of this file is of no use any more. */
  forget(path: string): void {
    const found = this.cache[path];
    if (found !== undefined && types.isModuleNamespaceObject(found.exports)) this.commonJs.delete(path);
    else if (found !== undefined) this.commonJs.add(path);
    delete this.cache[path];
    const url = this.between.get(path);
    if (url === undefined) return;
    this.between.delete(path);
    this.texts.delete(url);
    delete this.cache[fileURLToPath(url)];
  }

  /** Of a file and the URL of its present version: the URL to load where it is required; undefined for the file itself. */
  urlOf(path: string, versioned: string): string | undefined {
    if (NEVER_ES.test(path) || this.commonJs.has(path)) return undefined;
    const url = new URL(versioned);
    const version = url.search.slice(1).replace('=', '-');
    url.search = '';
    const href = `${url.href}.${version}.mjs`;
    this.between.set(path, href);
    this.texts.set(href, textFor(versioned));
    return href;
  }

  textOf(url: string): string | undefined {
    return this.texts.get(url);
  }
}

/** With what Node does where a module exports `module.exports`, or a default. */
function textFor(url: string): string {
  const given = "'default' in all && !('__esModule' in all) ? { ...all, __esModule: true } : all";
  return `import * as all from ${JSON.stringify(url)};
const given = 'module.exports' in all ? all['module.exports'] : ${given};
export { given as 'module.exports' };`;
}
