// The bytes of a bundle that were proved in; what they export, running, out. They import nothing themselves.

/** `name` is the one under which errors show their lines. The bytes are run, not the file, which could have changed since. */
export async function importBundle(code: Uint8Array, name: string): Promise<Readonly<Record<string, unknown>>> {
  const source = `${Buffer.from(code).toString('utf8')}\n//# sourceURL=${name}\n`;
  const url = `data:text/javascript;base64,${Buffer.from(source).toString('base64')}`;
  return (await import(url)) as Readonly<Record<string, unknown>>;
}
