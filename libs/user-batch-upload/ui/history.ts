/** Marks the state of the history in which the columns are shown: their address is that of the screen before them. */
export const COLUMNS = 'ubuColumns';

export const showsColumns = (): boolean => keptHere(COLUMNS) === true;

/** Keeps something of the screen with its place in the history, so that Back and reload bring it back. */
export const keepHere = (name: string, kept: unknown): void =>
  history.replaceState({ ...(history.state as object | null), [name]: kept }, '');

export const keptHere = (name: string): unknown =>
  (history.state as Record<string, unknown> | null)?.[name];
