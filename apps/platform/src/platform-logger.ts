import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import { redactEmails } from 'user-batch-upload';

/** Who logs a failed start, and nothing else. */
const STARTING = new Set(['ExceptionHandler', 'NestApplication']);

/** Writes what needs attention, without e-mail addresses, whoever logs them. */
export class PlatformLogger extends ConsoleLogger {
  constructor() {
    super({ logLevels: ['warn', 'error', 'fatal'] });
  }

  /** Why a start failed is said once, in a line, by the script that starts. Nest would print the stack before. */
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
