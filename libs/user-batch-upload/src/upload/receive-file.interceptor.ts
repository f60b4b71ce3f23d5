import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import multer, { MulterError } from 'multer';
import { finalize, type Observable } from 'rxjs';
import { outageOf } from '../problems/outage.js';
import { Refusal } from '../problems/refusal.js';
import type { UploadFault } from '../texts/refusal-parameters.js';
import { Options } from '../user-batch-upload.options.js';
import { UploadFolder } from './upload-folder.js';

/** The longest file name, in characters. */
const LONGEST_NAME = 255;
/** The bound of the longest field, a mapping of a few hundred columns. */
const MAPPING_BYTES = 64 * 1024;

/** Receives one file into a temporary folder and deletes it after the request. The only file that imports multer. */
@Injectable()
export class ReceiveFile implements NestInterceptor {
  private readonly receive: ReturnType<ReturnType<typeof multer>['single']>;

  constructor(
    private readonly options: Options,
    private readonly folder: UploadFolder,
  ) {
    this.receive = multer({
      storage: folder,
      defParamCharset: 'utf8',
      fileFilter: (_request, { originalname }, done) => {
        const fault = nameFault(originalname);
        if (fault) done(new Refusal('UPLOAD_INVALID', fault));
        else done(null, true);
      },
      limits: {
        fileSize: options.maxFileSize,
        files: 1,
        fields: 5,
        parts: 6,
        fieldNameSize: 64,
        fieldSize: MAPPING_BYTES,
        headerPairs: 20,
        fieldNestingDepth: 0,
        fieldArrayIndexLimit: 0,
      },
    }).single('file');
  }

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<Request>();
    const response = context.switchToHttp().getResponse<Response>();
    if (!request.is('multipart/form-data')) throw new Refusal('UPLOAD_INVALID', { why: 'no-form' });
    await new Promise<void>((resolve, reject) =>
      this.receive(request, response, (error: unknown) =>
        error ? reject(this.refusal(error)) : resolve(),
      ),
    );
    const path = request.file?.path;
    return next.handle().pipe(finalize(() => path !== undefined && void this.folder.delete(path)));
  }

  private refusal(error: unknown): unknown {
    if (outageOf(error)) return error;
    if (error instanceof MulterError && error.code === 'LIMIT_FILE_SIZE')
      return new Refusal('FILE_TOO_LARGE', { bytes: this.options.maxFileSize });
    if (error instanceof MulterError || isBrokenForm(error))
      return new Refusal('UPLOAD_INVALID', { why: 'broken', technical: (error as Error).message });
    return error;
  }
}

/** Characters that no file name has. A browser never sends them. */
function nameFault(name: string): UploadFault | undefined {
  if (name.length > LONGEST_NAME)
    return { why: 'name-length', length: name.length, limit: LONGEST_NAME };
  return /\p{Cc}/u.test(name) ? { why: 'name-control' } : undefined;
}

/** busboy reports a broken body by plain errors with these messages. */
const isBrokenForm = (error: unknown): boolean =>
  error instanceof Error &&
  /form|multipart|boundary|part header|request aborted/i.test(error.message);
