import { Controller, Get, Header, StreamableFile } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const PACKAGE = dirname(createRequire(import.meta.url).resolve('user-batch-upload/package.json'));
const SCRIPT = join(PACKAGE, 'dist/ui/user-batch-upload.js');

/** Serves the element `<user-batch-upload>`. It holds code and no data, so it needs no sign-in. */
@ApiExcludeController()
@Controller('user-batch-upload')
export class PageController {
  @Get('ui.js')
  @Header('Cache-Control', 'no-cache')
  @Header('X-Content-Type-Options', 'nosniff')
  script(): StreamableFile {
    return new StreamableFile(createReadStream(SCRIPT), { type: 'text/javascript; charset=utf-8' });
  }
}
