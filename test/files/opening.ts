import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { OpenedFile, RawRow } from '../../libs/user-batch-upload/src/parse/file-format.js';
import { openFile, type OpenFileOptions } from '../../libs/user-batch-upload/src/parse/open-file.js';
import { type Notice, noticeIn } from '../../libs/user-batch-upload/src/load/notice.js';
import { type Column, columnsOf } from '../../libs/user-batch-upload/src/columns/column.js';
import { Refusal } from '../../libs/user-batch-upload/src/problems/refusal.js';

/** The notices have their English messages. */
export type Opened = Omit<OpenedFile, 'notices'> & { notices: Notice[]; rows: RawRow[] };

/** The path of a case in this folder. */
export const fileCase = (name: string): string =>
  fileURLToPath(new URL(`./${name}.csv`, import.meta.url));

/** The path of a file as other people's tools make them. */
export const realFile = (name: string): string =>
  fileURLToPath(new URL(`../fuzz/cases/${name}`, import.meta.url));

/** Text columns with these headers. */
export const textColumns = (headers: readonly string[]): Column[] =>
  columnsOf(
    headers.map((label) => ({ id: label, label, kind: 'TEXT', options: [], required: false })),
  ).filter(({ field }) => field);

/** Opens a file and reads all of it. By default with the base columns and at most 100 rows. */
export async function openWhole(
  path: string,
  options: Partial<OpenFileOptions> = {},
): Promise<Opened> {
  const opened = await openFile(path, {
    columns: columnsOf([]),
    maxRows: 100,
    chunkSize: 1_000,
    ...options,
  });
  const rows: RawRow[] = [];
  for await (const chunk of opened.chunks) rows.push(...chunk);
  const notices = opened.notices.map((notice) => noticeIn('en', notice));
  return { ...opened, notices, rows };
}

/** Like `openWhole`, for these bytes. */
export const openBytes = (
  bytes: Uint8Array | string,
  options: Partial<OpenFileOptions> = {},
): Promise<Opened> => withFile(bytes, (path) => openWhole(path, options));

export async function withFile<Answer>(
  bytes: Uint8Array | string,
  use: (path: string) => Promise<Answer>,
): Promise<Answer> {
  const folder = await mkdtemp(join(tmpdir(), 'opening-'));
  try {
    const path = join(folder, 'file.csv');
    await writeFile(path, bytes);
    return await use(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The refusal that this promise rejects with. Fails if it resolves. */
export async function refusalOf(opening: Promise<unknown>): Promise<Refusal> {
  try {
    await opening;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('The file was not refused.');
}
