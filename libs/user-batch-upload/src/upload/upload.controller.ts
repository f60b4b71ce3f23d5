import { Body, Post, UploadedFile, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { CurrentActor } from '../http/actor.guard.js';
import { RequestLanguage } from '../http/request-language.js';
import type { Load } from '../load/load.js';
import { encodingNamed } from '../parse/encoding.js';
import type { Mapping } from '../parse/file-format.js';
import type { Actor } from '../ports/actors.port.js';
import { StageLoad } from '../stage/stage-load.command.js';
import { Refusal } from '../problems/refusal.js';
import { BatchUploadController } from '../http/batch-upload-controller.decorator.js';
import type { Language } from '../texts/language.js';
import type { UploadFault } from '../texts/refusal-parameters.js';
import { ReceiveFile } from './receive-file.interceptor.js';

@BatchUploadController('/loads')
export class UploadController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @UseInterceptors(ReceiveFile)
  upload(
    @CurrentActor() actor: Actor,
    @RequestLanguage() language: Language,
    @UploadedFile() file: Express.Multer.File | undefined,
    @Body() fields: Record<string, unknown>,
  ): Promise<Load> {
    const { roleId, encoding, sheet, mapping } = readFields(fields);
    if (!file) throw new Refusal('FILE_MISSING', {});
    if (!roleId) throw new Refusal('ROLE_MISSING', {});
    return this.commands.execute(
      new StageLoad(
        actor,
        roleId,
        { path: file.path, name: file.originalname, encoding, sheet, mapping },
        language,
      ),
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
    throw new Refusal('UPLOAD_INVALID', { why: 'foreign', names: foreign });
  const [roleId, encoding, sheet, mapping] = FIELDS.map((name) => textOf(fields[name]));
  if ([roleId, encoding, sheet].some((value) => value !== undefined && /\p{Cc}/u.test(value)))
    throw new Refusal('UPLOAD_INVALID', { why: 'control-characters' });
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
  throw invalid('encoding', { why: 'encoding', encoding: label.slice(0, 60) });
}

function readMapping(text: string): Mapping {
  const mapping = parsed(text);
  if (
    typeof mapping !== 'object' ||
    mapping === null ||
    Array.isArray(mapping) ||
    Object.values(mapping).some((to) => to !== null && typeof to !== 'string')
  )
    throw invalid('mapping', { why: 'mapping' });
  return mapping as Mapping;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const invalid = (field: string, params: UploadFault): Refusal =>
  new Refusal('UPLOAD_INVALID', params, [{ code: 'UPLOAD_INVALID', field, params }]);
