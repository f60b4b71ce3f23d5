import { Controller, Get, Headers, Res, StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ApiExcludeController } from '../http/api-docs.js';

const PACKAGE = dirname(createRequire(import.meta.url).resolve('user-batch-upload/package.json'));
const SCRIPT = join(PACKAGE, 'dist/ui/user-batch-upload.js');

/** Serves the element `<user-batch-upload>`. It holds code and no data, so it needs no sign-in. */
@ApiExcludeController()
@Controller('user-batch-upload')
export class PageController {
  private readonly plain = readFileSync(SCRIPT);
  private readonly compressed = readFileSync(`${SCRIPT}.gz`);
  private readonly version = createHash('sha256').update(this.plain).digest('base64url');

  @Get('ui.js')
  script(
    @Headers('accept-encoding') accepted: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): StreamableFile | undefined {
    const isCompressed = /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(accepted ?? '');
    response.set({
      'Cache-Control': 'no-cache',
      ETag: `"${this.version}${isCompressed ? '-gzip' : ''}"`,
      Vary: 'Accept-Encoding',
      'X-Content-Type-Options': 'nosniff',
    });
    if (response.req.fresh) {
      response.status(304);
      return undefined;
    }
    if (isCompressed) response.set('Content-Encoding', 'gzip');
    return new StreamableFile(isCompressed ? this.compressed : this.plain, {
      type: 'text/javascript; charset=utf-8',
    });
  }
}
