import { baseStyles } from './base-styles.js';
import { cardStyles } from './card-styles.js';
import { rowsStyles } from './rows-styles.js';
import { tableStyles } from './table-styles.js';

export const styles = [baseStyles, tableStyles, rowsStyles, cardStyles];
