// Takes the syntax tree of a file; gives every module it names: imports, re-exports, dynamic imports, types, workers.
import { literalText, nodeIn, type SyntaxNode, walk } from './syntax.ts';

export interface ImportedModule {
  /** What stands between the quotes; undefined when it is computed at run time. */
  readonly specifier: string | undefined;
  /** Types are gone when the program runs; a worker is another program. Both bind the design, only values can cycle. */
  readonly kind: 'value' | 'type' | 'worker';
  readonly offset: number;
}

const STATIC_IMPORTS = new Set(['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration']);

function importedModule(node: SyntaxNode): ImportedModule | undefined {
  const offset = node.start;
  if (STATIC_IMPORTS.has(node.type)) {
    const source = nodeIn(node, 'source');
    if (source === undefined) return undefined;
    const isType = node.importKind === 'type' || node.exportKind === 'type';
    return { specifier: literalText(source), kind: isType ? 'type' : 'value', offset };
  }
  if (node.type === 'ImportExpression')
    return { specifier: literalText(nodeIn(node, 'source')), kind: 'value', offset };
  if (node.type === 'TSImportType') return { specifier: literalText(nodeIn(node, 'source')), kind: 'type', offset };
  if (node.type === 'TSExternalModuleReference') {
    return { specifier: literalText(nodeIn(node, 'expression')), kind: 'value', offset };
  }
  return node.type === 'NewExpression' ? workerModule(node) : undefined;
}

/** `new URL('./x.ts', import.meta.url)`: how a worker or a child process names its module. */
function workerModule(node: SyntaxNode): ImportedModule | undefined {
  if (nodeIn(node, 'callee')?.name !== 'URL') return undefined;
  const specifier = literalText((node.arguments as readonly SyntaxNode[])[0]);
  return specifier?.endsWith('.ts') === true ? { specifier, kind: 'worker', offset: node.start } : undefined;
}

export function importedModules(tree: SyntaxNode): readonly ImportedModule[] {
  const found: ImportedModule[] = [];
  walk(tree, (node) => {
    const imported = importedModule(node);
    if (imported !== undefined) found.push(imported);
  });
  return found;
}
