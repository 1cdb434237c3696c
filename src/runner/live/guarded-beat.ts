// What a timer shall do in; the same out, telling what it throws instead of throwing it, once as long as it stays the same.

/** Nothing that a timer calls may end the process: what holds positions goes on. */
export function guardedBeat(beat: () => void, tell: (text: string) => void): () => void {
  let told = '';
  return () => {
    try {
      beat();
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      if (text !== told) tell(text);
      told = text;
    }
  };
}
