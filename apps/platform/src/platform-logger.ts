import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import { redactEmails } from 'user-batch-upload';

/** Writes what needs attention, without e-mail addresses, whoever logs them. */
export class PlatformLogger extends ConsoleLogger {
  constructor() {
    super({ logLevels: ['warn', 'error', 'fatal'] });
  }

  protected override stringifyMessage(message: unknown, logLevel: LogLevel): string {
    return redactEmails(super.stringifyMessage(message, logLevel));
  }

  protected override printStackTrace(stack: string): void {
    super.printStackTrace(stack && redactEmails(stack));
  }
}
