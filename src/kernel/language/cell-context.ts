// Cells that ran in; the text of the module that stands for a cell, with the names of earlier cells in its first line, out.

import { type CellNames, cellNames, type DeclaredKind } from './cell-names.ts';

/** A cell as a module: its code from `start` on, after one line with what it takes from earlier cells. */
export interface CellModule {
  readonly text: string;
  /** UTF-16 offset of the cell's first character. */
  readonly start: number;
  /** Names that it takes from earlier cells, as they were declared there. */
  readonly taken: ReadonlyMap<string, DeclaredKind>;
}

interface RanCell extends CellModule {
  /** Numbers of the cells whose names it takes. */
  readonly takesFrom: ReadonlySet<number>;
}

interface EarlierName {
  /** Number of the cell that declared it last. */
  readonly cell: number;
  readonly kind: DeclaredKind;
}

type Taken = readonly (readonly [name: string, from: EarlierName])[];

/** In a name of a constant as it is where its cell ends, after all guards. */
const AT_END = '$end';

/** The name of the module that stands for a cell, beside the notebook. */
export function cellFileName(cell: number): string {
  return `.cell-${cell}.mts`;
}

/** For people: the modules that stand for cells are named in types and messages, and nobody has such files. */
export function withoutCellFiles(text: string): string {
  return text
    .replaceAll(/import\("[^"]*\/\.cell-(\d+)(?:\.mts)?"[^)]*\)\.([\w$]+)/g, '$2 (of cell $1)')
    .replaceAll(/(typeof )?import\("[^"]*\/\.cell-(\d+)(?:\.mts)?"[^)]*\)/g, 'cell $2')
    .replaceAll(AT_END, '');
}

/** A file that exists for the language service alone. */
export function isCellFile(path: string): boolean {
  return /\/\.(?:cell|kernel-globals)[^/]*\.m?ts$/.test(path);
}

/** Whether this declaration was not written by anybody: the kernel passes a name on with it. */
export function isPassedOn(
  text: string,
  { start, length }: { readonly start: number; readonly length: number },
): boolean {
  return /^(?:declare let [\w$]+: typeof import\('\.\/\.cell-|const [\w$]+\$end = )/.test(
    text.slice(start, start + length),
  );
}

export class CellContext {
  private readonly names = new Map<string, EarlierName>();
  private readonly cells = new Map<number, RanCell>();

  /**
   * What the cell declared is there for later cells, over what they declared before. A cell that does not parse gives nothing.
   * @param isWhole false: it failed, and nobody here knows where; only names that had no declaration are taken from it
   */
  ran(cell: number, code: string, isWhole = true): void {
    const names = cellNames(code);
    if (names.isBroken) return;
    const taken = this.taken(names, (name) => names.words.has(name));
    const head = headOf(taken);
    const text = `${head}${code}\n${tailOf(names)}\n`;
    const takesFrom = new Set(taken.map(([, { cell: from }]) => from));
    this.cells.set(cell, { text, start: head.length, taken: kindsOf(taken), takesFrom });
    for (const [name, kind] of names.declared) {
      if (isWhole || !this.names.has(name)) this.names.set(name, { cell, kind });
    }
    this.dropUnreachable(cell);
  }

  /** The cell as it would run now; all names of earlier cells are there, since who types it may want any. */
  moduleOf(code: string): CellModule {
    const taken = this.taken(cellNames(code), () => true);
    const head = headOf(taken);
    return { text: head + code, start: head.length, taken: kindsOf(taken) };
  }

  cellNumbers(): Iterable<number> {
    return this.cells.keys();
  }

  moduleOfCell(cell: number): CellModule | undefined {
    return this.cells.get(cell);
  }

  private taken(own: CellNames, wants: (name: string) => boolean): Taken {
    return [...this.names].filter(([name]) => !own.declared.has(name) && wants(name));
  }

  /** Cells of which nothing is left in sight, not even in the types of others, would only pile up. */
  private dropUnreachable(latest: number): void {
    const reached = new Set<number>([latest]);
    for (const { cell } of this.names.values()) reached.add(cell);
    for (const cell of reached) for (const from of this.cells.get(cell)?.takesFrom ?? []) reached.add(from);
    for (const cell of this.cells.keys()) if (!reached.has(cell)) this.cells.delete(cell);
  }
}

/**
 * One line. Variables are declared anew with their type, since an imported one cannot be assigned; all else is imported,
 * which keeps documentation, type parameters and literal types.
 */
function headOf(taken: Taken): string {
  const imported = new Map<number, string[]>();
  const declared: string[] = [];
  for (const [name, { cell, kind }] of taken) {
    if (kind === 'variable') {
      declared.push(`declare let ${name}: typeof import('./${cellFileName(cell)}').${name};`);
    } else {
      const names = imported.get(cell);
      if (names === undefined) imported.set(cell, [name]);
      else names.push(name);
    }
  }
  const imports = [...imported].map(
    ([cell, names]) => `import { ${names.join(', ')} } from './${cellFileName(cell)}';`,
  );
  return `${['export {};', ...imports, ...declared].join(' ')}\n`;
}

function kindsOf(taken: Taken): ReadonlyMap<string, DeclaredKind> {
  return new Map(taken.map(([name, { kind }]) => [name, kind]));
}

function tailOf({ declared, exported, guarded }: CellNames): string {
  const narrowed = [...guarded].map((name) => `const ${name}${AT_END} = ${name};`);
  const names = [...declared.keys()]
    .filter((name) => !exported.has(name))
    .map((name) => (guarded.has(name) ? `${name}${AT_END} as ${name}` : name));
  return [...narrowed, `export { ${names.join(', ')} };`].join(' ');
}
