import type { PipeTransform } from '@nestjs/common';
import { noSuchUser } from './change-user.js';

/** What can be no user's id finds none: PostgreSQL would stumble over a NUL before it could look. */
export class UserId implements PipeTransform<string, string> {
  transform(id: string): string {
    if (!/^[\w-]+$/.test(id)) throw noSuchUser();
    return id;
  }
}
