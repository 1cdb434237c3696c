// A place of a cell in; what is known of the name there and of the call around it out, as plain text and as Markdown.

import ts from 'typescript-api';
import { isCellFile, isPassedOn, withoutCellFiles } from './cell-context.ts';

/** Representations by MIME type, as a reply of the kernel carries them. */
export type Inspection = Readonly<Record<'text/plain' | 'text/markdown', string>>;

/** As Jupyter has it: 1 is asked for by a second request for the same name and gives more. */
export type InspectionDetail = 0 | 1;

/** A cell as the service knows it: file and the offset of the cell's first character in it. */
export interface CellPlace {
  readonly service: ts.LanguageService;
  readonly file: string;
  readonly start: number;
}

interface Place {
  readonly file: string;
  readonly offset: number;
}

interface Section {
  readonly code: readonly string[];
  readonly documentation: string;
  readonly tags: readonly ts.JSDocTagInfo[];
}

const TYPE_CHARACTERS = [400, 4000] as const;
const OVERLOADS_MAX = [3, 30] as const;
const SOURCE_LINES_MAX = 120;
/** Cell, variable of the kernel at the end of an earlier one, variable of that cell. */
const HOPS_MAX = 3;
const WORD = /[\p{ID_Continue}$#]/u;

export function inspectionAt(
  place: CellPlace,
  code: string,
  cursor: number,
  detail: InspectionDetail,
): Inspection | undefined {
  const name = nameAt(code, cursor);
  const ofName = name === undefined ? undefined : nameSection(place, name, detail);
  const call = callSection(place, cursor, detail);
  // In `f(|)` nothing else is there; in `f(na|me)` the name comes first.
  const sections = [ofName, call].filter((section) => section !== undefined);
  if (sections.length === 0) return undefined;
  const source = detail === 1 && name !== undefined ? sourceOf(place, name) : undefined;
  return { 'text/plain': plainOf(sections, source), 'text/markdown': markdownOf(sections, source) };
}

/** The offset of a character of the name that the cursor is in, or right behind. */
function nameAt(code: string, cursor: number): number | undefined {
  if (WORD.test(code.charAt(cursor))) return cursor;
  if (cursor > 0 && WORD.test(code.charAt(cursor - 1))) return cursor - 1;
  return undefined;
}

function nameSection(place: CellPlace, offset: number, detail: InspectionDetail): Section | undefined {
  const { service, file, start } = place;
  const info = service.getQuickInfoAtPosition(file, start + offset, TYPE_CHARACTERS[detail]);
  if (info === undefined) return undefined;
  const text = ts.displayPartsToString(info.displayParts);
  const { written, isElsewhere } = writtenAt(service, { file, offset: start + offset });
  // Documentation stands where the name was written, not where the kernel passes it on to this cell.
  const told = (isElsewhere && written !== undefined && quickInfo(service, written)) || info;
  const documentation = ts.displayPartsToString(told.documentation);
  return { code: [withoutCellFiles(withoutAlias(text))], documentation, tags: told.tags ?? [] };
}

function quickInfo(service: ts.LanguageService, { file, offset }: Place): ts.QuickInfo | undefined {
  return service.getQuickInfoAtPosition(file, offset);
}

interface Written {
  readonly written: (Place & { readonly span: ts.TextSpan }) | undefined;
  /** The kernel itself declares the name for this cell. */
  readonly isElsewhere: boolean;
}

/** Where the name was declared by somebody, behind the declarations that the kernel adds. */
function writtenAt(service: ts.LanguageService, place: Place): Written {
  let from = place;
  for (let hops = 0; ; hops++) {
    const [definition] = service.getDefinitionAtPosition(from.file, from.offset) ?? [];
    const source = definition && service.getProgram()?.getSourceFile(definition.fileName);
    if (definition === undefined || source === undefined) return { written: undefined, isElsewhere: hops > 0 };
    const { fileName: file, textSpan, contextSpan: span = textSpan } = definition;
    if (hops === HOPS_MAX || !isPassedOn(source.text, span)) {
      return { written: { file, offset: textSpan.start, span }, isElsewhere: hops > 0 };
    }
    // Both kinds end with the name as the earlier cell has it and a semicolon.
    from = { file, offset: span.start + span.length - 2 };
  }
}

/** That a name was imported is told by its own line; what it is comes first. */
function withoutAlias(text: string): string {
  const isAlias = text.startsWith('(alias) ');
  if (!isAlias) return text;
  const shown = text.slice('(alias) '.length).replace(/(?:^|\n)import [^\n]*$/, '');
  return shown === '' ? text.slice('(alias) '.length) : shown;
}

function callSection(place: CellPlace, cursor: number, detail: InspectionDetail): Section | undefined {
  const { service, file, start } = place;
  const help = service.getSignatureHelpItems(file, start + cursor, undefined);
  const chosen = help?.items[help.selectedItemIndex];
  if (help === undefined || chosen === undefined) return undefined;
  const others = help.items.filter((item) => item !== chosen);
  const shown = [chosen, ...others].slice(0, OVERLOADS_MAX[detail]);
  const left = help.items.length - shown.length;
  const code = shown.map((item) => withoutCellFiles(signatureText(item)));
  if (left > 0) code.push(`// and ${left} more`);
  const parameter = chosen.parameters[help.argumentIndex];
  const ofParameter = parameter === undefined ? '' : ts.displayPartsToString(parameter.documentation);
  const current = ofParameter === '' ? '' : `\n\n${parameter?.name}: ${ofParameter}`;
  const documentation = ts.displayPartsToString(chosen.documentation) + current;
  return { code, documentation: documentation.trim(), tags: chosen.tags.filter((tag) => tag.name !== 'param') };
}

function signatureText(item: ts.SignatureHelpItem): string {
  const between = ts.displayPartsToString(item.separatorDisplayParts);
  const parameters = item.parameters.map(({ displayParts }) => ts.displayPartsToString(displayParts)).join(between);
  const before = ts.displayPartsToString(item.prefixDisplayParts);
  return before + parameters + ts.displayPartsToString(item.suffixDisplayParts);
}

interface Source {
  /** Where it stands; undefined for a cell. */
  readonly path: string | undefined;
  readonly text: string;
}

function sourceOf({ service, file, start }: CellPlace, offset: number): Source | undefined {
  const { written } = writtenAt(service, { file, offset: start + offset });
  const source = written && service.getProgram()?.getSourceFile(written.file);
  if (written === undefined || source === undefined) return undefined;
  const { span } = written;
  const lines = source.text.slice(span.start, span.start + span.length).split('\n');
  const text = lines.slice(0, SOURCE_LINES_MAX).join('\n') + (lines.length > SOURCE_LINES_MAX ? '\n// …' : '');
  const line = source.getLineAndCharacterOfPosition(span.start).line + 1;
  return { path: isCellFile(source.fileName) ? undefined : `${source.fileName}:${line}`, text };
}

function plainOf(sections: readonly Section[], source: Source | undefined): string {
  const parts = sections.flatMap(({ code, documentation, tags }) => [
    code.join('\n'),
    documentation,
    tags.map((tag) => `@${tag.name} ${tagText(tag)}`.trimEnd()).join('\n'),
  ]);
  if (source !== undefined) parts.push([source.path, source.text].filter((part) => part !== undefined).join('\n'));
  return joined(parts);
}

function markdownOf(sections: readonly Section[], source: Source | undefined): string {
  const parts = sections.flatMap(({ code, documentation, tags }) => [
    fenced(code.join('\n')),
    documentation,
    tags.map((tag) => `- *@${tag.name}* ${tagText(tag)}`.trimEnd()).join('\n'),
  ]);
  if (source?.path !== undefined) parts.push(`\`${source.path}\``);
  if (source !== undefined) parts.push(fenced(source.text));
  return joined(parts);
}

function tagText(tag: ts.JSDocTagInfo): string {
  return ts.displayPartsToString(tag.text);
}

function fenced(code: string): string {
  return `\`\`\`ts\n${code}\n\`\`\``;
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}
