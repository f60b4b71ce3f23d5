import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import { redactEmails } from 'user-batch-upload';

/** Nest logs a failed start with these contexts, and nothing else. */
const STARTING = new Set(['ExceptionHandler', 'NestApplication']);

/** Logs warnings and errors, with e-mail addresses redacted from every message. */
export class PlatformLogger extends ConsoleLogger {
  constructor() {
    super({ logLevels: ['warn', 'error', 'fatal'] });
  }

  /** Skips errors of the start: the script prints the reason in one line, and Nest would add the stack. */
  override error(message: unknown, ...rest: unknown[]): void {
    if (!STARTING.has(String(rest.at(-1)))) super.error(message, ...rest);
  }

  protected override stringifyMessage(message: unknown, logLevel: LogLevel): string {
    return redactEmails(super.stringifyMessage(message, logLevel));
  }

  protected override printStackTrace(stack: string): void {
    super.printStackTrace(stack && redactEmails(stack));
  }
}
