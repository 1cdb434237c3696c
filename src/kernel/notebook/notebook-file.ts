// The path of an .ipynb file in; its notebook, of which the known fields are proven and the unknown ones kept, out.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { NotebookError } from './notebook-error.ts';

const lines = z.union([z.string(), z.array(z.string())]);
const metadataSchema = z.record(z.string(), z.unknown());
const cellSchema = z.looseObject({
  id: z.string().optional(),
  cell_type: z.string(),
  source: lines,
  metadata: metadataSchema.default({}),
  outputs: z.array(z.looseObject({ output_type: z.string() })).optional(),
  execution_count: z.number().nullish(),
  attachments: z.record(z.string(), metadataSchema).optional(),
});
const notebookSchema = z.looseObject({
  cells: z.array(cellSchema),
  metadata: metadataSchema,
  nbformat: z.literal(4),
  nbformat_minor: z.number().int().min(0),
});

/** As it stands in the file, the fields of one output. */
export type Output = z.infer<typeof cellSchema>['outputs'] extends (infer Each)[] | undefined ? Each : never;
export type NotebookCell = z.infer<typeof cellSchema>;
export type Notebook = z.infer<typeof notebookSchema>;

/** Languages of kernels whose notebooks run here. */
const LANGUAGES: ReadonlySet<string> = new Set(['typescript', 'javascript']);

/** @throws NotebookError where the file is none, or is for a kernel of another language. */
export function readNotebook(path: string): Notebook {
  return parseNotebook(textOf(path), path);
}

export function parseNotebook(text: string, path: string): Notebook {
  const found = parsed(text, path);
  const version = versionOf(found);
  if (version !== undefined && version !== 4) {
    const fix =
      version < 4
        ? 'Open it in Jupyter and save it, or: jupyter nbconvert --to notebook --nbformat 4 FILE'
        : 'Save it in format 4, which is what Jupyter writes today';
    throw new NotebookError({
      code: 'notebook-version',
      message: `${path} has format ${version}, not 4`,
      fix,
      file: path,
    });
  }
  const checked = notebookSchema.safeParse(found);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    const place = issue === undefined || issue.path.length === 0 ? '' : ` at ${placeOf(issue.path)}`;
    const message = `${path} is no notebook${place}: ${issue?.message ?? 'its form is unknown'}`;
    const fix = 'Save it with Jupyter or VS Code, or take it from an older commit';
    throw new NotebookError({ code: 'notebook-invalid', message, fix, file: path });
  }
  refuseLanguage(checked.data, path);
  return checked.data;
}

/** Of a cell or of an output, one text. */
export function joined(source: string | readonly string[]): string {
  return typeof source === 'string' ? source : source.join('');
}

export function tagsOf({ metadata }: NotebookCell): readonly string[] {
  const { tags } = metadata;
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [];
}

/**
 * The code cells that run, in order: those with nothing in them do not. Their places in this list, from 1, are what cells are named by,
 * and what Jupyter counts when a notebook runs from the top.
 */
export function codeCells(notebook: Notebook): readonly NotebookCell[] {
  return notebook.cells.filter(({ cell_type, source }) => cell_type === 'code' && joined(source).trim() !== '');
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const told = code === 'ENOENT' ? `${path} does not exist` : `${path} cannot be read: ${message}`;
    const fix = 'Check the path; put it in quotes when it has spaces';
    throw new NotebookError({ code: 'file-missing', message: told, fix, file: path, cause });
  }
}

function parsed(text: string, path: string): unknown {
  try {
    // some editors put a mark of the encoding in front
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    const message = `${path} is no notebook: it is not JSON (${(cause as Error).message})`;
    const isConflict = /^<{7} /m.test(text);
    const fix = isConflict
      ? 'Two versions stand in it since a merge: take one of them with git checkout --ours or --theirs'
      : 'Name an .ipynb file; where it is one, take it from an older commit';
    throw new NotebookError({ code: 'notebook-invalid', message, fix, file: path, cause });
  }
}

function versionOf(found: unknown): number | undefined {
  const version = (found as { readonly nbformat?: unknown } | null)?.nbformat;
  return typeof version === 'number' ? version : undefined;
}

function placeOf(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}

function refuseLanguage({ metadata }: Notebook, path: string): void {
  const { kernelspec, language_info: info } = metadata as {
    readonly kernelspec?: { readonly language?: unknown; readonly name?: unknown };
    readonly language_info?: { readonly name?: unknown };
  };
  const language = kernelspec?.language ?? info?.name;
  if (typeof language !== 'string' || LANGUAGES.has(language.toLowerCase())) return;
  throw new NotebookError({
    code: 'notebook-language',
    message: `${path} is for a kernel of the language ${language}, not TypeScript`,
    fix: 'Choose the QuantumTrader kernel in Jupyter and save it, if its cells are TypeScript',
    file: path,
  });
}
