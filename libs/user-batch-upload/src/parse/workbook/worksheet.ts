import { beyond } from './workbook-fault.js';
import type { NumberFormat } from './number-formats.js';
import { numberText, plainNumber } from './number-text.js';
import { type SharedStrings, TextCollector } from './shared-strings.js';
import { type Attributes, isTrue, type XmlHandler } from './xml.js';

/** The bounds of Excel and LibreOffice. */
const LAST_ROW = 1_048_576;
const LAST_COLUMN = 16_384;
/** No real row is longer. */
const ROW_CHARACTERS = 1_000_000;

const SHOWN_RANGES = 20;

const PLAIN: NumberFormat = { kind: 'plain' };

export interface WorkbookContext {
  strings: SharedStrings;
  formats: readonly NumberFormat[];
  is1904: boolean;
}

/** Lines where something was assumed. */
export interface Assumptions {
  hiddenRows: number[];
  withoutValue: number[];
  padded: number[];
  lostDigits: number[];
  /** The first ranges, and the number of all. */
  merged: string[];
  mergedCount: number;
}

/** Reads a sheet row by row. Omits rows without a filled cell. A missing cell is blank. */
export class Worksheet implements XmlHandler {
  readonly assumptions: Assumptions = {
    hiddenRows: [],
    withoutValue: [],
    padded: [],
    lostDigits: [],
    merged: [],
    mergedCount: 0,
  };
  private readonly collector = new TextCollector();
  private inRows = false;
  private row = 0;
  private isHidden = false;
  private cells: string[] = [];
  private characters = 0;
  /** The column of the cell that is read, from 1; 0 between two cells. */
  private column = 0;
  private lastColumn = 0;
  private cell: Attributes = {};
  private hasFormula = false;
  private inValue = false;
  private value = '';

  constructor(
    private readonly workbook: WorkbookContext,
    private readonly onRow: (line: number, cells: string[]) => void,
  ) {}

  open(name: string, attributes: Attributes): void {
    if (name === 'sheetData') this.inRows = true;
    else if (name === 'mergeCell') this.noteMerge(attributes['ref'] ?? '');
    else if (!this.inRows) return;
    else if (name === 'row') this.openRow(attributes);
    else if (name === 'c') this.openCell(attributes);
    else if (this.column === 0) return;
    else if (name === 'v') this.inValue = true;
    else if (name === 'f') this.hasFormula = true;
    else this.collector.open(name);
  }

  text(text: string): void {
    if (this.inValue) this.value += text;
    else if (this.column > 0) this.collector.add(text);
  }

  close(name: string): void {
    if (!this.inRows) return;
    if (name === 'c') this.closeCell();
    else if (name === 'row') this.closeRow();
    else if (name === 'v') this.inValue = false;
    else if (name === 'sheetData') this.inRows = false;
    else this.collector.close(name);
  }

  private noteMerge(range: string): void {
    const { merged } = this.assumptions;
    if (merged.length < SHOWN_RANGES) merged.push(range.slice(0, 20));
    this.assumptions.mergedCount += 1;
  }

  private openRow({ r, hidden }: Attributes): void {
    const row = r === undefined ? this.row + 1 : Number(r);
    if (!Number.isInteger(row) || row <= this.row || row > LAST_ROW)
      throw beyond({
        bound: 'row',
        found: (r ?? String(row)).slice(0, 20),
        row: this.row + 1,
        last: LAST_ROW,
      });
    this.row = row;
    this.isHidden = isTrue(hidden);
    this.cells = [];
    this.characters = 0;
    this.lastColumn = 0;
  }

  private openCell(attributes: Attributes): void {
    const ref = attributes['r'];
    const column = ref === undefined ? this.lastColumn + 1 : columnOf(ref, this.row);
    if (column <= this.lastColumn || column > LAST_COLUMN)
      throw beyond({ bound: 'cell', found: (ref ?? '').slice(0, 20), row: this.row });
    this.column = column;
    this.lastColumn = column;
    this.cell = attributes;
    this.hasFormula = false;
    this.value = '';
    this.collector.take();
  }

  private closeCell(): void {
    const text = this.cellText();
    if (text !== '') {
      while (this.cells.length < this.column - 1) this.cells.push('');
      this.cells.push(text);
      this.characters += text.length;
      if (this.characters > ROW_CHARACTERS)
        throw beyond({ bound: 'row-characters', most: ROW_CHARACTERS, row: this.row });
    }
    this.column = 0;
  }

  private closeRow(): void {
    if (!this.cells.some((cell) => cell.trim() !== '')) return;
    if (this.isHidden) this.assumptions.hiddenRows.push(this.row);
    this.onRow(this.row, this.cells);
  }

  private cellText(): string {
    const { t = 'n' } = this.cell;
    switch (t) {
      case 's':
        return this.value === '' ? '' : this.sharedString();
      case 'inlineStr':
        return this.collector.take();
      case 'str':
        return this.value;
      case 'b':
        return this.value === '' ? '' : isTrue(this.value.trim()) ? 'Yes' : 'No';
      case 'e':
        return this.value;
      case 'd':
        return isoDate(this.value.trim());
      default:
        return this.number();
    }
  }

  private sharedString(): string {
    const text = this.workbook.strings.at(Number(this.value));
    if (text === undefined) throw beyond({ bound: 'no-text', row: this.row });
    return text;
  }

  private number(): string {
    const written = this.value.trim();
    if (written === '') {
      if (this.hasFormula) note(this.assumptions.withoutValue, this.row);
      return '';
    }
    const value = Number(written);
    if (!Number.isFinite(value)) return this.value;
    const format = this.workbook.formats[Number(this.cell['s'] ?? 0)] ?? PLAIN;
    const text = numberText(value, format, this.workbook.is1904);
    if (format.kind === 'zeros' && text !== plainNumber(value))
      note(this.assumptions.padded, this.row);
    if (text.includes('E')) note(this.assumptions.lostDigits, this.row);
    return text;
  }
}

const note = (lines: number[], line: number): void => {
  if (lines.at(-1) !== line) lines.push(line);
};

/** The column of `AB12`, from 1; 0 where that is no cell of this row. */
function columnOf(ref: string, row: number): number {
  let column = 0;
  let index = 0;
  for (; index < ref.length && index < 4; index += 1) {
    const letter = ref.charCodeAt(index) & ~0x20;
    if (letter < 65 || letter > 90) break;
    column = column * 26 + letter - 64;
  }
  return Number(ref.slice(index)) === row ? column : 0;
}

/** `2024-03-15T00:00:00` as a date, `T10:30:00` as a time. */
function isoDate(value: string): string {
  const [date = '', time = ''] = value.replace(/Z$/, '').split('T');
  const clock = time.replace(/\.\d+$/, '');
  if (clock === '' || (date !== '' && clock === '00:00:00')) return date;
  return date === '' ? clock : `${date} ${clock}`;
}
