import Papa from 'papaparse';

/** A record, with what a strict parser does not say of it. */
export interface Record {
  line: number;
  cells: string[];
  text: string;
  /** The positions of quoted cells. */
  quoted: ReadonlySet<number>;
  /** Quotes stand where a strict parser takes none. */
  isLoose: boolean;
  /** Text stands behind the closing quote of a cell with a line break. */
  torn: boolean;
}

export interface Parsed {
  records: Record[];
  /** No quote is left open. */
  isWellFormed: boolean;
}

/**
 * Rewrites the text so that a strict parser reads it, every cell in quotes, and has papaparse read that.
 * `untilLine`: the last line on which a record may start.
 */
export function parsed(text: string, delimiter: string, untilLine = Infinity): Parsed {
  const separator = delimiter.replace(/[\\^$.|*+?()[\]{}]/, String.raw`\$&`);
  const plain = new RegExp(String.raw`[^\r\n${separator === '^' ? '\\^' : separator}]*`, 'y');
  const blanks = new RegExp(String.raw`(?:(?!${separator})[^\S\r\n])*(?=")`, 'y');
  const quotedText = /"([^"]*(?:""[^"]*)*)"(?!")/y;
  const end = /\r\n|\r|\n|$/y;
  const take = (pattern: RegExp, at: number): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  const found: Omit<Record, 'cells'>[] = [];
  const strict: string[] = [];
  let line = 1;
  for (let at = 0; at < text.length && line <= untilLine;) {
    while (text[at] === '\ufeff') at += 1;
    const start = at;
    const quoted = new Set<number>();
    const cells: string[] = [];
    let isLoose = false;
    let torn = false;
    for (;;) {
      const blank = take(blanks, at);
      if (blank === undefined) {
        const cell = take(plain, at) ?? '';
        isLoose ||= cell.includes('"') && !/^\s*="[^"]*"\s*$/.test(cell);
        cells.push(cell);
        at += cell.length;
      } else {
        const inQuotes = take(quotedText, at + blank.length);
        if (inQuotes === undefined)
          return { records: recordsOf(found, strict, delimiter), isWellFormed: false };
        quoted.add(cells.length);
        at += blank.length + inQuotes.length;
        const behind = take(plain, at) ?? '';
        at += behind.length;
        const content = inQuotes.slice(1, -1).replaceAll('""', '"');
        if (behind.trim() !== '') {
          isLoose = true;
          torn ||= /[\r\n]/.test(content);
        }
        cells.push(content + behind.trimEnd());
      }
      if (text[at] !== delimiter) break;
      at += 1;
    }
    const raw = text.slice(start, at);
    at += take(end, at)?.length ?? 0;
    if (raw !== '') {
      found.push({ line, text: raw, quoted, isLoose, torn });
      strict.push(cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(delimiter));
    }
    line += 1 + (raw.match(/\r\n|\r|\n/g)?.length ?? 0);
  }
  return { records: recordsOf(found, strict, delimiter), isWellFormed: true };
}

function recordsOf(
  found: readonly Omit<Record, 'cells'>[],
  strict: readonly string[],
  delimiter: string,
): Record[] {
  const { data } = Papa.parse<string[]>(strict.join('\n'), { delimiter, newline: '\n' });
  return found.map((record, at) => ({ ...record, cells: data[at] ?? [] }));
}
