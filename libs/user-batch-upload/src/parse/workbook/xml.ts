import { SaxesParser } from 'saxes';
import { beyond, unreadable } from './workbook-fault.js';

/** The longest real token is a cell of 32,767 characters, each written as a reference. */
const TOKEN_CHARACTERS = 1_000_000;
const DEEPEST = 100;

export type Attributes = Record<string, string>;

/** Names come without their prefix. */
export interface XmlHandler {
  open?(name: string, attributes: Attributes): void;
  text?(text: string): void;
  close?(name: string): void;
}

/**
 * Reads XML to its end. `between` runs between two pieces. Expands only XML's own five entities: only a DOCTYPE can
 * declare others, and it is refused. Throws `WorkbookFault`.
 */
export async function readXml(
  bytes: AsyncIterable<Buffer>,
  handler: XmlHandler,
  between?: () => Promise<void>,
): Promise<void> {
  const parser = new SaxesParser({ position: false, xmlns: false } as const);
  let depth = 0;
  // saxes joins the pieces of a token in memory, and reports the token only at its end.
  let unreported = 0;
  parser.on('doctype', () => {
    throw beyond({ bound: 'doctype' });
  });
  parser.on('error', () => {
    throw unreadable({ why: 'damaged' });
  });
  parser.on('opentag', ({ name, attributes }) => {
    unreported = 0;
    depth += 1;
    if (depth > DEEPEST) throw beyond({ bound: 'levels', most: DEEPEST });
    handler.open?.(local(name), attributes);
  });
  parser.on('text', (text) => {
    unreported = 0;
    handler.text?.(text);
  });
  parser.on('cdata', (text) => {
    unreported = 0;
    handler.text?.(text);
  });
  parser.on('closetag', ({ name }) => {
    unreported = 0;
    depth -= 1;
    handler.close?.(local(name));
  });
  for await (const text of decoded(bytes)) {
    unreported += text.length;
    parser.write(text);
    if (unreported > TOKEN_CHARACTERS) throw beyond({ bound: 'token' });
    await between?.();
  }
  parser.close();
}

/** The value of an attribute with any prefix, because programs choose different ones. */
export const prefixed = (attributes: Attributes, name: string): string | undefined =>
  Object.entries(attributes).find(([key]) => key.endsWith(`:${name}`))?.[1];

export const isTrue = (value: string | undefined): boolean => value === '1' || value === 'true';

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

async function* decoded(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  try {
    for await (const piece of bytes) {
      decoder ??= new TextDecoder(encodingOf(piece), { fatal: true });
      yield decoder.decode(piece, { stream: true });
    }
    yield decoder?.decode() ?? '';
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    throw unreadable({ why: 'encoding' });
  }
}

function encodingOf(start: Buffer): string {
  const [first, second] = start;
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return 'utf-16be';
  return /^[^>]*encoding=["']([\w-]+)/.exec(start.toString('latin1', 0, 200))?.[1] ?? 'utf-8';
}
