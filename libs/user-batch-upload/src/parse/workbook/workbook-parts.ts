import { posix } from 'node:path';
import type { Archive } from './archive.js';
import { isTrue, prefixed, readXml } from './xml.js';
import type { FileKind, WayOut } from '../../texts/file-parameters.js';
import { beyond, otherFile, type WorkbookFault } from './workbook-fault.js';

const MOST_SHEETS = 256;
const MOST_RELATIONS = 2_000;

export interface Sheet {
  name: string;
  isVisible: boolean;
  /** The part that holds its rows. */
  part: string;
}

/** Where the parts of a workbook are. */
export interface WorkbookParts {
  /** Tables of cells, in the order of their tabs; charts and macro sheets have no rows. */
  sheets: Sheet[];
  /** Whether days count from 1904, as they once did on Macs. */
  is1904: boolean;
  sharedStrings?: string;
  styles?: string;
}

interface Relation {
  id: string;
  type: string;
  part: string;
}

/** Throws `WorkbookFault` where the archive is no workbook. */
export async function findParts(archive: Archive): Promise<WorkbookParts> {
  const root = archive.has('_rels/.rels') ? await relations(archive, '') : [];
  const main = root.find(({ type }) => type === 'officeDocument')?.part;
  if (!main?.endsWith('.xml')) throw await otherKind(archive, main);
  // Programs may call it otherwise, such as `workbook2.xml`.
  let doubt = main.endsWith('workbook.xml') ? undefined : await otherKind(archive, main);
  const related = await relations(archive, main);
  const byId = new Map(related.map((relation) => [relation.id, relation]));
  const parts: WorkbookParts = {
    sheets: [],
    is1904: false,
    sharedStrings: related.find(({ type }) => type === 'sharedStrings')?.part,
    styles: related.find(({ type }) => type === 'styles')?.part,
  };
  let sheets = 0;
  await readXml(archive.read(main), {
    open(name, attributes) {
      if (doubt && name !== 'workbook') throw doubt;
      doubt = undefined;
      if (name === 'workbookPr') parts.is1904 = isTrue(attributes['date1904']);
      if (name !== 'sheet') return;
      sheets += 1;
      if (sheets > MOST_SHEETS) throw beyond({ bound: 'sheets', most: MOST_SHEETS });
      const relation = byId.get(prefixed(attributes, 'id') ?? '');
      if (relation?.type !== 'worksheet') return;
      parts.sheets.push({
        name: (attributes['name'] ?? '').slice(0, 255),
        isVisible: (attributes['state'] ?? 'visible') === 'visible',
        part: relation.part,
      });
    },
  });
  return parts;
}

/** What a part refers to inside the workbook. References to the outside are never followed. */
async function relations(archive: Archive, part: string): Promise<Relation[]> {
  const folder = posix.dirname(part);
  const list = posix.join(folder, '_rels', `${posix.basename(part)}.rels`);
  if (!archive.has(list)) return [];
  const found: Relation[] = [];
  await readXml(archive.read(list), {
    open(name, { Id = '', Type = '', Target = '', TargetMode }) {
      if (name !== 'Relationship' || TargetMode === 'External') return;
      if (found.length === MOST_RELATIONS)
        throw beyond({ bound: 'relations', most: MOST_RELATIONS });
      found.push({
        id: Id,
        // The address before it differs between the two forms of the standard.
        type: Type.slice(Type.lastIndexOf('/') + 1),
        part: posix.join('/', Target.startsWith('/') ? '' : folder, Target).slice(1),
      });
    },
  });
  return found;
}

/** What a ZIP file is that is no workbook: how it shows, its name, and how its table is saved. */
const BY_PART: [part: RegExp, kind: FileKind, wayOut?: WayOut][] = [
  [/^xl\/workbook\.bin$/, 'xlsb', 'excel'],
  [/^word\//, 'docx', 'no-table'],
  [/^ppt\//, 'pptx', 'no-table'],
  [/^index\/.*\.iwa$|^index\.zip$/, 'iwork'],
  [/^meta-inf\/manifest\.mf$/, 'java'],
];
const BY_MIMETYPE: [type: string, kind: FileKind, wayOut?: WayOut][] = [
  ['application/vnd.oasis.opendocument.spreadsheet', 'ods', 'libre-office'],
  ['application/vnd.oasis.opendocument.text', 'odt', 'no-table'],
  ['application/vnd.oasis.opendocument', 'odf', 'libre-office'],
  ['application/epub+zip', 'epub'],
];

async function otherKind(archive: Archive, main: string | undefined): Promise<WorkbookFault> {
  const names = archive.names();
  let found: (typeof BY_PART | typeof BY_MIMETYPE)[number] | undefined = BY_PART.find(([part]) =>
    names.some((name) => part.test(name)),
  );
  if (!found && archive.has('mimetype')) {
    let type = '';
    for await (const bytes of archive.read('mimetype')) {
      type += bytes.toString('latin1', 0, 100);
      if (type.length >= 100) break;
    }
    found = BY_MIMETYPE.find(([start]) => type.trim().startsWith(start));
  }
  const [, kind, wayOut] = found ?? ['', main === undefined ? 'zip' : 'no-excel'];
  return otherFile(kind, wayOut);
}
