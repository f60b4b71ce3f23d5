import { Body, Post, UploadedFile, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { CurrentActor } from '../http/actor.guard.js';
import type { Load } from '../load/load.js';
import { encodingNamed } from '../parse/encoding.js';
import type { Mapping } from '../parse/file-format.js';
import type { Actor } from '../ports/actors.port.js';
import { StageLoad } from '../stage/stage-load.command.js';
import { Refusal } from '../problems/refusal.js';
import { BatchUploadController } from '../http/batch-upload-controller.decorator.js';
import { ReceiveFile } from './receive-file.interceptor.js';

@BatchUploadController('/loads')
export class UploadController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @UseInterceptors(ReceiveFile)
  upload(
    @CurrentActor() actor: Actor,
    @UploadedFile() file: Express.Multer.File | undefined,
    @Body() fields: Record<string, unknown>,
  ): Promise<Load> {
    const { roleId, encoding, sheet, mapping } = readFields(fields);
    if (!file)
      throw new Refusal(
        'FILE_MISSING',
        'There is no file. Choose a CSV file made from the template and submit it again.',
      );
    if (!roleId)
      throw new Refusal(
        'ROLE_MISSING',
        'There is no role. Choose the role that created users are to get.',
      );
    return this.commands.execute(
      new StageLoad(actor, roleId, {
        path: file.path,
        name: file.originalname,
        encoding,
        sheet,
        mapping,
      }),
    );
  }
}

/** Fields of the upload besides the file. */
const FIELDS = ['roleId', 'encoding', 'sheet', 'mapping'] as const;

interface Fields {
  roleId?: string;
  encoding?: string;
  sheet?: string;
  mapping?: Mapping;
}

function readFields(fields: Record<string, unknown>): Fields {
  const foreign = Object.keys(fields).filter((name) => !FIELDS.some((known) => known === name));
  if (foreign.length > 0 || Object.values(fields).some((value) => Array.isArray(value)))
    throw new Refusal(
      'UPLOAD_INVALID',
      `The upload has parts that do not belong: ${foreign.join(', ') || 'a field given twice'}. Send roleId, file and, if need be, encoding, sheet and mapping, each once.`,
    );
  const [roleId, encoding, sheet, mapping] = FIELDS.map((name) => textOf(fields[name]));
  if ([roleId, encoding, sheet].some((value) => value !== undefined && /\p{Cc}/u.test(value)))
    throw new Refusal(
      'UPLOAD_INVALID',
      'A field of the upload has control characters, such as a line break. Send roleId, encoding and sheet without them.',
    );
  return {
    roleId,
    sheet,
    encoding: encoding === undefined ? undefined : readEncoding(encoding),
    mapping: mapping === undefined ? undefined : readMapping(mapping),
  };
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

function readEncoding(label: string): string {
  const encoding = encodingNamed(label);
  if (encoding !== undefined) return encoding;
  throw invalid(
    'encoding',
    `There is no encoding “${label.slice(0, 60)}”. Send a name of the WHATWG Encoding Standard, such as utf-8, utf-16le, windows-1252, windows-1251, shift_jis or gb18030.`,
  );
}

function readMapping(text: string): Mapping {
  const mapping = parsed(text);
  if (
    typeof mapping !== 'object' ||
    mapping === null ||
    Array.isArray(mapping) ||
    Object.values(mapping).some((to) => to !== null && typeof to !== 'string')
  )
    throw invalid(
      'mapping',
      'The mapping must be a JSON object from a header of the file to a column of the template, or to null to ignore it, such as {"Surname":"Last Name","Shoe Size":null}.',
    );
  return mapping as Mapping;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const invalid = (field: string, message: string): Refusal =>
  new Refusal('UPLOAD_INVALID', message, [{ code: 'UPLOAD_INVALID', field, message }]);
