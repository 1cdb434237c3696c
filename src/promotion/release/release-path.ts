// Takes the path of a file as a manifest writes it; says why it may not be used on every system, or nothing.

const SEGMENT = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;
// Windows opens devices under these names, whatever the extension.
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
const PATH_LENGTH_MAX = 200;
const DEPTH_MAX = 6;

/** Why a path relative to the release folder is unsafe; undefined when it is plain segments joined by `/`. */
export function unsafePathReason(path: string): string | undefined {
  if (path.length > PATH_LENGTH_MAX) return `is longer than ${PATH_LENGTH_MAX} characters`;
  const segments = path.split('/');
  if (segments.length > DEPTH_MAX) return `has more than ${DEPTH_MAX} parts`;
  for (const segment of segments) {
    if (!SEGMENT.test(segment)) return `has the part '${segment}', which is not a plain file name`;
    if (segment.endsWith('.')) return `has the part '${segment}', which ends in a dot`;
    if (DEVICE.test(segment)) return `has the part '${segment}', which is a device on Windows`;
  }
  return undefined;
}

/** Two paths of which one is the other in other case, or lies below the other; undefined when all can stand side by side. */
export function collidingPaths(paths: readonly string[]): readonly [string, string] | undefined {
  const seen = new Map<string, string>();
  for (const path of paths) {
    const twin = seen.get(path.toLowerCase());
    if (twin !== undefined) return [twin, path];
    seen.set(path.toLowerCase(), path);
  }
  for (const path of paths) {
    const segments = path.toLowerCase().split('/');
    for (let depth = 1; depth < segments.length; depth++) {
      const parent = seen.get(segments.slice(0, depth).join('/'));
      if (parent !== undefined) return [parent, path];
    }
  }
  return undefined;
}
