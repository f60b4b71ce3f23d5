import { type Attributes, readXml } from './xml.js';
import { beyond } from './workbook-fault.js';

/** One more than the longest cell of Excel, so that a longer text is still found too long. */
export const CELL_CHARACTERS = 32_768;

/** Collects the text of a cell or a shared string, without its phonetic guide. */
export class TextCollector {
  text = '';
  private inText = false;
  private inPhonetic = false;

  open(name: string): void {
    if (name === 't') this.inText = !this.inPhonetic;
    else if (name === 'rPh') this.inPhonetic = true;
  }

  add(text: string): void {
    if (this.inText && this.text.length < CELL_CHARACTERS) this.text += text;
  }

  close(name: string): void {
    if (name === 't') this.inText = false;
    else if (name === 'rPh') this.inPhonetic = false;
  }

  /** The text collected since the last call. */
  take(): string {
    const text = unescaped(this.text.slice(0, CELL_CHARACTERS));
    this.text = '';
    return text;
  }
}

/**
 * Decodes `_x0001_`, the form of characters that XML can't hold, and `_x005F_`, an underscore that would be misread.
 * PostgreSQL can't store a NUL, which stays encoded, or half of a surrogate pair, which becomes �.
 */
const unescaped = (text: string): string =>
  text.includes('_x')
    ? text
        .replace(/_x([0-9A-Fa-f]{4})_/g, (written, code: string) =>
          code === '0000' ? written : String.fromCharCode(parseInt(code, 16)),
        )
        .toWellFormed()
    : text;

/** Keeps many texts in one piece of memory. Separate strings would take several times as much. */
export class SharedStrings {
  private bytes = Buffer.alloc(64 * 1024);
  private ends = new Uint32Array(1_024);
  private count = 0;

  add(text: string): void {
    const start = this.end(this.count - 1);
    const most = start + text.length * 3;
    if (most > this.bytes.length) {
      const larger = Buffer.alloc(most * 2);
      this.bytes.copy(larger, 0, 0, start);
      this.bytes = larger;
    }
    if (this.count === this.ends.length) {
      const larger = new Uint32Array(this.count * 2);
      larger.set(this.ends);
      this.ends = larger;
    }
    this.ends[this.count] = start + this.bytes.write(text, start);
    this.count += 1;
  }

  get size(): number {
    return this.count;
  }

  at(index: number): string | undefined {
    if (!(index >= 0 && index < this.count)) return undefined;
    return this.bytes.toString('utf8', this.end(index - 1), this.end(index));
  }

  private end(index: number): number {
    return index < 0 ? 0 : (this.ends[index] as number);
  }
}

/** Reads the shared strings of a workbook, at most `most`. */
export async function readSharedStrings(
  bytes: AsyncIterable<Buffer>,
  most: number,
): Promise<SharedStrings> {
  const strings = new SharedStrings();
  const collector = new TextCollector();
  await readXml(bytes, {
    open: (name: string, _attributes: Attributes) => collector.open(name),
    text: (text) => collector.add(text),
    close(name) {
      collector.close(name);
      if (name !== 'si') return;
      strings.add(collector.take());
      if (strings.size > most) throw beyond({ bound: 'texts', most });
    },
  });
  return strings;
}
