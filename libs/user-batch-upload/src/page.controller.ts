import { Controller, Get, Header, StreamableFile } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../ui/user-batch-upload.js', import.meta.url));

/** The page's element, `<user-batch-upload>`, for a host to show: code without data, so anyone may have it. */
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
