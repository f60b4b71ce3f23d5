import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import pLimit from 'p-limit';
import type { CodedNotice } from '../../load/notice.js';
import { Refusal } from '../../problems/refusal.js';
import type { Message, ReadOptions } from './read-workbook.js';
import { linesFrom } from './reader-lines.js';
import type { WorkbookFault } from './workbook-fault.js';

const PACKAGE = dirname(createRequire(import.meta.url).resolve('user-batch-upload/package.json'));
const SCRIPT = join(PACKAGE, 'dist/src/parse/workbook/reader-process.js');

/** The heap limit of the reader's process. Its memory grows only with the different texts, not with the rows. */
const HEAP_MB = 64;
/** Readers at the same time; the others wait. */
const readers = pLimit(4);
/** How long to wait for the reader, in milliseconds: a fixed time, and more for each row that a file may have. */
const WAIT_MS = 20_000;
const WAIT_MS_A_ROW = 0.5;
const SHOWN_ERROR = 2_000;

export interface WorkbookRecord {
  /** The number of the row in the sheet. */
  line: number;
  cells: string[];
}

export interface Workbook {
  /** The name of the sheet that is read. */
  sheet: string;
  /** Notices about rows are added when the last row has been read. */
  notices: CodedNotice[];
  /** The sheet's records that have a filled cell, in batches, once. */
  records: AsyncGenerator<WorkbookRecord[]>;
  /** Ends the reader. Must be called, even if not all records were read. */
  close(): Promise<void>;
}

type Answer = Message | { fault: WorkbookFault['fault'] };

/**
 * Opens a workbook in a process of its own, which may run out of memory or time without harm to this one.
 * This, and the reading of the records, throws `FILE_NOT_CSV`, `FILE_MALFORMED`, and `UPLOAD_INVALID` for an unknown sheet.
 */
export async function openWorkbook(path: string, options: ReadOptions): Promise<Workbook> {
  const release = await admission();
  const answers = answersOf(path, options, release);
  const first = await answers.next();
  if (first.done || !('opened' in first.value)) throw new Error('The reader began with no sheet.');
  const { sheet, notices } = first.value.opened;
  return {
    sheet,
    notices,
    records: recordsOf(answers, notices),
    close: async () => void (await answers.return(undefined)),
  };
}

async function* recordsOf(
  answers: AsyncGenerator<Answer>,
  notices: CodedNotice[],
): AsyncGenerator<WorkbookRecord[]> {
  for await (const answer of answers) {
    if ('rows' in answer) yield answer.rows.map(([line, cells]) => ({ line, cells }));
    else if ('end' in answer) notices.push(...answer.end.notices);
  }
}

/** Waits until a reader is free. Resolves to a function that releases it. */
const admission = (): Promise<() => void> =>
  new Promise((admitted) => {
    void readers(() => new Promise<void>((release) => admitted(release)));
  });

async function* answersOf(
  path: string,
  options: ReadOptions,
  release: () => void,
): AsyncGenerator<Answer> {
  const reader = spawn(
    process.execPath,
    [`--max-old-space-size=${HEAP_MB}`, SCRIPT, path, JSON.stringify(options)],
    { env: {}, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const ended = once(reader, 'close') as Promise<[code: number | null, signal: string | null]>;
  // Awaited below. Until then, a failed start must not count as an unhandled rejection.
  ended.catch(() => undefined);
  const errors = collect(reader.stderr);
  try {
    let isWhole = false;
    for await (const line of linesFrom(reader, WAIT_MS + options.maxRows * WAIT_MS_A_ROW)) {
      const answer = JSON.parse(line) as Answer;
      if ('fault' in answer) throw refusalOf(answer.fault);
      isWhole = 'end' in answer;
      yield answer;
    }
    const [code, signal] = await ended;
    if (signal === 'SIGABRT' || code === 134)
      throw new Refusal('FILE_MALFORMED', { bound: 'memory' });
    if (code !== 0 || !isWhole)
      throw new Error(`The reader of workbooks ended with ${code ?? signal}: ${errors.text}`);
  } finally {
    reader.kill('SIGKILL');
    release();
  }
}

/** A switch, because the compiler can't match each code with its parameters in a union. */
function refusalOf(fault: WorkbookFault['fault']): Refusal {
  switch (fault.code) {
    case 'FILE_NOT_CSV':
      return new Refusal(fault.code, fault.params);
    case 'FILE_MALFORMED':
      return new Refusal(fault.code, fault.params);
    case 'UPLOAD_INVALID':
      return new Refusal(fault.code, fault.params);
  }
}

function collect(stream: Readable): { text: string } {
  const collected = { text: '' };
  stream.setEncoding('utf8').on('data', (text: string) => {
    if (collected.text.length < SHOWN_ERROR) collected.text += text.slice(0, SHOWN_ERROR);
  });
  return collected;
}
