import { composed } from './cell-length.js';

/** The text for a search that ignores case in every script (`ß` finds `SS`, `ς` finds `Σ`). */
export function foldCase(text: string): string {
  return composed(text).toLowerCase().toUpperCase();
}
