/** A record of the file, with the lines on which it starts and ends. */
export interface FileRecord {
  line: number;
  lastLine: number;
  /** As read, without the quotes around them. */
  cells: string[];
  /** The whole record, without its line end. */
  text: string;
  /** Whether the whole record is one quoted cell. */
  isQuoted: boolean;
  /** The positions of quoted cells. */
  quoted?: number[];
  /** The first cell with quotes where RFC 4180 has none, as it was read: they are text, or left out. */
  looseCell?: string;
  /** The positions of quoted cells with a line break. */
  broken?: number[];
  /** Why it can't be read. */
  fault?: 'NEVER_CLOSED' | 'TOO_LONG' | 'TEXT_BEHIND_LINES';
}

/** No real record is longer. This bounds a quote that never closes. */
export const RECORD_CHARACTERS = 256 * 1024;

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const MARK = 0xfeff;

/** Finds a character after a place. Reads the text only once if the places of the calls increase. */
class Finder {
  private text = '';
  private from = 0;
  private found = 0;

  constructor(private readonly character: string) {}

  in(text: string): void {
    this.text = text;
    this.from = 0;
    this.found = -1;
  }

  /** The place of the next one, or the text's length. */
  next(at: number): number {
    if (at > this.found || at < this.from) {
      const found = this.text.indexOf(this.character, at);
      this.found = found === -1 ? this.text.length : found;
      this.from = at;
    }
    return this.found;
  }
}

/**
 * Splits text, given in pieces, into records. Takes linear time for any text, and keeps at most one record in memory.
 * After a record that can't be read, it continues with the next line, so that it finds every such record.
 */
export class RecordReader {
  private text = '';
  private at = 0;
  private line = 1;
  /** Whether the rest of the line is skipped. */
  private skips = false;
  private readonly lf = new Finder('\n');
  private readonly cr = new Finder('\r');
  private readonly quote = new Finder('"');
  private readonly separator: Finder;

  constructor(private readonly delimiter: string) {
    this.separator = new Finder(delimiter);
  }

  /** The records that `piece` completes, up to this line. Lines without a character are only counted. */
  read(piece: string, isLast: boolean, untilLine = Infinity): FileRecord[] {
    this.text = this.at < this.text.length ? this.text.slice(this.at) + piece : piece;
    this.at = 0;
    for (const finder of [this.lf, this.cr, this.quote, this.separator]) finder.in(this.text);
    const records: FileRecord[] = [];
    while (this.at < this.text.length && this.line <= untilLine) {
      if (!this.skips) this.passMarks();
      const end = this.lineEnd(this.at);
      const isOpen = end === this.text.length || this.isHalfEnd(end);
      if (isOpen && !isLast && this.text.length - this.at <= RECORD_CHARACTERS) break;
      if (this.skips) this.skip(end, isOpen && !isLast);
      else if (this.quote.next(this.at) >= end) {
        if (end - this.at > RECORD_CHARACTERS || (isOpen && !isLast))
          records.push(this.fault('TOO_LONG', end, isOpen && !isLast));
        else {
          if (end > this.at) records.push(this.plain(end));
          this.pass(end, 1);
        }
      } else {
        const record = this.quoted(isLast);
        if (record) records.push(record);
        else if (isLast || this.text.length - this.at > RECORD_CHARACTERS)
          records.push(this.fault('NEVER_CLOSED', end, isOpen && !isLast));
        else break;
      }
    }
    return records;
  }

  private lineEnd(at: number): number {
    return Math.min(this.lf.next(at), this.cr.next(at));
  }

  /** A CR at the end of what has arrived; an LF may follow. */
  private isHalfEnd(end: number): boolean {
    return end === this.text.length - 1 && this.text.charCodeAt(end) === CR;
  }

  private passMarks(): void {
    while (this.text.charCodeAt(this.at) === MARK) this.at += 1;
  }

  /** Goes on behind a line end. */
  private pass(end: number, lines: number): void {
    const isPair = this.text.charCodeAt(end) === CR && this.text.charCodeAt(end + 1) === LF;
    this.at = Math.min(this.text.length, end + (isPair ? 2 : 1));
    this.line += lines;
  }

