import { StreamableFile } from '@nestjs/common';

/** An answer that the browser saves as a file. */
export const csvFile = (name: string, text: string): StreamableFile =>
  new StreamableFile(Buffer.from(text), {
    type: 'text/csv; charset=utf-8',
    disposition: `attachment; filename="${name}"`,
  });
