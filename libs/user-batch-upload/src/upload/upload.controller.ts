import { Body, Post, UploadedFile, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiConsumes } from '@nestjs/swagger';
import { CurrentActor } from '../http/actor.guard.js';
import type { Load } from '../load/load.js';
import { ENCODINGS, type Encoding } from '../parse/file-format.js';
import type { Actor } from '../ports/actors.port.js';
import { StageLoad } from '../stage/stage-load.command.js';
import { Refusal } from '../problems/refusal.js';
import { UserBatchUploadController } from '../http/batch-upload-controller.decorator.js';
import { ReceiveFile } from './receive-file.interceptor.js';

@UserBatchUploadController('/loads')
export class UploadController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @ApiConsumes('multipart/form-data')
  @UseInterceptors(ReceiveFile)
  upload(
    @CurrentActor() actor: Actor,
    @UploadedFile() file: Express.Multer.File | undefined,
    @Body() fields: Record<string, unknown>,
  ): Promise<Load> {
    const { roleId, encoding } = readFields(fields);
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
      new StageLoad(actor, roleId, { path: file.path, name: file.originalname, encoding }),
    );
  }
}

function readFields(fields: Record<string, unknown>): { roleId?: string; encoding?: Encoding } {
  const { roleId, encoding, ...rest } = fields;
  const foreign = Object.keys(rest);
  if (foreign.length > 0 || Array.isArray(roleId) || Array.isArray(encoding))
    throw new Refusal(
      'UPLOAD_INVALID',
      `The upload has parts that do not belong: ${foreign.join(', ') || 'a field given twice'}. Send roleId, file and, if need be, encoding, each once.`,
    );
  if ([roleId, encoding].some((value) => typeof value === 'string' && /\p{Cc}/u.test(value)))
    throw new Refusal(
      'UPLOAD_INVALID',
      'A field of the upload has control characters, such as a line break. Send roleId and encoding without them.',
    );
  if (encoding && !ENCODINGS.includes(encoding as Encoding))
    throw new Refusal('VALIDATION', `encoding must be one of ${ENCODINGS.join(', ')}.`, [
      {
        code: 'VALIDATION',
        field: 'encoding',
        message: `encoding must be one of ${ENCODINGS.join(', ')}.`,
      },
    ]);
  return {
    roleId: typeof roleId === 'string' ? roleId : undefined,
    encoding: encoding ? (encoding as Encoding) : undefined,
  };
}