  private skip(end: number, isOpen: boolean): void {
    if (isOpen) this.at = this.text.length - (this.isHalfEnd(this.text.length - 1) ? 1 : 0);
    else {
      this.skips = false;
      this.pass(end, 1);
    }
  }

  private plain(end: number): FileRecord {
    const text = this.text.slice(this.at, end);
    return {
      line: this.line,
      lastLine: this.line,
      cells: text.split(this.delimiter),
      text,
      isQuoted: false,
    };
  }

  /** Only the line on which it starts is given up. */
  private fault(fault: NonNullable<FileRecord['fault']>, end: number, isOpen: boolean): FileRecord {
    const { line } = this;
    const text = this.text.slice(this.at, end);
    this.skips = isOpen;
    this.skip(end, isOpen);
    return {
      line,
      lastLine: line,
      cells: [],
      text,
      isQuoted: false,
      fault,
    };
  }

  /** A record with a quote in it; undefined where its end has not arrived. */
  private quoted(isLast: boolean): FileRecord | undefined {
    const record: FileRecord = {
      line: this.line,
      lastLine: this.line,
      cells: [],
      text: '',
      isQuoted: false,
    };
    const length = this.text.length;
    for (let at = this.at; ; at += 1) {
      const opening = this.passBlanks(at);
      const end =
        this.text.charCodeAt(opening) === QUOTE
          ? this.quotedCell(opening, record)
          : this.plainCell(at, record);
      if (end === undefined || (!isLast && (end === length || this.isHalfEnd(end))))
        return undefined;
      if (end < length && this.text.charAt(end) === this.delimiter) {
        at = end;
        continue;
      }
      record.text = this.text.slice(this.at, end);
      record.isQuoted =
        record.quoted?.[0] === 0 &&
        record.looseCell === undefined &&
        record.cells.every((cell, position) => position === 0 || cell.trim() === '');
      if (record.broken) record.lastLine += countLineEnds(record.text);
      this.pass(end, record.lastLine - record.line + 1);
      return record;
    }
  }

  private passBlanks(from: number): number {
    let at = from;
    while (isBlank(this.text.charCodeAt(at)) && this.text.charAt(at) !== this.delimiter) at += 1;
    return at;
  }

  private cellEnd(at: number): number {
    return Math.min(this.separator.next(at), this.lineEnd(at));
  }

  private plainCell(at: number, record: FileRecord): number {
    const end = this.cellEnd(at);
    const cell = this.text.slice(at, end);
    record.cells.push(cell);
    if (this.quote.next(at) < end && !IN_FORMULA.test(cell)) record.looseCell ??= cell;
    return end;
  }

  /** Adds the cell whose quote opens here. Returns its end, or undefined if the end has not arrived. */
  private quotedCell(opening: number, record: FileRecord): number | undefined {
    let cell = '';
    let from = opening + 1;
    let closing = this.quote.next(from);
    for (; this.text.charCodeAt(closing + 1) === QUOTE; closing = this.quote.next(from)) {
      cell += this.text.slice(from, closing + 1);
      from = closing + 2;
    }
    if (closing >= this.text.length) return undefined;
    cell += this.text.slice(from, closing);
    const end = this.cellEnd(closing + 1);
    const behind = this.text.slice(closing + 1, end).trimEnd();
    const isBroken = this.lineEnd(opening) < closing;
    if (behind !== '') {
      record.looseCell ??= cell + behind;
      // Probably the quote that opens a cell of a later record.
      if (isBroken) record.fault = 'TEXT_BEHIND_LINES';
    }
    if (isBroken) (record.broken ??= []).push(record.cells.length);
    (record.quoted ??= []).push(record.cells.length);
    record.cells.push(cell + behind);
    return end;
  }
}

/** `="00123"`, which keeps a spreadsheet from taking it for a number. */
const IN_FORMULA = /^\s*="[^"]*"\s*$/;

/** Every Unicode space, and a byte order mark; not a line end. */
const isBlank = (code: number): boolean =>
  code === 0x20 ||
  code === 0x09 ||
  code === 0xa0 ||
  (code > 0x1000 && /\s/.test(String.fromCharCode(code)));

const countLineEnds = (text: string): number => text.match(/\r\n|\n|\r/g)?.length ?? 0;
