// Paths in; the text of files with a version that changes when the file does, looked at once in a while, out.

import { statSync } from 'node:fs';
import ts from 'typescript-api';

/** Asked for hundreds of files at every key that is pressed: a change is seen this late at most. */
const FRESH_MS = 1000;

interface RealFile {
  version: string;
  snapshot: ts.IScriptSnapshot | undefined;
}

export class RealFiles {
  private readonly files = new Map<string, RealFile>();
  private lookedMs = Number.NEGATIVE_INFINITY;

  /** Looks at the files again when the last look is too long ago, and says whether any has changed. */
  refresh(): boolean {
    const nowMs = performance.now();
    if (nowMs - this.lookedMs < FRESH_MS) return false;
    this.lookedMs = nowMs;
    let hasChanged = false;
    for (const [path, file] of this.files) {
      // Installed packages do not change while a session lives.
      if (path.includes('/node_modules/') || versionOf(path) === file.version) continue;
      this.files.delete(path);
      hasChanged = true;
    }
    return hasChanged;
  }

  version(path: string): string {
    return this.fileOf(path).version;
  }

  snapshot(path: string): ts.IScriptSnapshot | undefined {
    const file = this.fileOf(path);
    if (file.snapshot !== undefined) return file.snapshot;
    const text = ts.sys.readFile(path);
    file.snapshot = text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    return file.snapshot;
  }

  private fileOf(path: string): RealFile {
    const known = this.files.get(path);
    if (known !== undefined) return known;
    const file = { version: versionOf(path), snapshot: undefined };
    this.files.set(path, file);
    return file;
  }
}

function versionOf(path: string): string {
  const facts = statSync(path, { throwIfNoEntry: false });
  return facts === undefined ? 'none' : `${facts.mtimeMs}-${facts.size}`;
}
