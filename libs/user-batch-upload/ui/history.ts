/** Marks the state of the history in which the columns are shown: their address is that of the screen before them. */
export const COLUMNS = 'ubuColumns';

export const showsColumns = (): boolean =>
  (history.state as Record<string, unknown> | null)?.[COLUMNS] === true;
