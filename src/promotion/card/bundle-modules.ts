// The bundled code of a release in; the source files that it was made of, and between two bundles how many lines of each came and went, out.

/** Comment with which esbuild opens each module; `entry` names nothing but the exports. */
const OPENING = /^\/\/ quantumtrader:((?:src|strategies)\/\S+)$/;

export interface ModuleChange {
  /** `src/core/engine/engine.ts`, `strategies/wdo-regime.ts`. */
  readonly module: string;
  /** Lines of the bundled text; a module that is new, or gone, has only one of both. */
  readonly added: number;
  readonly removed: number;
}

/** Lines by module, in the order of the bundle. What a module does not bring to the bundle is not among them: unused code is left out of it. */
export function bundleModules(code: Uint8Array): ReadonlyMap<string, readonly string[]> {
  const modules = new Map<string, string[]>();
  let lines: string[] | undefined;
  for (const line of new TextDecoder().decode(code).split('\n')) {
    const module = OPENING.exec(line)?.[1];
    if (module !== undefined) {
      lines = modules.get(module) ?? [];
      modules.set(module, lines);
    } else if (line !== '') lines?.push(line);
  }
  return modules;
}

/** Those that differ, by name. */
export function moduleChanges(before: Uint8Array, after: Uint8Array): readonly ModuleChange[] {
  const [old, fresh] = [bundleModules(before), bundleModules(after)];
  const names = [...new Set([...old.keys(), ...fresh.keys()])].sort();
  return names.flatMap((module): readonly ModuleChange[] => {
    const [from, to] = [old.get(module) ?? [], fresh.get(module) ?? []];
    const kept = commonLines(from, to);
    const change = { module, added: to.length - kept, removed: from.length - kept };
    return change.added + change.removed === 0 ? [] : [change];
  });
}

/** Length of the longest common subsequence, by the table of Wagner and Fischer over what is left between equal ends. */
function commonLines(from: readonly string[], to: readonly string[]): number {
  let start = 0;
  while (start < from.length && start < to.length && from[start] === to[start]) start += 1;
  let end = 0;
  while (end < from.length - start && end < to.length - start && from.at(-1 - end) === to.at(-1 - end)) end += 1;
  const [a, b] = [from.slice(start, from.length - end), to.slice(start, to.length - end)];
  let above = new Uint32Array(b.length + 1);
  for (const line of a) {
    const row = new Uint32Array(b.length + 1);
    for (let at = 1; at <= b.length; at += 1) {
      row[at] = line === b[at - 1] ? above[at - 1]! + 1 : Math.max(above[at]!, row[at - 1]!);
    }
    above = row;
  }
  return start + end + above[b.length]!;
}
