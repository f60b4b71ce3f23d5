import { baseStyles } from './base-styles.js';
import { cardStyles } from './card-styles.js';
import { tableStyles } from './table-styles.js';

export const styles = [baseStyles, tableStyles, cardStyles];
